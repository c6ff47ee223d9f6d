/** What a person or a program sees of the requests while the mock runs. */
import type { JournalEntry } from '@voicectl/mock';
import { afterEach, describe, expect, it } from 'vitest';
import { serveMock, stopMocks } from './mock-process';
import { Terminal } from './voicectl';

let terminal: Terminal | undefined;
afterEach(() => {
  terminal?.kill();
  terminal = undefined;
  stopMocks();
});

const headers = { 'x-api-key': 'a-key-to-keep-secret', 'content-type': 'application/json' };

async function onTerminal(...flags: string[]) {
  terminal = new Terminal(['mock', 'serve', '--port', '0', ...flags], { columns: 200 });
  await terminal.shows('Look inside:');
  const [, port] = /AGENTS_URL=http:\/\/127\.0\.0\.1:(\d+)/.exec(terminal.text) ?? [];
  return { screen: terminal, agentsUrl: `http://127.0.0.1:${port}/api` };
}

describe('on a terminal', () => {
  it('each request has its line, with its operation and its fate', async () => {
    const { screen, agentsUrl } = await onTerminal();
    await fetch(`${agentsUrl}/agents`, { headers });
    await screen.shows('GET    /api/agents  agents.list');
    await fetch(`${agentsUrl}/agents/nobody`, { headers });
    await screen.shows('agents.get  Agent with ID "nobody" not found');
    await fetch(`${agentsUrl}/agents`, { method: 'POST', headers, body: '{}' });
    await screen.shows('POST   /api/agents  agents.create');
    expect(screen.text).toMatch(
      /^\d\d:\d\d:\d\d 200 +[\d.]+ ms GET +\/api\/agents +agents\.list\r?$/m,
    );
    expect(screen.text).toMatch(/^\d\d:\d\d:\d\d 404 .* agents\.get /m);
    expect(screen.text).toMatch(/^\d\d:\d\d:\d\d 400 .* agents\.create /m);
    // Good is green, refused is yellow.
    expect(screen.raw).toContain('\u001b[32m200\u001b[39m');
    expect(screen.raw).toContain('\u001b[33m404\u001b[39m');
    expect(screen.raw).not.toContain('a-key-to-keep-secret');
  });

  it('the world and the fault are told, where there is one', async () => {
    const { screen, agentsUrl } = await onTerminal();
    const world = { 'x-voicectl-world': 'worker-3' };
    await fetch(`${agentsUrl}/agents`, { headers: { ...headers, ...world } });
    await screen.shows('agents.list  world worker-3');
    const fault = { 'x-voicectl-fault': 'status=503' };
    await fetch(`${agentsUrl}/agents`, { headers: { ...headers, ...fault } });
    await screen.shows('agents.list  fault x-voicectl-fault');
    expect(screen.raw).toContain('\u001b[31m503\u001b[39m');
    const cut = { 'x-voicectl-fault': 'reset=before' };
    await fetch(`${agentsUrl}/agents`, { headers: { ...headers, ...cut } }).catch(() => {});
    await screen.shows(' cut ');
  });

  it('no request can write on it', async () => {
    const { screen, agentsUrl } = await onTerminal();
    const evil = '\u001b]0;owned\u0007\u009b2J\u202e';
    const id = encodeURIComponent(`${evil}\r\n99:99:99 200 forged`);
    await fetch(`${agentsUrl}/agents/${id}`, { headers });
    await fetch(`${agentsUrl}/agents`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: 1, [evil]: evil, [`\n99:99:99 200 forged`]: 1 }),
    });
    await fetch(`${agentsUrl}/agents/${'x'.repeat(500)}`, { headers });
    await screen.shows('xxxx…');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    expect(screen.raw).not.toMatch(/\u001b\]|\u0007|\u009b|\u202e/);
    expect(screen.text).not.toMatch(/^99:99:99/m);
  });

  it('it is silent with --quiet', async () => {
    const { screen, agentsUrl } = await onTerminal('--quiet');
    await fetch(`${agentsUrl}/agents`, { headers });
    screen.signal('SIGTERM');
    expect(await screen.exit()).toBe(0);
    expect(screen.text).not.toContain('/api/agents ');
  });
});

describe('on a pipe', () => {
  it('each request is a line of JSON after the first, with --log', async () => {
    const { agentsUrl, nextLine } = await serveMock(['--log']);
    await fetch(`${agentsUrl}/agents?limit=5`, { headers });
    const entry = JSON.parse(await nextLine()) as JournalEntry;
    expect(entry).toMatchObject({
      seq: 1,
      world: 'default',
      method: 'GET',
      path: '/api/agents',
      query: { limit: '5' },
      operation: 'agents.list',
      status: 200,
      ms: expect.any(Number),
    });
  });

  it('there is only the first line without it: a program that reads no further holds nothing up', async () => {
    const { agentsUrl, lines, process: child } = await serveMock();
    child.stdout?.pause();
    for (let round = 0; round < 20; round++) {
      const body = JSON.stringify({ name: 'A', instructions: 'x'.repeat(10_000) });
      await (await fetch(`${agentsUrl}/agents`, { method: 'POST', headers, body })).text();
    }
    child.stdout?.resume();
    expect(lines).toHaveLength(1);
  });
});
