import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { binary, cleanEnv, failure, json, newFolder, Terminal } from './voicectl';

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

async function serve(...flags: string[]) {
  const server = spawn(process.execPath, [binary, 'mock', 'serve', ...flags], {
    cwd: newFolder(),
    env: cleanEnv(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = server;
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  const { port, agentsUrl, goalsUrl } = JSON.parse(String(line));
  return { server, port, agentsUrl, goalsUrl } as {
    server: ChildProcess;
    port: number;
    agentsUrl: string;
    goalsUrl: string;
  };
}

describe('mock serve', () => {
  it('prints the free port it took and both addresses, and serves the binary', async () => {
    const { port, agentsUrl, goalsUrl } = await serve('--port', '0');
    expect(agentsUrl).toBe(`http://127.0.0.1:${port}/api`);
    expect(goalsUrl).toBe(`http://127.0.0.1:${port}/v1`);
    const env = { VOICECTL_AGENTS_API_KEY: 'any' };
    const page = await json(['agents', 'list', '--agents-url', agentsUrl], { env });
    expect(page).toMatchObject({ data: [] });
  });

  it('demands a key', async () => {
    const { agentsUrl } = await serve('--port', '0');
    const response = await fetch(`${agentsUrl}/agents`);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ statusCode: 401 });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends well at %s', async (signal) => {
    const { server } = await serve('--port', '0');
    server.kill(signal);
    expect(await once(server, 'exit')).toEqual([0, null]);
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

  it.each(['-1', '65536', '1.5', 'x'])('refuses the port %s', async (port) => {
    expect((await failure(['mock', 'serve', `--port=${port}`], 2)).message).toMatch(/port|number/);
  });

  it('prints lines to paste on a terminal', async () => {
    const terminal = new Terminal(['mock', 'serve', '--port', '0']);
    await terminal.shows('export VOICECTL_AGENTS_URL=http://127.0.0.1:');
    await terminal.shows('Ctrl-C stops it.');
    terminal.kill();
  });
});
