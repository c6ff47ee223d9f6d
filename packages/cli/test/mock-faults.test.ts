/** What goes wrong with a mock from the command line: from a file at its start, and switched on while it runs. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mock } from '@voicectl/mock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serveMock, stopMocks } from './mock-process';
import { failure, json, newFolder, packageRoot, startPlatform, voicectl } from './voicectl';

const example = join(packageRoot, '..', '..', 'examples', 'faults', 'bad-day.yaml');

afterEach(stopMocks);

describe('faults from a file', () => {
  it('are the example as it is written', async () => {
    const { agentsUrl, goalsUrl, env } = await serveMock(['--faults', example]);
    const headers = { 'x-api-key': 'any', 'content-type': 'application/json' };
    const create = () =>
      fetch(`${agentsUrl}/agents`, {
        method: 'POST',
        headers,
        body: '{"name": "A", "instructions": "B"}',
      });
    expect((await create()).status).toBe(503);
    const second = await create();
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '1']);
    await expect(create()).rejects.toThrow();
    expect((await create()).status).toBe(201);
    const { data } = (await (await fetch(`${agentsUrl}/agents`, { headers })).json()) as {
      data: { id: string }[];
    };
    // The one whose answer was lost, too.
    expect(data).toHaveLength(2);
    const get = async () =>
      (await (await fetch(`${agentsUrl}/agents/${data[0]?.id}`, { headers })).json()) as object;
    expect(await get()).toMatchObject({ status: 'hibernating' });
    expect(await get()).toMatchObject({ status: 'draft' });
    const page = await fetch(goalsUrl, {
      method: 'POST',
      headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
      body: '{"resource": "goals", "action": "list", "data": {}}',
    });
    expect([page.status, page.headers.get('content-type')]).toEqual([
      502,
      expect.stringContaining('text/html'),
    ]);
    const listed = await json<{ acted: number }[]>(['mock', 'faults', 'list'], { env });
    expect(listed.map(({ acted }) => acted)).toEqual([2, 1, expect.any(Number), 1, 1]);
  });

  it('are back at their beginning in every world', async () => {
    const { agentsUrl } = await serveMock(['--faults', example]);
    for (const world of ['a', 'b']) {
      const response = await fetch(`${agentsUrl}/agents`, {
        method: 'POST',
        headers: {
          'x-api-key': 'any',
          'content-type': 'application/json',
          'x-voicectl-world': world,
        },
        body: '{"name": "A", "instructions": "B"}',
      });
      expect(response.status).toBe(503);
    }
  });

  it('that make no sense are named by their place, and nothing is served', async () => {
    const file = join(newFolder(), 'faults.yaml');
    writeFileSync(file, '- status: 503\n- operation: agents.gte\n  status: 5033\n');
    const error = await failure(['mock', 'serve', '--port', '0', '--faults', file], 2);
    expect(error.message).toBe(`${file} can't be used as faults`);
    expect(error.problems?.map(({ path }) => path)).toEqual([
      'faults[1].operation',
      'faults[1].status',
    ]);
  });
});

describe('faults of a running mock', () => {
  let mock: Mock;
  let env: Record<string, string>;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const platform = await startPlatform();
    mock = platform.mock;
    env = platform.env;
    close = platform.server.close;
  });
  afterAll(() => close());
  beforeEach(() => mock.faults.clear());
  const faults = (...args: string[]) => json<object[]>(['mock', 'faults', ...args], { env });

  it('are said to be none, where a person looks', async () => {
    const run = await voicectl(['mock', 'faults', 'list', '-o', 'table'], { env });
    expect(run).toMatchObject({ code: 0, stderr: 'No fault is on.\n' });
  });

  it('are switched on by flags', async () => {
    const flags = ['--operation', 'agents.get', '--operation', 'agents.list', '--status', '503'];
    await faults('add', ...flags, '--times', '2', '--latency', '0-5');
    expect(mock.faults.list()).toMatchObject([
      {
        acted: 0,
        fault: {
          operation: ['agents.get', 'agents.list'],
          status: 503,
          times: 2,
          latency: { min: 0, max: 5 },
        },
      },
    ]);
    const read = { 'x-api-key': 'any' };
    const ask = () => fetch(`${env.VOICECTL_AGENTS_URL}/agents`, { headers: read });
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([
      503, 503, 200,
    ]);
    const { stdout } = await voicectl(['mock', 'faults', 'list', '-o', 'table'], { env });
    expect(stdout).toMatch(/^FAULT +OPERATION +GOES WRONG +ACTED +SEEN$/m);
    expect(stdout).toMatch(
      /^fault-\d+ +agents.get, agents.list +latency=0-5; status=503 +2 of 2 +3$/m,
    );
  });

  it('are shown as the short form takes them, else as JSON', async () => {
    mock.faults.add({ html: true, status: 502, probability: 0.5 });
    mock.faults.add({ body: 'a; b', status: 400 });
    mock.faults.add({ drift: { remove: ['version'] } });
    mock.faults.add({ body: '7' });
    const { stdout } = await voicectl(['mock', 'faults', 'list', '-o', 'table'], { env });
    expect(stdout.trim().split('\n').slice(1)).toEqual([
      expect.stringMatching(/ \* +probability=0\.5; status=502; html +0 +0$/),
      expect.stringMatching(/ \* +\{ ?"status": ?400, ?"body": ?"a; b" ?\} +0 +0$/),
      expect.stringMatching(/ \* +\{ ?"drift": ?\{ ?"remove": ?\[ ?"version" ?\] ?\} ?\} +0 +0$/),
      expect.stringMatching(/ \* +\{ ?"body": ?"7" ?\} +0 +0$/),
    ]);
  });

  it('are switched on in short, as JSON, and all of a file', async () => {
    await faults('add', 'status=503; retryAfter=2', '--operation', 'agents.create');
    await faults('add', '{"drift": {"remove": ["version"]}, "times": 1}');
    await faults('add', '-f', example);
    expect(mock.faults.list().map(({ fault }) => fault)).toMatchObject([
      { operation: ['agents.create'], status: 503, retryAfter: 2 },
      { drift: { remove: ['version'] }, times: 1 },
      { operation: 'agents.create', times: 2 },
      {},
      {},
      {},
      { html: true },
    ]);
  });

  it('are switched off, one or all, in one world', async () => {
    const [first] = (await faults('add', 'status=500')) as { id: string }[];
    await faults('add', 'status=501');
    await faults('add', 'status=502', '--world', 'other');
    expect(await faults('remove', String(first?.id))).toMatchObject([{ fault: { status: 501 } }]);
    expect(await faults('clear')).toEqual([]);
    expect(mock.world('other').faults.size).toBe(1);
  });

  it('of each kind that has a flag are taken by the mock as they are meant', async () => {
    for (const [flags, meant] of [
      [['--id', '7', '--after', '1', '--status', '500'], { id: '7', after: 1, status: 500 }],
      [['--probability', '0.5', '--seed', '42', '--reset', 'before'], { seed: '42' }],
      [['--html', '--status', '502'], { html: true }],
      [['--retry-after', '3'], { retryAfter: 3 }],
      [['--status', '201', '--acts', '--body', 'text'], { acts: true, body: 'text' }],
      [['--truncate', '10'], { truncate: 10 }],
      [['--stall', '10'], { stall: 10 }],
      [['--drop', '2'], { drop: 2 }],
      [['--malformed'], { malformed: true }],
    ] as const) {
      mock.faults.clear();
      await faults('add', ...flags);
      expect(mock.faults.list()).toMatchObject([{ fault: meant }]);
    }
  });

  it.each([
    [[], 'What is to go wrong?'],
    [['status=503', '--status', '500'], 'status is given twice'],
    [['status=503', '-f', example], 'A file and flags exclude each other'],
    [['{"status": '], /not valid JSON/],
    [['status=503,body=hi'], /";"/],
    [['html, status=502'], /";"/],
    [['-f', 'nowhere.yaml'], /Can't read nowhere.yaml/],
    [['--status', '5033'], 'The mock refused it, and has changed nothing'],
    [
      ['--operation', 'agents.gte', '--status', '503'],
      'The mock refused it, and has changed nothing',
    ],
    [['satus=503'], 'The mock refused it, and has changed nothing'],
  ])('that make no sense, as %j, are refused in words', async (args, words) => {
    const error = await failure(['mock', 'faults', 'add', ...args], 2, { env });
    expect(error.message).toMatch(words);
    expect(mock.faults.size).toBe(0);
  });

  it('that are not there are not found, and no path leads elsewhere', async () => {
    const error = await failure(['mock', 'faults', 'remove', 'fault-99'], 3, { env });
    expect(error.message).toBe('No fault "fault-99"');
    await mock.generate({ agents: 2 });
    await failure(['mock', 'faults', 'remove', '..'], 2, { env });
    expect(mock.snapshot().agents).toHaveLength(2);
  });
});
