import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ConfigurationError, createClient, InputError } from '../src/index';
import { agentId, connect, failure, goalId, newAgent } from './documented';
import { hostileServer, json } from './hostile-server';

const client = createClient({
  agents: { url: 'https://agents.example/api', apiKey: 'a-very-secret-key' },
  goals: { url: 'https://goals.example/v1', token: 'a-very-secret-token' },
});

describe('preview', () => {
  test('shows what would be sent, the key by the name of its variable', async () => {
    expect(await client.preview(({ agents }) => agents.create(newAgent))).toEqual({
      method: 'POST',
      url: 'https://agents.example/api/agents',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'user-agent': 'voicectl-sdk',
        'x-api-key': '$VOICECTL_AGENTS_API_KEY',
      },
      body: newAgent,
      curl: expect.stringMatching(
        /^curl -X POST 'https:\/\/agents.example\/api\/agents' .*-H "x-api-key: \$VOICECTL_AGENTS_API_KEY"/,
      ),
    });
  });

  test.each([
    ['an envelope', ({ goals }: typeof client) => goals.get(goalId), /"action":"get"/],
    [
      'a documented invocation',
      (it: typeof client) => it.invoke({ resource: 'goals', action: 'list' }),
      /"action":"list"/,
    ],
    [
      'a stream',
      ({ agents }: typeof client) => agents.testStream(agentId, { message: 'Hi' }),
      /\/test'/,
    ],
    ['a walk', ({ agents }: typeof client) => agents.iterate({ status: 'draft' }), /status=draft/],
    [
      'the first of several',
      ({ agents }: typeof client) => agents.ensure(agentId, 'active'),
      /curl 'https/,
    ],
  ])('shows %s', async (_, call, curl) => {
    const preview = await client.preview(call);
    expect(preview.curl).toMatch(curl);
    expect(JSON.stringify(preview)).not.toContain('secret');
  });

  test('sends nothing, and needs no key', async () => {
    const server = await hostileServer(json({}));
    const keyless = createClient({ agents: { url: `${server.url}/api` } });
    await keyless.preview(({ agents }) => agents.delete(agentId));
    expect(server.seen).toHaveLength(0);
  });

  test('refuses what the call would refuse', async () => {
    await failure(
      InputError,
      client.preview(({ agents }) => agents.get('..')),
    );
    await failure(
      ConfigurationError,
      client.preview(() => 'nothing at all'),
    );
  });

  test('gives a line that a shell can run, whatever the text', async () => {
    const server = await hostileServer(json({}));
    const agent = { ...newAgent, name: `It's "$HOME" \`id\` \\ 'é'\n` };
    const { curl } = await connect(server).preview(({ agents }) => agents.create(agent));
    const env = { ...process.env, VOICECTL_AGENTS_API_KEY: 'from-the-shell' };
    await promisify(execFile)('sh', ['-c', `${curl} -s`], { env });
    expect(server.seen[0]).toMatchObject({
      method: 'POST',
      headers: { 'x-api-key': 'from-the-shell' },
      body: JSON.stringify(agent),
    });
  });

  test('is seen by nobody, waits for nothing, and minds no call of its own', async () => {
    const seen: unknown[] = [];
    const keep = (notice: unknown) => seen.push(notice);
    const watched = createClient({
      agents: { apiKey: 'k' },
      onRequest: keep,
      onResponse: keep,
      requestsPerSecond: 0.01,
    });
    const started = performance.now();
    for (let count = 0; count < 2; count++) {
      await watched.preview(({ agents }) => agents.get(agentId, { maxRetries: 5 }));
      await watched.preview(({ agents }) => Promise.allSettled([agents.get(agentId)]));
      await watched.preview(({ agents }) => {
        agents.get(agentId);
      });
    }
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(seen).toEqual([]);
  });
});
