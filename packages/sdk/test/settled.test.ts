/**
 * Calls whose answer was lost and whose effect came late, and what is refused before anything is sent. How lost answers
 * are settled is told with the mock: packages/mock/test/sdk.
 */
import { describe, expect, test } from 'vitest';
import { createClient, InputError } from '../src/index';
import { walk } from '../src/resources/agents/lifecycle';
import { agent, connect, failure, newAgent } from './documented';
import { hostileServer, json, resets } from './hostile-server';

describe('an effect that comes late', () => {
  const draft = json({ ...agent, status: 'draft' });
  const active = json({ ...agent, status: 'active' });
  const conflict = json({ statusCode: 409, message: 'is active' }, 409);
  const gone = json({ statusCode: 404, message: 'not found' }, 404);

  test('is found after the wait, and nothing is sent again', async () => {
    const server = await hostileServer(resets, draft, active);
    expect(await connect(server).agents.activate(agent.id)).toMatchObject({ status: 'active' });
    expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  });

  test('is found when the second try is refused because of it', async () => {
    const server = await hostileServer(resets, draft, draft, conflict, active);
    expect(await connect(server).agents.activate(agent.id)).toMatchObject({ status: 'active' });
    const removed = await hostileServer(resets, json(agent), json(agent), gone, gone);
    expect(await connect(removed).agents.delete(agent.id)).toBeUndefined();
  });
});

describe('create with a key', () => {
  test('refuses what is no agent as without one', async () => {
    const client = createClient({ agents: { apiKey: 'k' } });
    for (const bad of [undefined, { ...newAgent, metadata: 'abc' }]) {
      const call = client.agents.create(bad as typeof newAgent, { key: 'k' });
      await failure(InputError, call);
    }
  });

  test.each(['', 'x'.repeat(256), 7])('refuses the key %j before sending', async (key) => {
    const client = createClient({ agents: { apiKey: 'k' } });
    const call = client.agents.create(newAgent, { key: key as string });
    expect((await failure(InputError, call)).problems).toMatchObject([{ path: 'key' }]);
  });
});

describe('ensure', () => {
  test('refuses a status that is none before sending', async () => {
    const client = createClient({ agents: { apiKey: 'k' } });
    const call = client.agents.ensure('id', 'paused' as 'active');
    expect((await failure(InputError, call)).problems).toMatchObject([{ path: 'status' }]);
  });

  test('knows every walk of the lifecycle', () => {
    expect(walk('draft', 'active')).toEqual(['activate']);
    expect(walk('active', 'draft')).toBeUndefined();
    expect(walk('archived', 'draft')).toBeUndefined();
    expect(walk('active', 'active')).toEqual([]);
  });
});
