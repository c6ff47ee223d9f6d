import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { serveMock, stopMocks } from './mock-process';
import { failure, json, newFolder, Terminal } from './voicectl';

afterEach(stopMocks);

describe('mock serve', () => {
  it('prints the free port it took and all addresses, and serves the binary', async () => {
    const { port, agentsUrl, goalsUrl, inspectorUrl, env } = await serveMock();
    expect(agentsUrl).toBe(`http://127.0.0.1:${port}/api`);
    expect(goalsUrl).toBe(`http://127.0.0.1:${port}/v1`);
    expect(inspectorUrl).toBe(`http://127.0.0.1:${port}/__voicectl`);
    expect(await json(['agents', 'list'], { env })).toMatchObject({ data: [] });
    const page = await fetch(inspectorUrl);
    expect(page.headers.get('content-type')).toContain('text/html');
  });

  it('demands a key, of which any will do', async () => {
    const { agentsUrl } = await serveMock();
    const response = await fetch(`${agentsUrl}/agents`);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ statusCode: 401 });
  });

  it('lets in only the keys that the environment names', async () => {
    const keys = { VOICECTL_MOCK_API_KEY: 'the-key', VOICECTL_MOCK_TOKEN: 'the-token' };
    const { env } = await serveMock([], { env: keys });
    expect((await failure(['agents', 'list'], 4, { env })).status).toBe(401);
    expect((await failure(['goals', 'list'], 4, { env })).status).toBe(401);
    const right = { VOICECTL_AGENTS_API_KEY: 'the-key', VOICECTL_GOALS_TOKEN: 'the-token' };
    await json(['agents', 'list'], { env: { ...env, ...right } });
    await json(['goals', 'list'], { env: { ...env, ...right } });
  });

  it('refuses keys that the contract does not know when it is strict', async () => {
    const { agentsUrl } = await serveMock(['--strict']);
    const response = await fetch(`${agentsUrl}/agents`, {
      method: 'POST',
      headers: { 'x-api-key': 'any', 'content-type': 'application/json' },
      body: '{"name": "A", "instructions": "B", "polcy": "C"}',
    });
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain('polcy');
  });

  it('takes so many calls of the goals API a minute', async () => {
    const { env } = await serveMock(['--goals-per-minute', '1']);
    await json(['goals', 'list'], { env });
    const error = await failure(['goals', 'list'], 7, { env });
    expect(error.status).toBe(429);
  });

  it('lets in pages of the origins that it is told, and no others', async () => {
    const { agentsUrl } = await serveMock(['--cors', 'https://app.example']);
    const asked = (origin: string) =>
      fetch(`${agentsUrl}/agents`, { headers: { 'x-api-key': 'any', origin } });
    expect((await asked('https://app.example')).status).toBe(200);
    expect((await asked('https://other.example')).status).toBe(403);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends well at %s', async (signal) => {
    const served = await serveMock();
    served.process.kill(signal);
    expect(await once(served.process, 'exit')).toEqual([0, null]);
  });

  it('ends well when its terminal goes away, and has the code of that', async () => {
    const served = await serveMock();
    served.process.kill('SIGHUP');
    expect(await once(served.process, 'exit')).toEqual([129, null]);
  });

  it('says so when the port is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const address = squatter.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const error = await failure(['mock', 'serve', '--port', port], 2);
    expect(error).toMatchObject({ message: `Port ${port} is taken` });
    squatter.close();
  });

  it.each([
    [['--port=-1'], /--port must be a whole number from 0/],
    [['--port=65536'], /--port must be a whole number from 0 to 65535, is 65536/],
    [['--port=1.5'], /--port must be a whole number/],
    [['--port=x'], /must be a number/],
    [['--seed-agents=-1'], /--seed-agents must be a whole number from 0/],
    [['--goals-per-minute=0'], /--goals-per-minute must be a whole number from 1/],
    [['--token-ms=60001'], /--token-ms must be a whole number from 0 to 60000/],
    [['--host='], /--host must not be empty/],
    [['--host=203.0.113.9'], /203.0.113.9 is no address of this machine/],
    [['--seed='], /--seed must not be empty/],
    [['--brain=clever'], /scripted, model, recorded/],
    [['--brain=recorded'], /--brain recorded has nothing to say/],
    [['--cors=nonsense'], /--cors\[0\]: must be an origin/],
    [['--log', '--quiet'], /--log and --quiet exclude each other/],
    [['--knowledge=nowhere'], /documents in nowhere/],
  ])('refuses %j in words', async (flags, words) => {
    const error = await failure(['mock', 'serve', ...flags], 2);
    expect(error.message).toMatch(words);
  });

  it.each(['--seed-file', '--faults', '--rules', '--recordings'])(
    'names a file that is not there, for %s',
    async (flag) => {
      const file = join(newFolder(), 'none.yaml');
      const error = await failure(['mock', 'serve', flag, file], 2);
      expect(error.message).toBe(`Can't read ${file}: there is no such file`);
    },
  );

  it('prints lines to paste on a terminal, and where to look inside', async () => {
    const terminal = new Terminal(['mock', 'serve', '--port', '0']);
    await terminal.shows('export VOICECTL_AGENTS_URL=http://127.0.0.1:');
    await terminal.shows('export VOICECTL_AGENTS_API_KEY=any VOICECTL_GOALS_TOKEN=any');
    await terminal.shows('Ctrl-C stops it.');
    await terminal.shows('Look inside: http://127.0.0.1:');
    terminal.kill();
  });

  it('prints no key, but where it is from', async () => {
    const env = { VOICECTL_MOCK_API_KEY: 'a-key-to-keep-secret' };
    const terminal = new Terminal(['mock', 'serve', '--port', '0'], { env });
    await terminal.shows('export VOICECTL_AGENTS_API_KEY="$VOICECTL_MOCK_API_KEY"');
    await terminal.shows('only your keys are let in');
    expect(terminal.raw).not.toContain('a-key-to-keep-secret');
    terminal.kill();
  });
});
