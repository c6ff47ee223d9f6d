/** Being told to stop, or having nobody left to talk to, at any moment. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { idsOf, platformWith } from './bulk-world';
import {
  binary,
  cleanEnv,
  exampleAgent,
  failure,
  json,
  newFolder,
  Terminal,
  voicectl,
} from './voicectl';

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

function start(args: readonly string[], cwd = newFolder()) {
  child = spawn(process.execPath, [binary, ...args], { cwd, env: cleanEnv(), stdio: 'pipe' });
  return child;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  it('ends the wait for a document', async () => {
    const waiting = start(['agents', 'create', '-f', '-', '--mock']);
    await wait(1_500);
    waiting.kill(signal);
    expect(await once(waiting, 'exit')).toEqual([130, null]);
  });

  it('ends the wait for the next message', async () => {
    const cwd = newFolder();
    const agent = await json(['agents', 'create', '-f', exampleAgent, '--mock'], { cwd });
    const waiting = start(['play', String(agent.id), '--mock'], cwd);
    await wait(1_500);
    waiting.kill(signal);
    expect(await once(waiting, 'exit')).toEqual([130, null]);
  });

  it('ends the wait for a file that another process holds, and nothing is written', async () => {
    const cwd = newFolder();
    await json(['agents', 'create', '-f', exampleAgent, '--mock'], { cwd });
    const file = join(cwd, '.voicectl', 'mock.json');
    const before = readFileSync(file, 'utf8');
    mkdirSync(`${file}.lock`);
    const waiting = start(['agents', 'create', '-f', exampleAgent, '--mock'], cwd);
    await wait(1_500);
    waiting.kill(signal);
    expect(await once(waiting, 'exit')).toEqual([130, null]);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('ends a question and a chat on a terminal', async () => {
    const cwd = newFolder();
    const agent = await json(['agents', 'create', '-f', exampleAgent, '--mock'], { cwd });
    const question = new Terminal(['agents', 'delete', String(agent.id), '--mock'], { cwd });
    await question.shows('(y/N)');
    question.signal(signal);
    expect(await question.exit()).toBe(130);
    const chat = new Terminal(['play', String(agent.id), '--mock'], { cwd });
    await chat.shows('you ›');
    chat.signal(signal);
    expect(await chat.exit()).toBe(130);
  });
});

describe('nobody left to read', () => {
  it.each([['--version'], ['--help'], ['agents', 'list', '--mock']])(
    '%s is quiet about it',
    async (...args) => {
      const shell = `"${process.execPath}" "${binary}" ${args.join(' ')} | true; exit \${PIPESTATUS[0]}`;
      const run = spawn('bash', ['-c', shell], { cwd: newFolder(), env: cleanEnv() });
      let said = '';
      run.stderr.on('data', (text) => {
        said += text;
      });
      expect(await once(run, 'close')).toEqual([0, null]);
      expect(said).toBe('');
    },
  );

  it.runIf(existsSync('/dev/full'))('a full disk is a failure in one line', async () => {
    const shell = `"${process.execPath}" "${binary}" agents list --mock > /dev/full`;
    const run = spawn('bash', ['-c', shell], { cwd: newFolder(), env: cleanEnv() });
    let said = '';
    run.stderr.on('data', (text) => {
      said += text;
    });
    expect(await once(run, 'close')).toEqual([1, null]);
    expect(said).toBe("error: Can't write the output: ENOSPC\n");
  });
});

/** Into a pipe whose reader goes away, after a line or at once; with the exit code of what comes before it. */
function unread(line: string, reader = 'true'): string {
  return `${line} | ${reader}; exit \${PIPESTATUS[0]}`;
}

/** In a shell, where VOICECTL is the binary. */
async function shell(line: string, env: Record<string, string>, cwd = newFolder()) {
  const run = spawn('bash', ['-c', line.replaceAll('VOICECTL', '"$NODE" "$BIN"')], {
    cwd,
    env: cleanEnv({ ...env, NODE: process.execPath, BIN: binary }),
  });
  let stderr = '';
  run.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  run.stdout.resume();
  const [code] = (await once(run, 'close')) as [number | null];
  return { code, stderr };
}

describe('nobody left to read what is being changed', () => {
  const archive =
    'VOICECTL agents archive --status draft --yes -o ndjson --resume-file left.txt --concurrency 2';
  const slowly = { operation: 'agents.archive', latency: 100 } as const;

  it('is no reason to stop half way', async () => {
    await using platform = await platformWith({ draft: 12 }, [slowly]);
    const { env, mock } = platform;
    const cwd = newFolder();
    const run = await shell(unread(archive, 'head -1'), env, cwd);
    expect(run).toEqual({ code: 0, stderr: '' });
    expect(idsOf(mock, 'archived')).toHaveLength(12);
    expect(existsSync(join(cwd, 'left.txt'))).toBe(false);
  });

  it('hides no failure: the code and the file of what is left are the same', async () => {
    await using platform = await platformWith({ draft: 8 });
    const { env, mock } = platform;
    const bad = idsOf(mock, 'draft')[0] ?? '';
    mock.faults.add({ operation: 'agents.archive', id: bad, status: 409 });
    mock.faults.add(slowly);
    const cwd = newFolder();
    const run = await shell(unread(archive, 'head -1'), env, cwd);
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('--resume left.txt');
    expect(readFileSync(join(cwd, 'left.txt'), 'utf8')).toContain(bad);
    expect(idsOf(mock, 'archived')).toHaveLength(7);
  });

  it.runIf(existsSync('/dev/full'))('nor is a full disk, but that is said', async () => {
    await using platform = await platformWith({ draft: 6 }, [slowly]);
    const { env, mock } = platform;
    const run = await shell(`${archive} > /dev/full`, env);
    expect(run).toEqual({ code: 1, stderr: "error: Can't write the output: ENOSPC\n" });
    expect(idsOf(mock, 'archived')).toHaveLength(6);
  });

  it('lets a call be answered', async () => {
    await using platform = await platformWith({}, [{ operation: 'agents.create', latency: 200 }]);
    const { env, mock } = platform;
    const run = await shell(unread('VOICECTL agents create --name N --instructions I'), env);
    expect(run).toEqual({ code: 0, stderr: '' });
    expect(idsOf(mock)).toHaveLength(1);
  });

  it('lets the second of two calls be sent', async () => {
    await using platform = await platformWith({ draft: 1 }, [
      { operation: 'goals.attach', latency: 200 },
    ]);
    const { env, mock } = platform;
    const generate = 'VOICECTL goals generate "Name and email" --save --agent "draft 1" --attach';
    const run = await shell(unread(generate), env);
    expect(run).toEqual({ code: 0, stderr: '' });
    expect(mock.journal.calls('goals.attach')).toMatchObject([{ status: 200 }]);
  });

  it.each(['agents list --all -o ndjson', 'agents list --watch 0.1 -o ndjson'])(
    'ends %s, which only reads',
    async (args) => {
      await using platform = await platformWith({ draft: 3 });
      const { env, mock } = platform;
      // So that a look that differs from the one before is printed again.
      const more = { agents: [{ name: 'more', instructions: 'I' }] };
      const changing = setInterval(() => void mock.add(more), 50);
      const run = await shell(unread(`VOICECTL ${args}`), env);
      clearInterval(changing);
      expect(run).toEqual({ code: 0, stderr: '' });
    },
  );
});

describe('a folder that can not hold the mock', () => {
  it('is named, with the reason, and not blamed on the network', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, '.voicectl'), 'a file');
    for (const args of [
      ['agents', 'list'],
      ['agents', 'create', '-f', exampleAgent],
    ]) {
      const error = await failure([...args, '--mock'], 1, { cwd });
      expect(error).toMatchObject({ code: 'MOCK_FILE' });
      expect(error.message).toContain(join(cwd, '.voicectl', 'mock.json'));
    }
  });
});

describe('help', () => {
  it.each([
    [['help', 'agents', 'create'], 'Usage: voicectl agents create'],
    [['help', 'play'], 'Usage: voicectl play'],
    [['agents', 'create', '--help'], 'Usage: voicectl agents create'],
  ])('%j shows %j', async (args, usage) => {
    expect((await voicectl(args)).stdout).toContain(usage);
  });

  it.each([
    [['help', 'agens']],
    [['agens', '--help']],
    [['help', 'agents', 'crate']],
    [['agents', 'crate', '--help']],
  ])('%j is wrong use', async (args) => {
    expect((await failure(args, 2)).hint).toMatch(/agents|create/);
  });
});
