/** Record, replay and verify, as their users start them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  binary,
  cleanEnv,
  failure,
  json,
  newFolder,
  startPlatform,
  Terminal,
  voicectl,
} from './voicectl';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

interface Running {
  readonly agentsUrl: string;
  readonly goalsUrl: string;
  /** Interrupts it and reads the last line it printed. */
  stop(): Promise<Record<string, unknown>>;
  kill(): Promise<void>;
}

async function start(args: readonly string[], env: Record<string, string> = {}): Promise<Running> {
  const child = spawn(process.execPath, [binary, 'mock', ...args, '--port', '0', '-o', 'json'], {
    cwd: newFolder(),
    env: cleanEnv(env),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  await once(reader, 'line');
  const { agentsUrl, goalsUrl } = JSON.parse(lines[0] ?? '');
  return {
    agentsUrl,
    goalsUrl,
    async stop() {
      child.kill('SIGINT');
      expect(await once(child, 'close')).toEqual([0, null]);
      return JSON.parse(lines.at(-1) ?? '');
    },
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

const keys = {
  VOICECTL_AGENTS_API_KEY: 'agents-key-0815',
  VOICECTL_GOALS_TOKEN: 'goals-token-4711',
};

/** A few commands against a server; what they printed. */
async function story({ agentsUrl, goalsUrl }: Running): Promise<unknown[]> {
  const options = {
    env: { ...keys, VOICECTL_AGENTS_URL: agentsUrl, VOICECTL_GOALS_URL: goalsUrl },
  };
  const agent = await json<{ id: string }>(
    ['agents', 'create', '--name', 'A', '--instructions', 'Be brief.'],
    options,
  );
  const listed = await json(['agents', 'list'], options);
  // Streamed, as a play is.
  const played = await voicectl(['play', agent.id], { ...options, input: 'Hello' });
  const { response } = JSON.parse(played.stdout);
  const goal = await json(['goals', 'create', '--name', 'G', '--agent-id', agent.id], options);
  const { code, message, next } = await failure(['agents', 'restore', agent.id], 5, options);
  return [agent, listed, response, goal, { code, message, next: next?.length }];
}

async function record() {
  const { mock, server } = await startPlatform();
  onTestFinished(() => server.close());
  const file = join(newFolder(), 'story.ndjson');
  const flags = ['--to', server.agentsUrl, '--goals-to', server.goalsUrl];
  return { mock, server, file, flags };
}

describe('mock record, replay and verify', () => {
  it('tell a story again without the server it was recorded from', async () => {
    const { server, file, flags } = await record();
    const recorder = await start(['record', ...flags, file]);
    const heard = await story(recorder);
    expect(await recorder.stop()).toEqual({ recorded: 6, file });
    await server.close();
    const text = readFileSync(file, 'utf8');
    for (const key of Object.values(keys)) expect(text).not.toContain(key);
    expect(statSync(file).mode & 0o077).toBe(0);

    expect(await json(['mock', 'verify', file])).toEqual({
      exchanges: expect.any(Number),
      departures: 0,
      differences: [],
    });
    const replay = await start(['replay', '--once', file]);
    expect(await story(replay)).toEqual(heard);
    expect(await replay.stop()).toEqual({ answered: 6, refused: 0, unused: [] });
  });

  it('lend the keys of the environment, and say what was never asked for', async () => {
    const { file, flags } = await record();
    const recorder = await start(['record', ...flags, file], keys);
    expect((await fetch(`${recorder.agentsUrl}/agents`)).status).toBe(200);
    await recorder.stop();
    const replay = await start(['replay', file]);
    const other = await fetch(`${replay.agentsUrl}/agents?page=2`);
    expect(other.status).toBe(501);
    expect(await other.json()).toMatchObject({
      message: [
        'GET /api/agents was never recorded like this',
        expect.stringContaining('query page'),
      ],
    });
    expect(await replay.stop()).toMatchObject({
      answered: 0,
      refused: 1,
      unused: [{ exchange: 1, operation: 'agents.list', path: '/api/agents' }],
    });
  });

  it('lose nothing that was answered when the recorder is killed', async () => {
    const { file, flags } = await record();
    const recorder = await start(['record', ...flags, file]);
    const headers = { 'x-api-key': 'any' };
    for (let page = 1; page <= 5; page++) {
      await (await fetch(`${recorder.agentsUrl}/agents?page=${page}`, { headers })).text();
    }
    await recorder.kill();
    expect(await json(['mock', 'verify', file])).toMatchObject({ exchanges: 5 });
    const again = await start(['record', ...flags, '--append', file]);
    await (await fetch(`${again.agentsUrl}/agents`, { headers })).text();
    await again.stop();
    expect(await json(['mock', 'verify', file])).toMatchObject({ exchanges: 6 });
  });

  it('exit with 6 where a recording departs from the contract, and show where', async () => {
    const { file, flags } = await record();
    const recorder = await start(['record', ...flags, file]);
    await (await fetch(`${recorder.agentsUrl}/agents`, { headers: { 'x-api-key': 'any' } })).text();
    await recorder.stop();
    const text = readFileSync(file, 'utf8').replace('\\"page\\":1', '\\"page\\":7');
    writeFileSync(file, `${text}{"at":"torn`);
    const { code, stdout, stderr } = await voicectl(['mock', 'verify', file, '-o', 'table']);
    expect(code).toBe(6);
    expect(stdout).toMatch(/departure +agents\.list +answer\.meta\.page +7/);
    expect(stderr).toContain('ends in the middle of line 3, which is left out');
    const run = await voicectl(['mock', 'verify', file, '-o', 'json']);
    expect(run.code).toBe(6);
    expect(JSON.parse(run.stdout)).toMatchObject({
      exchanges: 1,
      differences: [{ operation: 'agents.list', documented: 'docs/contract.md#agents-api' }, {}],
    });
  });
});

describe('On a terminal', () => {
  const headers = { 'x-api-key': 'any' };
  const addressOf = (screen: Terminal) =>
    /AGENTS_URL=(http:\/\/127\.0\.0\.1:\d+\/api)/.exec(screen.text)?.[1] ?? '';

  it('a recorder says which servers it records, and which it does not, and shows what passes', async () => {
    const { server, file } = await record();
    const args = ['mock', 'record', '--port', '0', '--to', server.agentsUrl, file];
    const screen = new Terminal(args, { columns: 200 });
    await screen.shows(`Records the agents API at ${server.agentsUrl}`);
    await screen.shows('No server for the goals API: --goals-to names one.');
    await screen.shows('Ctrl-C stops it.');
    await fetch(`${addressOf(screen)}/agents`, { headers });
    await screen.shows(' ms GET    /api/agents');
    screen.type('\u0003');
    await screen.shows('Recorded 1 exchanges');
    expect(await screen.exit()).toBe(0);

    const replay = new Terminal(['mock', 'replay', '--port', '0', file], { columns: 200 });
    await replay.shows('Ctrl-C stops it.');
    await fetch(`${addressOf(replay)}/agents`, { headers });
    await replay.shows(' ms GET    /api/agents');
    await fetch(`${addressOf(replay)}/agents/nobody`, { headers });
    await replay.shows('GET    /api/agents/nobody');
    expect(replay.text).toMatch(/ 501 .*\/api\/agents\/nobody/);
    replay.type('\u0003');
    expect(await replay.exit()).toBe(0);
  });
});

describe('A wrong use', () => {
  const to = ['--to', 'http://127.0.0.1:1/api'];

  it.each<[string[], RegExp]>([
    [['record', 'x.ndjson'], /no server to record/],
    [['record', '--to', 'nonsense', 'x.ndjson'], /agents API must be absolute/],
    [['record', '--to', 'http://example.com/api', 'x.ndjson'], /must be https/],
    [['record', ...to, '--append', '--force', 'x.ndjson'], /exclude each other/],
    [['record', ...to, '--port', '70000', 'x.ndjson'], /--port must be a whole number/],
    [['record', ...to, '--port', '0', '/no/such/folder/x'], /is not there/],
    [['record', ...to], /missing required argument/],
    [['replay', 'nothing.ndjson'], /nothing.ndjson is not there/],
    [['replay', '--pace', '-1', 'x'], /--pace must be a number from 0/],
    [['verify', binary], /line 1: is no header of a cassette/],
    [['verify', '/'], /is a folder/],
  ])('of %j is said in words', async (args, words) => {
    expect((await failure(['mock', ...args], 2)).message).toMatch(words);
  });

  it('leaves a file alone that is there', async () => {
    const file = join(newFolder(), 'mine.txt');
    writeFileSync(file, 'mine');
    for (const flags of [[], ['--append']]) {
      await failure(['mock', 'record', ...to, ...flags, '--port', '0', file], 2);
      expect(readFileSync(file, 'utf8')).toBe('mine');
    }
  });
});
