/** Verbs for many records: which ones, what is planned, what came of it. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bulk, idOf, idsOf, outcomes, platformWith } from './bulk-world';
import { failure, json, newFolder, voicectl } from './voicectl';

const someId = '550e8400-e29b-41d4-a716-446655440000';

describe('one record that is named', () => {
  it('is answered as ever, without a plan and without --yes', async () => {
    await using platform = await platformWith({ draft: 2 });
    const { env } = platform;
    expect(await json(['agents', 'archive', 'draft 1'], { env })).toMatchObject({
      name: 'draft 1',
      status: 'archived',
    });
    const run = await voicectl(['agents', 'activate', 'draft 2', '-o', 'table'], { env });
    expect(run).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^Next: voicectl play \S+\n$/),
    });
  });

  it('keeps the conflict of the platform', async () => {
    await using platform = await platformWith({ draft: 1 });
    const error = await failure(['agents', 'restore', 'draft 1'], 5, { env: platform.env });
    expect(error).toMatchObject({ status: 409 });
  });
});

describe('several that are named', () => {
  it('are moved each once, whatever they are named by', async () => {
    await using platform = await platformWith({ draft: 2, active: 1 });
    const { env, mock } = platform;
    const id = idOf(mock, 'draft 2');
    const args = ['agents', 'archive', 'draft 1', id.slice(0, 12), id, 'active 1', '--yes'];
    const { result, stderr } = await bulk(args, 0, { env });
    expect(stderr).toBe('');
    expect(outcomes(result)).toEqual({ 'draft 1': 'done', 'draft 2': 'done', 'active 1': 'done' });
    expect(result.summary).toEqual({ done: 3, skipped: 0, failed: 0, left: 0 });
    expect(result.results.map(({ status }) => status)).toEqual([
      'archived',
      'archived',
      'archived',
    ]);
    expect(mock.journal.calls('agents.archive')).toHaveLength(3);
  });

  it('come from standard input, too: ids, names, or what list printed as ndjson', async () => {
    await using platform = await platformWith({ draft: 3 });
    const { env, mock } = platform;
    const list = await voicectl(['agents', 'list', '--search', 'draft 3', '-o', 'ndjson'], { env });
    const input = `${idOf(mock, 'draft 1')}\t# draft 1\r\ndraft 2\r\n\r\n${list.stdout}`;
    const { result } = await bulk(['agents', 'activate', '-', '--yes'], 0, { env, input });
    expect(result.summary.done).toBe(3);
    expect(idsOf(mock, 'active')).toHaveLength(3);
  });

  it('is a result for one line of standard input as for many: a script does not know how many', async () => {
    await using platform = await platformWith({ draft: 1 });
    const run = { env: platform.env, input: 'draft 1\n' };
    const { result } = await bulk(['agents', 'activate', '-', '--yes'], 0, run);
    expect(result.results).toHaveLength(1);
  });

  it('are refused as a whole when one of the words fits nothing', async () => {
    await using platform = await platformWith({ draft: 2 });
    const args = ['agents', 'archive', 'draft 1', 'draft 9', '--yes'];
    expect((await failure(args, 3, { env: platform.env })).message).toContain('draft 9');
    expect(platform.mock.journal.calls('agents.archive')).toEqual([]);
  });

  it('go on without an id that nobody has, and say so by the exit code', async () => {
    await using platform = await platformWith({ draft: 1 });
    const args = ['agents', 'delete', 'draft 1', someId, '--yes'];
    const { result } = await bulk(args, 3, { env: platform.env, cwd: newFolder() });
    expect(outcomes(result)).toEqual({ 'draft 1': 'done', [someId]: 'failed' });
    expect(result.results[1]).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('are skipped where they are so already: that is no failure', async () => {
    await using platform = await platformWith({ active: 2, archived: 1 });
    const args = ['agents', 'archive', 'active 1', 'archived 1', '--yes'];
    const { result } = await bulk(args, 0, { env: platform.env });
    expect(outcomes(result)).toEqual({ 'active 1': 'done', 'archived 1': 'skipped' });
    expect(result.results[1]).toMatchObject({ reason: 'already archived', status: 'archived' });
  });

  it('fail without a request where the lifecycle knows no such way', async () => {
    await using platform = await platformWith({ draft: 1, archived: 1 });
    const args = ['agents', 'activate', 'draft 1', 'archived 1', '--yes'];
    const { result } = await bulk(args, 5, { env: platform.env, cwd: newFolder() });
    expect(outcomes(result)).toEqual({ 'draft 1': 'done', 'archived 1': 'failed' });
    expect(result.results[1]).toMatchObject({
      error: { code: 'CONFLICT', message: 'It is archived; activate leads from draft to active' },
    });
    expect(platform.mock.journal.calls('agents.activate')).toHaveLength(1);
  });
});

describe('filters', () => {
  it('catch by status and by words, over every page', async () => {
    await using platform = await platformWith({ draft: 130, active: 1 });
    const args = ['agents', 'archive', '--status', 'draft', '--search', 'draft 1', '--yes'];
    const { result } = await bulk(args, 0, { env: platform.env });
    // draft 1, 10 to 19, 100 to 130.
    expect(result.summary).toEqual({ done: 42, skipped: 0, failed: 0, left: 0 });
    expect(idsOf(platform.mock, 'archived')).toHaveLength(42);
  });

  it('catch by age, counted from the last change', async () => {
    await using platform = await platformWith({ draft: 1 });
    const { env, mock } = platform;
    const day = 86_400_000;
    const before = (days: number) => new Date(Date.now() - days * day).toISOString();
    await mock.add({
      agents: [31, 29, 3].map((days) => ({
        name: `${days} days`,
        instructions: 'Be brief.',
        createdAt: before(60),
        updatedAt: before(days),
      })),
    });
    const old = await bulk(['agents', 'archive', '--older-than', '30d', '--yes'], 0, { env });
    expect(outcomes(old.result)).toEqual({ '31 days': 'done' });
    const between = ['agents', 'archive', '--older-than', '2d', '--newer-than', '1w', '--yes'];
    expect(outcomes((await bulk(between, 0, { env })).result)).toEqual({ '3 days': 'done' });
  });

  it('skip what they catch and the verb does not move', async () => {
    await using platform = await platformWith({ draft: 1, archived: 1, active: 1 });
    const { result } = await bulk(['agents', 'activate', '--newer-than', '1d', '--yes'], 0, {
      env: platform.env,
    });
    expect(outcomes(result)).toEqual({
      'draft 1': 'done',
      'archived 1': 'skipped',
      'active 1': 'skipped',
    });
  });

  it('that match nothing are no failure, and nobody is asked', async () => {
    await using platform = await platformWith({ draft: 1 });
    const { env } = platform;
    const args = ['agents', 'archive', '--status', 'active'];
    const { result, stderr } = await bulk(args, 0, { env });
    expect(stderr).toBe('');
    expect(result).toEqual({
      results: [],
      summary: { done: 0, skipped: 0, failed: 0, left: 0 },
    });
    const run = await voicectl([...args, '-o', 'table'], { env });
    expect(run).toEqual({ code: 0, stdout: '', stderr: 'No agent matches: nothing to do.\n' });
  });

  it.each([
    [['agents', 'archive', 'draft 1', '--status', 'draft'], /names and filters exclude/],
    [
      ['agents', 'archive', '--resume', 'file', '--older-than', '1d'],
      /filters and --resume exclude/,
    ],
    [['agents', 'archive', '--search', ''], /--search is empty/],
    [['goals', 'delete', '--agent-id', ' '], /--agent-id is empty/],
    [['agents', 'archive', '--older-than', '30'], /must be as in 30d/],
    [['agents', 'archive', '--older-than', '-1d'], /must be as in 30d/],
    [['agents', 'archive', '--status', 'drft'], /Allowed choices are draft/],
    [['agents', 'archive', '-', '--concurrency', '33'], /whole number from 1 to 32/],
    [['agents', 'archive', '-', '--concurrency', '0'], /whole number from 1 to 32/],
    [['agents', 'archive', '-', '--concurrency', '1.5'], /whole number from 1 to 32/],
    [['agents', 'archive', '-'], /Standard input is empty/],
    [['agents', 'archive'], /Which agents\?/],
    [['goals', 'delete'], /Which goals\?/],
    [
      ['agents', 'archive', '--resume', 'not-there.txt'],
      /can't read not-there.txt: there is no such/,
    ],
  ])('%j is wrong use', async (args, message) => {
    await using platform = await platformWith({ draft: 1 });
    const error = await failure([...args, '--yes'], 2, { env: platform.env });
    expect(error.message).toMatch(message);
    expect(idsOf(platform.mock, 'archived')).toEqual([]);
  });
});

describe('the plan', () => {
  it('is shown, and nothing is sent, where nobody can be asked', async () => {
    await using platform = await platformWith({ draft: 2, archived: 1 });
    const { env, mock } = platform;
    const args = ['agents', 'archive', 'draft 1', 'draft 2', 'archived 1'];
    const run = await voicectl([...args, '-o', 'table'], { env });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/draft 1 +draft +just now +archive$/m);
    expect(run.stderr).toMatch(/archived 1 +archived +just now +skip: already archived$/m);
    expect(run.stderr).toContain('Archive 2 agents? Nobody can be asked here.');
    expect(run.stderr).toContain('Add --yes');
    expect(mock.journal.calls('agents.archive')).toEqual([]);
  });

  it('is in the one error that a program reads', async () => {
    await using platform = await platformWith({ draft: 1, archived: 1 });
    const error = await failure(['agents', 'archive', 'draft 1', 'archived 1'], 2, {
      env: platform.env,
    });
    expect(error).toMatchObject({ code: 'USAGE', hint: 'Add --yes to go ahead.' });
    expect(error.problems).toEqual([
      { path: idOf(platform.mock, 'draft 1'), message: 'archive: "draft 1", draft' },
      {
        path: idOf(platform.mock, 'archived 1'),
        message: 'already archived: "archived 1", archived',
      },
    ]);
  });

  it('holds every request in a dry run, which sends none', async () => {
    await using platform = await platformWith({ draft: 2, archived: 1 });
    const { env, mock } = platform;
    const args = ['agents', 'archive', '--newer-than', '1d', '--dry-run'];
    const previews = await json<{ method: string; url: string; curl: string }[]>(args, { env });
    const requests = previews.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
    expect(requests.sort()).toEqual(
      idsOf(mock, 'draft')
        .map((id) => `POST /api/agents/${id}/archive`)
        .sort(),
    );
    expect(previews[0]?.curl).toContain('$VOICECTL_AGENTS_API_KEY');
    const text = await voicectl([...args, '-o', 'table'], { env });
    expect(text.stderr).toContain('2 of 3 would be sent. Nothing but the list was read.');
    expect(text.stderr).toContain('already archived');
    expect(text.stdout).toContain('curl -X POST');
    expect(mock.journal.calls('agents.archive')).toEqual([]);
  });
});

describe('one request of a dry run', () => {
  it('is a list, too: a program does not know how many a filter catches', async () => {
    await using platform = await platformWith({ draft: 1 });
    const args = ['agents', 'archive', '--status', 'draft', '--dry-run'];
    const previews = await json<{ method: string }[]>(args, { env: platform.env });
    expect(previews).toMatchObject([{ method: 'POST' }]);
  });
});

describe('what came of it', () => {
  it('is a line an item on stderr and a table on stdout, off a terminal', async () => {
    await using platform = await platformWith({ draft: 2 });
    const args = ['agents', 'archive', '--status', 'draft', '--yes', '-o', 'table'];
    const { code, stdout, stderr } = await voicectl(args, { env: platform.env });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^archived [0-9a-f-]{36} "draft 1"$/m);
    expect(stderr).toMatch(/^2 done, 0 skipped, 0 failed, 0 left$/m);
    expect(stdout).toMatch(/^ID +NAME +OUTCOME +STATUS +REASON$/m);
    expect(stdout).toMatch(/draft 2 +done +archived +-$/m);
  });

  it('is a line of ndjson each, and nothing on stderr', async () => {
    await using platform = await platformWith({ draft: 2, archived: 1 });
    const args = ['agents', 'archive', '--newer-than', '1d', '--yes', '-o', 'ndjson'];
    const { code, stdout, stderr } = await voicectl(args, { env: platform.env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { outcome: string });
    expect(lines.map(({ outcome }) => outcome).sort()).toEqual(['done', 'done', 'skipped']);
  });

  it('is as ids only what is as it was wished, to go on with', async () => {
    await using platform = await platformWith({ draft: 2 });
    const { env, mock } = platform;
    const args = ['agents', 'archive', 'draft 1', 'draft 2', someId, '--yes', '-o', 'id'];
    const { code, stdout } = await voicectl(args, { env, cwd: newFolder() });
    expect(code).toBe(3);
    expect(stdout.trim().split('\n').sort()).toEqual(idsOf(mock, 'archived').sort());
  });

  it('shows a status that only the server knows, and lets it decide', async () => {
    const drift = { set: { status: 'hibernating' } };
    await using platform = await platformWith({ draft: 2 }, [{ operation: 'agents.get', drift }]);
    const { env, mock } = platform;
    const ids = idsOf(mock, 'draft');
    const run = await voicectl(['agents', 'archive', ...ids, '-o', 'table', '--yes'], { env });
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/draft 1 +hibernating .* archive$/m);
    expect(idsOf(mock, 'archived')).toHaveLength(2);
  });

  it('obeys no control character of a name', async () => {
    await using platform = await platformWith({});
    const { env, mock } = platform;
    const agents = ['\u001b[2Jred', 'b\u202elue'].map((name) => ({ name, instructions: 'Hi.' }));
    await mock.add({ agents });
    const cwd = newFolder();
    mock.faults.add({ operation: 'agents.archive', status: 500 });
    const args = ['agents', 'archive', '--status', 'draft', '-o', 'table', '--yes'];
    const run = await voicectl(args, { env, cwd });
    const [file = ''] = readdirSync(join(cwd, '.voicectl'));
    for (const text of [
      run.stdout,
      run.stderr,
      readFileSync(join(cwd, '.voicectl', file), 'utf8'),
    ]) {
      expect(text).toContain('red');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(text).not.toMatch(/[\u001b\u202e]/);
    }
  });
});

describe('goals delete', () => {
  it('takes those of one agent', async () => {
    await using platform = await platformWith({ draft: 2 });
    const { env, mock } = platform;
    await mock.add({
      goals: ['one', 'two'].map((name) => ({ name, agent: 'draft 1' })),
    });
    await mock.add({ goals: [{ name: 'kept', agent: 'draft 2' }] });
    const args = ['goals', 'delete', '--agent-id', idOf(mock, 'draft 1')];
    expect((await failure(args, 2, { env })).message).toContain('Delete 2 goals for good?');
    const { result } = await bulk([...args, '--yes'], 0, { env });
    expect(outcomes(result)).toEqual({ one: 'done', two: 'done' });
    expect([...mock.state.goals.values()].map(({ name }) => name)).toEqual(['kept']);
  });
});

describe('a server of another mind', () => {
  it('can not smuggle ids into the file of what is left', async () => {
    const id = `a\n${someId}`;
    const server = createServer(({ method }, response) => {
      response.writeHead(method === 'GET' ? 200 : 500, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          method === 'GET'
            ? { data: [{ id, name: 'x\ny', status: 'draft' }], meta: { page: 1, totalPages: 1 } }
            : { message: 'no' },
        ),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const cwd = newFolder();
    const args = ['agents', 'archive', '--status', 'draft', '--yes', '--resume-file', 'left.txt'];
    const run = await voicectl(args, {
      cwd,
      env: { VOICECTL_AGENTS_URL: url, VOICECTL_AGENTS_API_KEY: 'k' },
    });
    server.close();
    expect(run.code).not.toBe(0);
    const text = readFileSync(join(cwd, 'left.txt'), 'utf8');
    expect(text.trim().split('\n')).toEqual([JSON.stringify({ id, name: 'x\ny' })]);
  });
});

describe('the file of what is left', () => {
  it('is not there when nothing is left', async () => {
    await using platform = await platformWith({ draft: 2 });
    const cwd = newFolder();
    await bulk(['agents', 'archive', '--status', 'draft', '--yes'], 0, { env: platform.env, cwd });
    expect(existsSync(join(cwd, '.voicectl'))).toBe(false);
  });

  it('is found elsewhere when its place can not be written to', async () => {
    await using platform = await platformWith({ draft: 1 }, [
      { operation: 'agents.archive', status: 500 },
    ]);
    const cwd = newFolder();
    writeFileSync(join(cwd, '.voicectl'), 'a file');
    const args = ['agents', 'archive', '--status', 'draft', '--yes'];
    const { result } = await bulk(args, 1, { env: platform.env, cwd });
    expect(readFileSync(result.resume?.file ?? '', 'utf8')).toContain(idsOf(platform.mock)[0]);
  });

  it('that is no file or empty is refused by its name', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'empty.txt'), '\n\n');
    const args = ['agents', 'archive', '--resume', 'empty.txt', '--mock'];
    expect((await failure(args, 2, { cwd })).message).toContain('empty.txt is empty');
    expect((await failure([...args.slice(0, 3), '.', '--mock'], 2, { cwd })).message).toMatch(
      /can't read \./,
    );
  });
});

describe('what machines are told of it', () => {
  it('is both shapes: of one that is named, and of many', async () => {
    type View = { commands: { name: string; commands: { name: string; outputs: string[] }[] }[] };
    const view = await json<View & { shapes: object }>(['commands']);
    const outputsOf = (noun: string, verb: string) =>
      view.commands.find(({ name }) => name === noun)?.commands.find(({ name }) => name === verb)
        ?.outputs;
    expect(outputsOf('agents', 'archive')).toEqual(['Agent', 'BulkResult']);
    expect(outputsOf('goals', 'delete')).toEqual(['Deleted', 'BulkResult']);
    expect(view.shapes).toHaveProperty('BulkResult.properties.summary');
  });
});
