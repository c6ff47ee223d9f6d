/** A bulk run that does not go smoothly: failures, limits, being interrupted, going on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BulkItem } from '../src/bulk/result';
import { bulk, idOf, idsOf, outcomes, platformWith } from './bulk-world';
import { binary, cleanEnv, failure, newFolder, voicectl } from './voicectl';

const archiveDrafts = ['agents', 'archive', '--status', 'draft', '--yes'];

describe('a failure', () => {
  it('is no end: the others are done, and what failed can be gone on with', async () => {
    await using platform = await platformWith({ draft: 6 });
    const { env, mock } = platform;
    const cwd = newFolder();
    const fault = mock.faults.add({
      operation: 'agents.archive',
      id: idOf(mock, 'draft 3'),
      status: 500,
    });
    const { result, stderr } = await bulk(archiveDrafts, 1, { env, cwd });
    expect(result.summary).toEqual({ done: 5, skipped: 0, failed: 1, left: 0 });
    expect(result.results.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      name: 'draft 3',
      status: 'draft',
      error: { status: 500, requestId: expect.any(String), message: expect.any(String) },
    });
    const command = `voicectl agents archive --resume ${result.resume?.file} --yes`;
    expect(result.resume?.command).toBe(command);
    expect(JSON.parse(stderr)).toMatchObject({
      error: {
        code: 'INCOMPLETE',
        message: '1 of 6 agents was not archived',
        hint: `Their ids are in ${result.resume?.file}.`,
        next: [command],
      },
    });
    const file = join(cwd, result.resume?.file ?? '');
    expect(readFileSync(file, 'utf8')).toBe(`${idOf(mock, 'draft 3')}\t# draft 3\n`);
    expect(readdirSync(join(cwd, '.voicectl'))).toHaveLength(1);

    mock.faults.remove(fault.id);
    const again = await bulk(command.split(' ').slice(1), 0, { env, cwd });
    expect(outcomes(again.result)).toEqual({ 'draft 3': 'done' });
    expect(idsOf(mock, 'archived')).toHaveLength(6);
  });

  it('is in words on stderr as it happens, with where to look and how to go on', async () => {
    await using platform = await platformWith({ draft: 2 }, [
      { operation: 'agents.archive', status: 500, body: { message: 'Out of order, test-key' } },
    ]);
    const run = await voicectl([...archiveDrafts, '-o', 'table'], {
      env: platform.env,
      cwd: newFolder(),
    });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(
      /^failed \S+ "draft 1": Out of order, \[redacted\] \(status 500, request \S+\)$/m,
    );
    expect(run.stderr).toMatch(/^error: 2 of 2 agents were not archived$/m);
    expect(run.stderr).toMatch(/^next: voicectl agents archive --resume \S+ --yes$/m);
    expect(run.stdout).toMatch(/draft 2 +failed +draft +Out of order, \[redacted\]$/m);
  });

  it('ends the handing out with --fail-fast; what was not begun is left', async () => {
    await using platform = await platformWith({ draft: 8 });
    const { env, mock } = platform;
    mock.faults.add({ operation: 'agents.archive', after: 2, status: 500 });
    const args = [...archiveDrafts, '--fail-fast', '--concurrency', '1'];
    const { result } = await bulk(args, 1, { env, cwd: newFolder() });
    expect(result.summary).toEqual({ done: 2, skipped: 0, failed: 1, left: 5 });
    expect(idsOf(mock, 'archived')).toHaveLength(2);
    expect(result.resume?.command).toMatch(/--yes --fail-fast --concurrency 1$/);
  });

  it.each([
    [409, 5],
    [404, 3],
    [403, 4],
    [429, 7],
    [500, 1],
  ])('of status %d alone has the exit code %d', async (status, code) => {
    const effect = status === 429 ? { retryAfter: 3600 } : { status };
    await using platform = await platformWith({ draft: 3 }, [
      { operation: 'agents.archive', ...effect, after: 1 },
    ]);
    const args = [...archiveDrafts, '--concurrency', '1'];
    const { result } = await bulk(args, code, { env: platform.env, cwd: newFolder() });
    expect(result.summary).toMatchObject({ done: 1, failed: 2 });
  });

  it('of several kinds is 1', async () => {
    await using platform = await platformWith({ draft: 2 });
    const { env, mock } = platform;
    mock.faults.add({ operation: 'agents.archive', id: idOf(mock, 'draft 1'), status: 409 });
    mock.faults.add({ operation: 'agents.archive', id: idOf(mock, 'draft 2'), status: 404 });
    await bulk(archiveDrafts, 1, { env, cwd: newFolder() });
  });

  it('for the key ends the run: it would be refused each time', async () => {
    await using platform = await platformWith({ draft: 9 }, [
      { operation: 'agents.archive', status: 401 },
    ]);
    const args = [...archiveDrafts, '--concurrency', '2'];
    const { result } = await bulk(args, 4, { env: platform.env, cwd: newFolder() });
    expect(result.summary).toEqual({ done: 0, skipped: 0, failed: 2, left: 7 });
  });

  it('is none where the answer was lost and the agent is as it should be', async () => {
    await using platform = await platformWith({ draft: 4 }, [
      { operation: 'agents.archive', reset: 'after', times: 2 },
    ]);
    const { result } = await bulk(archiveDrafts, 0, { env: platform.env });
    expect(result.summary.done).toBe(4);
  });

  it('to delete what is gone meanwhile is none when a run is gone on with', async () => {
    await using platform = await platformWith({ draft: 2 });
    const { env, mock } = platform;
    const cwd = newFolder();
    const fault = mock.faults.add({ operation: 'agents.delete', status: 500 });
    const args = ['agents', 'delete', '--status', 'draft', '--yes'];
    const { result } = await bulk(args, 1, { env, cwd });
    mock.faults.remove(fault.id);
    await voicectl(['agents', 'delete', idOf(mock, 'draft 1'), '--yes'], { env });
    const again = await bulk((result.resume?.command ?? '').split(' ').slice(1), 0, { env, cwd });
    expect(again.result.summary).toEqual({ done: 1, skipped: 1, failed: 0, left: 0 });
    expect(idsOf(mock)).toEqual([]);
  });
});

describe('200 agents at 16 at once', () => {
  it('are each moved exactly once', async () => {
    await using platform = await platformWith({ draft: 200 });
    const { env, mock } = platform;
    mock.faults.add({ operation: 'agents.archive', latency: { min: 0, max: 20 } });
    const { result } = await bulk([...archiveDrafts, '--concurrency', '16'], 0, { env });
    expect(result.summary).toEqual({ done: 200, skipped: 0, failed: 0, left: 0 });
    const moved = mock.journal.calls('agents.archive').map(({ id }) => id);
    expect(new Set(moved).size).toBe(200);
    expect(moved).toHaveLength(200);
    expect(idsOf(mock, 'archived')).toHaveLength(200);
  });
});

describe('VOICECTL_EVENTS_FILE', () => {
  it('holds each change of a run', async () => {
    await using platform = await platformWith({ draft: 5 });
    const cwd = newFolder();
    const env = { ...platform.env, VOICECTL_EVENTS_FILE: 'events.ndjson' };
    await bulk(archiveDrafts, 0, { env, cwd });
    const lines = readFileSync(join(cwd, 'events.ndjson'), 'utf8').trim().split('\n');
    const types = lines.map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types.filter((type) => type === 'changed')).toHaveLength(5);
  });
});

describe('a standard input', () => {
  it.each([
    ['is closed', '<&-'],
    ['holds nothing', '</dev/null'],
  ])('that %s is wrong use, and no wait', async (_, redirection) => {
    const shell = `"${process.execPath}" "${binary}" agents archive - --yes --mock ${redirection}`;
    const run = spawn('bash', ['-c', shell], { cwd: newFolder(), env: cleanEnv() });
    expect(await once(run, 'close')).toEqual([2, null]);
  });
});

/** Starts a run of 30 with 2 in flight, and interrupts it as soon as the first is done. */
async function interruptedRun(
  env: Record<string, string>,
  cwd: string,
  times: 1 | 2,
  flags: readonly string[] = [],
) {
  const args = [...archiveDrafts, '--concurrency', '2', '-o', 'ndjson', ...flags];
  const child = spawn(process.execPath, [binary, ...args], { cwd, env: cleanEnv(env) });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const isFirst = stdout === '';
    stdout += text;
    if (isFirst) child.kill('SIGINT');
  });
  if (times === 2) {
    void whenThere(join(cwd, '.voicectl')).then(() => setTimeout(() => child.kill('SIGINT'), 100));
  }
  const [code] = (await once(child, 'close')) as [number];
  const lines = stdout.trim().split('\n');
  return { code, stderr, items: lines.map((line) => JSON.parse(line) as BulkItem) };
}

async function whenThere(folder: string): Promise<void> {
  const isWritten = () =>
    existsSync(folder) && readdirSync(folder).some((name) => /txt$/.test(name));
  while (!isWritten()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('Ctrl-C', () => {
  it('lets what is in flight finish, says what was done, and keeps the rest', async () => {
    await using platform = await platformWith({ draft: 30 }, [
      { operation: 'agents.archive', latency: 250 },
    ]);
    const { env, mock } = platform;
    const cwd = newFolder();
    const { code, stderr, items } = await interruptedRun(env, cwd, 1);
    expect(code).toBe(130);
    const named = (outcome: string) =>
      items.filter((item) => item.outcome === outcome).map(({ id }) => id);
    const [done, left] = [named('done'), named('left')];
    expect(done.length + left.length).toBe(30);
    expect(left.length).toBeGreaterThan(0);
    // What is said to be done is what the server has done.
    expect(idsOf(mock, 'archived').sort()).toEqual([...done].sort());
    const [meanwhile = '', last = ''] = stderr.trim().split('\n');
    const { error } = JSON.parse(last);
    expect(error).toMatchObject({ code: 'INTERRUPTED' });
    const [, file = ''] = /--resume (\S+)/.exec(error.next[0]) ?? [];
    expect(JSON.parse(meanwhile).warning.message).toContain(error.next[0]);
    const kept = readFileSync(join(cwd, file), 'utf8').trim().split('\n');
    expect(kept.map((line) => line.split('\t')[0]).sort()).toEqual([...left].sort());

    mock.faults.clear();
    const { result } = await bulk(['agents', 'archive', '--resume', file, '--yes'], 0, {
      env,
      cwd,
    });
    expect(result.summary).toEqual({ done: left.length, skipped: 0, failed: 0, left: 0 });
    const moved = mock.journal.calls('agents.archive').map(({ id }) => id);
    expect(moved).toHaveLength(30);
    expect(new Set(moved).size).toBe(30);
  });

  it('twice ends at once; the file is there already, and holds all that was not known as done', async () => {
    await using platform = await platformWith({ draft: 30 }, [
      { operation: 'agents.archive', after: 2, latency: 60_000 },
      { operation: 'agents.archive', latency: 250 },
    ]);
    const { env, mock } = platform;
    const cwd = newFolder();
    const { code, stderr, items } = await interruptedRun(env, cwd, 2);
    expect(code).toBe(130);
    const [file = ''] = readdirSync(join(cwd, '.voicectl'));
    // The only word of it: nothing is said any more after the second one.
    const { warning } = JSON.parse(stderr);
    expect(warning.message).toContain(
      `voicectl agents archive --resume .voicectl/${file} --yes --concurrency 2`,
    );
    const kept = readFileSync(join(cwd, '.voicectl', file), 'utf8')
      .trim()
      .split('\n');
    const ids = kept.map((line) => line.split('\t')[0] ?? '');
    const known = items.map(({ id }) => id);
    expect([...new Set([...ids, ...known])].sort()).toEqual(idsOf(mock).sort());
    expect(idsOf(mock, 'archived').length).toBeLessThanOrEqual(2);
  });

  it('gives what is in flight no more than the time of a call', async () => {
    // As long as the SDK waits before it asks again.
    await using platform = await platformWith({ draft: 4 }, [
      { operation: 'agents.archive', after: 1, retryAfter: 25 },
    ]);
    const { env, mock } = platform;
    const cwd = newFolder();
    const { code, items } = await interruptedRun(env, cwd, 1, ['--timeout', '500']);
    expect(code).toBe(130);
    const open = items.filter(({ outcome }) => outcome !== 'done');
    expect(open.map(({ error }) => error?.code)).toContain('INTERRUPTED');
    expect(idsOf(mock, 'archived')).toHaveLength(4 - open.length);
    const [file = ''] = readdirSync(join(cwd, '.voicectl'));
    const kept = readFileSync(join(cwd, '.voicectl', file), 'utf8')
      .trim()
      .split('\n');
    expect(kept).toHaveLength(open.length);
  });
});

describe('a file that a run was gone on with', () => {
  const fileOf = (cwd: string) => readFileSync(join(cwd, 'left.txt'), 'utf8');

  async function withFailures(count: number) {
    const platform = await platformWith({ draft: 4 });
    const cwd = newFolder();
    const ids = idsOf(platform.mock, 'draft');
    const faults = ids
      .slice(0, count)
      .map((id) => platform.mock.faults.add({ operation: 'agents.archive', id, status: 500 }));
    writeFileSync(join(cwd, 'left.txt'), ids.map((id) => `${id}\n`).join(''));
    return { ...platform, cwd, ids, faults };
  }
  const goOn = ['agents', 'archive', '--resume', 'left.txt', '--yes'];

  it('is put away when nothing is left of it, so that nobody does it again', async () => {
    await using world = await withFailures(0);
    const { env, cwd, ids } = world;
    const { stdout, stderr } = await voicectl([...goOn, '-o', 'table'], { env, cwd });
    expect(stdout).toContain(ids[0]);
    expect(stderr).toContain('left.txt is now left.txt.done');
    expect(readdirSync(cwd)).toEqual(['left.txt.done']);
    const again = await failure(goOn, 2, { env, cwd });
    expect(again.message).toMatch(/can't read left.txt/);
    expect(again.hint).toBe('It was finished: left.txt.done holds what it held.');
  });

  it('then holds what is still left, and no other file is made', async () => {
    await using world = await withFailures(1);
    const { env, cwd, ids, faults, mock } = world;
    const { result } = await bulk(goOn, 1, { env, cwd });
    expect(result.resume).toEqual({
      file: 'left.txt',
      command: 'voicectl agents archive --resume left.txt --yes',
    });
    expect(fileOf(cwd)).toBe(`${ids[0]}\t# ${mock.state.agents.get(ids[0] ?? '')?.agent.name}\n`);
    expect(readdirSync(cwd)).toEqual(['left.txt']);
    for (const { id } of faults) mock.faults.remove(id);
    expect((await bulk(goOn, 0, { env, cwd })).result.results).toHaveLength(1);
    expect(readdirSync(cwd)).toEqual(['left.txt.done']);
  });

  it('is put away for another, where that was wished', async () => {
    await using world = await withFailures(1);
    const { env, cwd } = world;
    const { result } = await bulk([...goOn, '--resume-file', 'next.txt'], 1, { env, cwd });
    expect(result.resume?.file).toBe('next.txt');
    expect(readdirSync(cwd).sort()).toEqual(['left.txt.done', 'next.txt']);
  });

  it.each([
    ['a look at what would be sent', ['--dry-run'], 0],
    ['nobody who agrees', ['--no-input'], 2],
  ])('stays as it is after %s', async (_, flags, code) => {
    await using world = await withFailures(0);
    const { env, cwd, ids } = world;
    const args = flags.includes('--dry-run') ? goOn : goOn.slice(0, -1);
    expect(await voicectl([...args, ...flags], { env, cwd })).toMatchObject({ code });
    expect(fileOf(cwd)).toBe(ids.map((id) => `${id}\n`).join(''));
    expect(readdirSync(cwd)).toEqual(['left.txt']);
  });
});
