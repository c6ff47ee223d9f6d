import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure, startPlatform, voicectl } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  platform = await startPlatform({ apiKey: 'right', pace: { firstToken: 5_000 } });
});
afterAll(() => platform.server.close());

const someId = '550e8400-e29b-41d4-a716-446655440000';
const right = () => ({ env: { ...platform.env, VOICECTL_AGENTS_API_KEY: 'right' } });

/** A server that treats every request alike. */
async function answering(status: number, headers: Record<string, string>, body: string) {
  const server = createServer((_, response) => {
    response.writeHead(status, headers);
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: { VOICECTL_AGENTS_URL: url, VOICECTL_AGENTS_API_KEY: 'k' },
    [Symbol.dispose]: () => void server.close(),
  };
}

/** A server that never says a word. */
async function silence() {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: { VOICECTL_AGENTS_URL: url, VOICECTL_AGENTS_API_KEY: 'k' },
    [Symbol.dispose]: () => server.closeAllConnections(),
  };
}

describe('the exit code', () => {
  it('is 0 for help and version', async () => {
    for (const args of [[], ['--help'], ['--version'], ['agents', '--help'], ['help', 'play']]) {
      const run = await voicectl(args);
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(run.stdout).not.toBe('');
    }
  });

  it.each([
    ['a command that does not exist', ['agens', 'list'], /unknown command.*agents/s],
    ['a verb that does not exist', ['agents', 'lst'], /unknown command.*list/s],
    ['a flag that does not exist', ['agents', 'list', '--stats'], /unknown option.*--status/s],
    ['a missing argument', ['agents', 'get'], /Which agent/],
    ['a number that is none', ['agents', 'list', '--page', 'x'], /must be a number/],
    [
      'a bound of the contract',
      ['agents', 'list', '--limit', '101', '--mock'],
      /breaks the contract/,
    ],
    [
      'a URL without https',
      ['agents', 'list', '--agents-url', 'http://example.com'],
      /must be https/,
    ],
    [
      '--mock together with a URL',
      ['agents', 'list', '--mock', '--agents-url', 'http://localhost'],
      /exclude each other/,
    ],
  ])('is 2 for %s', async (_, args, message) => {
    const { message: said, hint = '' } = await failure(args, 2);
    expect(`${said} ${hint}`).toMatch(message);
  });

  it('is 2 for a noun without a verb, with its help', async () => {
    const run = await voicectl(['agents']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('Usage: voicectl agents');
  });

  it('is 2 for a delete that nobody can confirm', async () => {
    const { id } = await created();
    const error = await failure(['agents', 'delete', id], 2, right());
    expect(error).toMatchObject({ hint: 'Add --yes to go ahead.' });
  });

  it('is 3 for what is not there', async () => {
    expect(await failure(['agents', 'get', someId], 3, right())).toMatchObject({ status: 404 });
    expect(await failure(['agents', 'get', 'No such name'], 3, right())).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('is 4 for a missing key, naming the variable, and for a wrong one', async () => {
    const missing = await failure(['agents', 'list'], 4);
    expect(missing.hint).toContain('VOICECTL_AGENTS_API_KEY');
    expect(await failure(['agents', 'list'], 4, { env: platform.env })).toMatchObject({
      status: 401,
    });
  });

  it('is 5 for a transition that is not allowed', async () => {
    const { id } = await created();
    await failure(['agents', 'restore', id], 5, right());
  });

  it('is 7 for a server that is not there, is too slow or wants less', async () => {
    const gone = { VOICECTL_AGENTS_URL: 'http://127.0.0.1:9', VOICECTL_AGENTS_API_KEY: 'k' };
    expect(await failure(['agents', 'list'], 7, { env: gone })).toMatchObject({
      code: 'ECONNREFUSED',
    });
    using silent = await silence();
    const waited = ['agents', 'list', '--timeout', '200'];
    expect(await failure(waited, 7, silent)).toMatchObject({ code: 'TIMEOUT' });
    using busy = await answering(429, { 'retry-after': '3600' }, '');
    expect(await failure(['agents', 'list'], 7, busy)).toMatchObject({ status: 429 });
  });

  it('is 1, not 7, where trying again could make a second agent or cost twice', async () => {
    const { id } = await created();
    const error = await failure(['agents', 'test', id, 'Hi', '--timeout', '300'], 1, right());
    expect(error.code).toBe('TIMEOUT');
  });

  it('is 1 for a failing server and for a web page in place of an answer', async () => {
    using broken = await answering(500, {}, 'out of order');
    const args = ['agents', 'create', '--name', 'A', '--instructions', 'B'];
    expect(await failure(args, 1, broken)).toMatchObject({ status: 500, message: 'out of order' });
    using page = await answering(200, { 'content-type': 'text/html' }, '<html>Log in</html>');
    expect(await failure(['agents', 'list'], 1, page)).toMatchObject({
      hint: expect.stringContaining('base URL'),
    });
  });

  it('is 130 when interrupted', async () => {
    const { id } = await created();
    const run = await voicectl(['play', id, '-o', 'table'], {
      ...right(),
      input: 'Hello\n',
      interruptAfter: 1_500,
    });
    expect(run.code).toBe(130);
  });
});

async function created(): Promise<{ id: string }> {
  const response = await fetch(`${platform.server.agentsUrl}/agents`, {
    method: 'POST',
    headers: { 'x-api-key': 'right', 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Test', instructions: 'Be brief.' }),
  });
  return (await response.json()) as { id: string };
}
