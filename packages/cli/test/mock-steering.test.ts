/** Steering that can't be done, or not as it was asked; and what else may answer where a mock was expected. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Mock } from '@voicectl/mock';
import { replay } from '@voicectl/mock/cassette';
import { serve } from '@voicectl/mock/node';
import { record } from '@voicectl/mock/recorder';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failure, json, newFolder, startPlatform, voicectl } from './voicectl';

let mock: Mock;
let env: Record<string, string>;
let root: string;
let close: () => Promise<void>;
beforeAll(async () => {
  const platform = await startPlatform();
  mock = platform.mock;
  env = platform.env;
  root = new URL(platform.server.agentsUrl).origin;
  close = platform.server.close;
});
afterAll(() => close());
beforeEach(() => mock.reset());

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of closing.splice(0)) await end();
});

async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => server.once('listening', resolve));
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a verb that changes something', () => {
  it.each([
    [['reset']],
    [['generate', '2']],
    [['clock', '--advance', '1s']],
    [['faults', 'clear']],
    [['restore', '-']],
  ])('%j says which mock and which world it meant', async (verb) => {
    const input = JSON.stringify(mock.snapshot());
    const args = ['mock', ...verb, '--world', 'w-1', '-o', 'table'];
    const { code, stderr } = await voicectl(args, { env, input });
    expect(code).toBe(0);
    expect(stderr.replace('No fault is on.\n', '')).toBe(`In the world w-1 of ${root}\n`);
  });

  it('says nothing where it only looks, or where JSON is wanted', async () => {
    for (const args of [['clock'], ['faults', 'list'], ['worlds'], ['snapshot']]) {
      const { stderr } = await voicectl(['mock', ...args, '-o', 'table'], { env });
      expect(stderr).not.toContain('In the world');
    }
    await json(['mock', 'reset'], { env });
  });
});

describe('a flag that a verb can not heed', () => {
  it('is refused where it is --mock', async () => {
    for (const verb of [['reset'], ['worlds'], ['journal'], ['faults', 'list'], ['clock']]) {
      const error = await failure(['mock', ...verb, '--mock'], 2, { env });
      expect(error.message).toMatch(/--mock .* no server/);
      expect(error.hint).toContain('--url');
    }
  });

  it('is a world that has never been used, of those to be listed', async () => {
    await mock.world('w-2').generate({ agents: 1 });
    const only = await json(['mock', 'worlds', '--world', 'w-2'], { env });
    expect(only).toMatchObject([{ name: 'w-2' }]);
    const error = await failure(['mock', 'worlds', '--world', 'never'], 3, { env });
    expect(error.message).toBe('The world never has not been used');
    expect(await mock.worlds()).not.toContain('never');
  });

  it('is an operation that there is not', async () => {
    for (const more of [[], ['--follow']]) {
      const args = ['mock', 'journal', '--operation', 'agents.crate', ...more];
      const error = await failure(args, 2, { env });
      expect(error.message).toBe('"agents.crate" is no operation');
      expect(error.hint).toMatch(/agents\.create.*goals\.generate/);
    }
  });
});

describe('an answer', () => {
  it.each([
    '[{"status":{"toString":1}}]',
    '[{"at":{"toString":1},"status":200}]',
    '[{"ms":{"valueOf":1,"toString":1}}]',
  ])('%s in a journal is not what a mock says', async (body) => {
    const url = await answering((_, response) => response.end(body));
    const run = await voicectl(['mock', 'journal', '--url', url, '-o', 'table']);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^error: The server's answer is not what the contract says/);
  });

  it.each(['{', '{"status":{"toString":1}}'])(
    '%s in a journal that is followed is none either',
    async (data) => {
      const url = await answering((_, response) =>
        response
          .writeHead(200, { 'content-type': 'text/event-stream' })
          .write(`event: call\ndata: ${data}\n\n`),
      );
      const run = await voicectl(['mock', 'journal', '--follow', '--url', url, '-o', 'table']);
      expect(run.code).toBe(1);
      expect(run.stderr).toMatch(/^error: The server's answer is not what the contract says/);
    },
  );

  it('of null is no mock', async () => {
    const url = await answering((_, response) => response.end('null'));
    const file = join(newFolder(), 'x.json');
    const error = await failure(['mock', 'snapshot', file, '--url', url], 1);
    expect(error.code).toBe('NOT_A_MOCK');
  });

  it.each([
    [['worlds'], 'application/json'],
    [['journal', '--follow'], 'text/event-stream'],
  ])('without an end, to %j, is not read for ever', async (verb, type) => {
    const piece = 'x'.repeat(1024 * 1024);
    const url = await answering((_, response) => {
      response.writeHead(200, { 'content-type': type }).write('data: ');
      const more = () => {
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', more);
      more();
    });
    const error = await failure(['mock', ...verb, '--url', url], 1);
    expect(error.message).toBe(`What listens at ${url} sent more than 64 MiB`);
  });
});

describe('what is no mock, but serves or makes a recording', () => {
  const header = {
    voicectl: 'cassette' as const,
    version: 1 as const,
    recordedAt: '2026-01-01T00:00:00Z',
    targets: {},
  };
  const verbs = [['worlds'], ['reset'], ['journal'], ['journal', '--follow'], ['faults', 'list']];

  it('says that it has no worlds: a replay', async () => {
    const server = await serve(replay({ header, exchanges: [] }), { port: 0 });
    closing.push(() => server.close());
    for (const verb of verbs) {
      const url = new URL(server.agentsUrl).origin;
      const error = await failure(['mock', ...verb, '--url', url], 1);
      expect(error.message).toBe(`What listens at ${url} replays a recording: it has no worlds`);
      expect(error).toMatchObject({ code: 'NOT_A_MOCK', hint: expect.stringContaining('serve') });
    }
  });

  it('says that it has no worlds: a recorder', async () => {
    const recorder = await record({ agents: 'http://127.0.0.1:9/api', port: 0, add() {} });
    closing.push(() => recorder.close());
    for (const verb of verbs) {
      const url = new URL(recorder.agentsUrl).origin;
      const error = await failure(['mock', ...verb, '--url', url], 1);
      expect(error.message).toBe(`What listens at ${url} records a server: it has no worlds`);
    }
  });
});
