/** Worlds of a running mock, steered from the command line. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Mock } from '@voicectl/mock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failure, json, newFolder, startPlatform, Terminal, voicectl } from './voicectl';

let mock: Mock;
let env: Record<string, string>;
let close: () => Promise<void>;
beforeAll(async () => {
  const platform = await startPlatform({
    seed: 'worlds',
    contents: { agents: [{ name: 'First', instructions: 'I' }] },
  });
  mock = platform.mock;
  env = platform.env;
  close = platform.server.close;
});
afterAll(() => close());
beforeEach(() => mock.reset());

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const end of closing.splice(0)) end();
});

const run = (...args: string[]) => json<never>(['mock', ...args], { env });

describe('worlds', () => {
  it('are listed with what is in them', async () => {
    await mock.world('worker-1').generate({ agents: 20 });
    const worlds = await json<unknown[]>(['mock', 'worlds'], { env });
    expect(worlds).toContainEqual(
      expect.objectContaining({ name: 'default', agents: expect.objectContaining({ draft: 1 }) }),
    );
    const table = await voicectl(['mock', 'worlds', '-o', 'table'], { env });
    expect(table.stdout).toMatch(/^WORLD +DRAFT +ACTIVE +ARCHIVED +DELETED +GOALS +FAULTS +TIME$/m);
    expect(table.stdout).toMatch(/^worker-1 +\d+ +\d+ +\d+ +1 /m);
    await mock.removeWorld('worker-1');
  });

  it('are filled from a file, in the world that is named and in no other', async () => {
    const file = join(newFolder(), 'more.yaml');
    writeFileSync(file, 'agents:\n  - name: Second\n    instructions: J\n');
    const after = await run('add', file, '--world', 'worker-2');
    expect(after).toMatchObject({ name: 'worker-2', agents: { draft: 2 } });
    const names = (world: string) =>
      [...mock.world(world).state.agents.values()].map(({ agent }) => agent.name);
    expect(names('worker-2')).toEqual(['First', 'Second']);
    expect(names('default')).toEqual(['First']);
  });

  it('are named by the URL, too, where it leads into one', async () => {
    const url = env.VOICECTL_AGENTS_URL?.replace('/api', '/__voicectl/worlds/worker-3/api') ?? '';
    const inside = { env: { ...env, VOICECTL_AGENTS_URL: url } };
    expect(await json(['mock', 'generate', '4', '--seed', '1'], inside)).toMatchObject({
      name: 'worker-3',
    });
    expect(mock.world('worker-3').snapshot().agents).toHaveLength(4);
    expect(mock.snapshot().agents).toHaveLength(1);
  });

  it('are made up, the same for the same seed', async () => {
    await run('generate', '30', '--seed', '7');
    const first = mock.snapshot();
    await run('generate', '30', '--seed', '8');
    expect(mock.snapshot().agents).not.toEqual(first.agents);
    await run('generate', '30', '--seed', '7');
    expect(mock.snapshot().agents).toEqual(first.agents);
  });

  it('go back to what they began with', async () => {
    await mock.generate({ agents: 10 });
    mock.faults.add({ status: 503 });
    expect(await run('reset')).toMatchObject({ agents: { draft: 1, active: 0 }, faults: 0 });
  });

  it('are saved to a file and restored from it', async () => {
    await mock.generate({ agents: 12 });
    const before = mock.snapshot();
    const cwd = newFolder();
    expect(await json(['mock', 'snapshot', 'world.json'], { env, cwd })).toMatchObject({
      file: 'world.json',
      agents: 12,
    });
    expect(readdirSync(cwd)).toEqual(['world.json']);
    await mock.reset();
    await json(['mock', 'restore', 'world.json'], { env, cwd });
    expect(mock.snapshot()).toEqual(before);
  });

  it('are printed whole where no file is named, for a pipe to restore', async () => {
    await mock.generate({ agents: 3 });
    const before = mock.snapshot();
    const { stdout } = await voicectl(['mock', 'snapshot', '-o', 'table'], { env });
    expect(JSON.parse(stdout)).toEqual(before);
    await mock.reset();
    await json(['mock', 'restore', '-'], { env, input: stdout });
    expect(mock.snapshot()).toEqual(before);
  });

  it('are not saved where nothing can be written, and an old file stays', async () => {
    const cwd = newFolder();
    mkdirSync(join(cwd, 'folder'));
    const reasons = { folder: 'it is a folder', 'nowhere/w.json': 'its folder does not exist' };
    for (const [file, why] of Object.entries(reasons)) {
      const error = await failure(['mock', 'snapshot', file], 2, { env, cwd });
      expect(error.message).toBe(`Can't write ${file}: ${why}`);
    }
    expect(readdirSync(cwd)).toEqual(['folder']);
    expect(existsSync(join(cwd, 'nowhere'))).toBe(false);
    writeFileSync(join(cwd, 'old.json'), 'old');
    await failure(['mock', 'snapshot', 'old.json', '--url', 'http://127.0.0.1:9'], 7, { cwd });
    expect(readFileSync(join(cwd, 'old.json'), 'utf8')).toBe('old');
  });

  it('stay as they are when a file does not fit, which is told by its place', async () => {
    const before = mock.snapshot();
    const bad = '{"agents": [{"name": "A"}], "gaols": []}';
    const added = await failure(['mock', 'add', '-'], 2, { env, input: bad });
    expect(added.message).toBe('The mock refused it, and has changed nothing');
    expect(added.problems).toContainEqual({
      path: 'agents[0].instructions',
      message: 'is required',
    });
    const restored = await failure(['mock', 'restore', '-'], 2, { env, input: '{"version": 1}' });
    expect(restored.problems?.map(({ path }) => path)).toContain('agents');
    await failure(['mock', 'generate', 'many'], 2, { env });
    await failure(['mock', 'generate', ''], 2, { env });
    await failure(['mock', 'generate', '1000001'], 2, { env });
    expect(mock.snapshot()).toEqual(before);
  });

  it('have names that fit into a path, or are told what those are', async () => {
    for (const name of ['', '..', '../x', 'a b', 'x'.repeat(65)]) {
      const error = await failure(['mock', 'reset', '--world', name], 2, { env });
      expect(error.message).toBe(`${JSON.stringify(name)} is no name of a world`);
    }
  });
});

describe('the clock', () => {
  it('is shown, set, moved and given back', async () => {
    expect(await run('clock')).toMatchObject({ now: '2026-01-01T00:00:00.000Z', tick: 1000 });
    const set = ['clock', '2030-05-06T07:08:09+02:00', '--tick', '5m'];
    expect(await run(...set)).toMatchObject({ now: '2030-05-06T05:08:09.000Z', tick: 300_000 });
    expect(await run('clock', '--advance', '2h')).toMatchObject({
      now: '2030-05-06T07:08:09.000Z',
    });
    expect(await run('clock', '--advance', '-1d')).toMatchObject({
      now: '2030-05-05T07:08:09.000Z',
    });
    expect(await run('clock', '--machine')).not.toHaveProperty('at');
    const { stdout } = await voicectl(['mock', 'clock', '-o', 'table'], { env });
    expect(stdout).toMatch(/^clock +the machine's$/m);
  });

  it.each([
    [['tomorrow'], /has changed nothing/],
    [['--advance', 'soon'], /90s, 5m, 2h, 1d/],
    [['--tick', '1s'], /--tick needs a time/],
    [['--advance', '1s', '--machine'], /exclude each other/],
    [['2026-01-01T00:00:00Z', '--machine'], /exclude each other/],
    [['2026-01-01T00:00:00Z', '--tick', '-1s'], /has changed nothing/],
  ])('refuses %j in words', async (args, words) => {
    const error = await failure(['mock', 'clock', ...args], 2, { env });
    expect(error.message).toMatch(words);
    expect(mock.clock.now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
  });
});

describe('the journal', () => {
  const ask = (path: string, headers = {}) =>
    fetch(`${env.VOICECTL_AGENTS_URL}${path}`, { headers: { 'x-api-key': 'any', ...headers } });

  it('is printed, whole or of one operation', async () => {
    await ask('/agents');
    await ask('/agents/nobody');
    expect(await run('journal')).toMatchObject([
      { operation: 'agents.list' },
      { operation: 'agents.get' },
    ]);
    expect(await run('journal', '--operation', 'agents.get')).toMatchObject([{ status: 404 }]);
    const { stdout } = await voicectl(['mock', 'journal', '-o', 'table'], { env });
    expect(stdout).toMatch(/ 200 .* \/api\/agents {2}agents\.list\n.* 404 .* agents\.get /);
  });

  it('is followed in every world until Ctrl-C, which is no failure', async () => {
    const terminal = new Terminal(['mock', 'journal', '--follow'], { env, columns: 160 });
    const asking = setInterval(() => void ask('/agents', { 'x-voicectl-world': 'w-9' }), 50);
    await terminal.shows('agents.list  world w-9');
    clearInterval(asking);
    terminal.type('\u0003');
    expect(await terminal.exit()).toBe(0);
  });

  it('that is followed ends with 7 when the mock does', async () => {
    const platform = await startPlatform();
    const terminal = new Terminal(['mock', 'journal', '--follow'], { env: platform.env });
    const asking = setInterval(
      () => void platform.mock.fetch(new Request('http://m/api/agents')),
      50,
    );
    await terminal.shows('agents.list');
    clearInterval(asking);
    await platform.server.close();
    expect(await terminal.exit()).toBe(7);
    expect(terminal.text).toMatch(/error: The mock (has stopped|broke the connection)/);
  });
});

describe('where there is no mock', () => {
  async function answering(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await new Promise<void>((resolve) => server.once('listening', resolve));
    closing.push(
      () => server.close(),
      () => server.closeAllConnections(),
    );
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const verbs = [
    ['worlds'],
    ['reset'],
    ['snapshot'],
    ['clock'],
    ['faults', 'list'],
    ['journal'],
    ['journal', '--follow'],
  ];

  it('it is said that nothing listens, and how to start one', async () => {
    for (const verb of verbs) {
      const error = await failure(['mock', ...verb, '--url', 'http://127.0.0.1:9'], 7);
      expect(error.message).toBe('No mock listens at http://127.0.0.1:9');
      expect(error.hint).toContain('voicectl mock serve');
    }
  });

  it.each<[string, RequestListener]>([
    ['a web page', (_, response) => response.end('<!doctype html><title>Hello</title>')],
    ['a redirect', (_, response) => response.writeHead(302, { location: '/login' }).end()],
    [
      'the refusal of another API',
      (_, response) =>
        response
          .writeHead(404, { 'content-type': 'application/json' })
          .end('{"statusCode":404,"message":"Cannot GET /__voicectl/worlds","error":"Not Found"}'),
    ],
    ['JSON that is a number', (_, response) => response.end('42')],
    ['nothing at all', (_, response) => response.end()],
  ])('%s is no mock, and is told so', async (_, listener) => {
    const url = await answering(listener);
    for (const verb of verbs) {
      const error = await failure(['mock', ...verb, '--url', url], 1);
      expect(error).toMatchObject({ code: 'NOT_A_MOCK', message: expect.stringContaining(url) });
    }
  });

  it('a server that breaks off or never answers is told so', async () => {
    const broken = await answering((request) => request.socket.destroy());
    expect((await failure(['mock', 'worlds', '--url', broken], 7)).code).toBe('NO_ANSWER');
    expect((await failure(['mock', 'reset', '--url', broken], 1)).code).toBe('NO_ANSWER');
    const silent = await answering(() => {});
    const args = ['mock', 'worlds', '--url', silent, '--timeout', '300'];
    expect((await failure(args, 7)).message).toMatch(/did not answer within 300 ms/);
  });

  it('an address that is none is refused', async () => {
    for (const url of ['nonsense', 'file:///etc', 'localhost:4010', '']) {
      expect((await failure(['mock', 'worlds', '--url', url], 2)).message).toMatch(/no address/);
    }
  });

  it('the real platform in the environment is not asked', async () => {
    const real = { VOICECTL_AGENTS_URL: 'https://api.gomobile.ma/api' };
    const run = await voicectl(['mock', 'worlds', '-o', 'json'], { env: real });
    // Whether a mock of somebody's runs at 4010 or not.
    expect(run.stdout + run.stderr).not.toContain('gomobile');
  });

  it('a hostile answer can not own the terminal', async () => {
    const evil = 'w\u001b]0;owned\u0007\u009b2J\u202e';
    const url = await answering((request, response) => {
      response.setHeader('content-type', 'application/json');
      const entry = { at: evil, status: evil, ms: 1, method: evil, path: evil, error: evil };
      const world = { name: evil, agents: { draft: evil }, clock: { now: evil } };
      response.end(JSON.stringify([request.url?.endsWith('journal') ? entry : world]));
    });
    for (const verb of [['worlds'], ['journal']]) {
      const terminal = new Terminal(['mock', ...verb, '--url', url]);
      await terminal.exit();
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
      expect(terminal.raw).not.toMatch(/\u001b\]|\u0007|\u009b|\u202e/);
    }
  });
});
