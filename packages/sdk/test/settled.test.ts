/** Calls whose answer was lost after the server had acted: found out, never guessed. */
import { describe, expect, test } from 'vitest';
import {
  ConflictError,
  ConnectionError,
  createClient,
  InputError,
  TimeoutError,
  UnexpectedResponseError,
} from '../src/index';
import { walk } from '../src/resources/agents/lifecycle';
import { agent, connect, failure, newAgent } from './documented';
import { hostileServer, json, resets, says, stalls } from './hostile-server';
import { lossyPlatform } from './lossy-platform';

const always = () => true;
const never = () => false;
const onlyFirst = (count: number) => count === 1;

describe('a transition whose answer was lost', () => {
  test.each([
    ['activate', 'draft', 'active'],
    ['archive', 'active', 'archived'],
    ['restore', 'archived', 'active'],
  ] as const)('%s is a success when the agent shows that it was done', async (verb, from, to) => {
    const platform = await lossyPlatform(always);
    const id = platform.add(from);
    expect(await connect(platform).agents[verb](id)).toMatchObject({ id, status: to });
    expect(platform.seen.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test('is sent again when the agent shows that it was not done', async () => {
    const moved = json({ ...agent, status: 'active' });
    const draft = json({ ...agent, status: 'draft' });
    const server = await hostileServer(resets, draft, draft, moved);
    expect(await connect(server).agents.activate(agent.id)).toMatchObject({ status: 'active' });
    // At once, and again after the wait: it may only have been slow.
    expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'POST']);
  });

  test('by a gateway that gave up is looked at too', async () => {
    const server = await hostileServer(
      says(504, 'gateway timeout'),
      json({ ...agent, status: 'active' }),
    );
    expect(await connect(server).agents.activate(agent.id)).toMatchObject({ status: 'active' });
  });

  test('fails with what happened to it when nobody can look', async () => {
    const server = await hostileServer(resets);
    const error = await failure(
      ConnectionError,
      connect(server, { maxRetries: 0 }).agents.activate(agent.id),
    );
    expect(error).toMatchObject({ operation: 'agents.activate', sent: true, retryable: false });
  });

  test('fails in time when the deadline leaves none to look', async () => {
    const server = await hostileServer(stalls);
    const call = connect(server).agents.activate(agent.id, { deadline: 300 });
    expect(await failure(TimeoutError, call)).toMatchObject({ operation: 'agents.activate' });
    expect(server.seen).toHaveLength(1);
  });

  test('that was refused is refused: nobody looks', async () => {
    const platform = await lossyPlatform(never);
    const id = platform.add('draft');
    await failure(ConflictError, connect(platform).agents.restore(id));
    expect(platform.seen).toHaveLength(1);
  });

  test('a delete is a success when the agent is gone', async () => {
    const platform = await lossyPlatform(always);
    const id = platform.add();
    expect(await connect(platform).agents.delete(id)).toBeUndefined();
    expect(platform.seen.map(({ method }) => method)).toEqual(['DELETE', 'GET']);
  });

  test("a delete is not done because some proxy's page says 404", async () => {
    const html = { 'content-type': 'text/html' };
    for (const page of [
      says(404, '<!doctype html><h1>Not found</h1>', html),
      says(404, '<h1>Not found</h1>', html),
      says(404, '<!-- x --><html></html>'),
      says(404, '404 page not found', { 'content-type': 'text/plain' }),
    ]) {
      const server = await hostileServer(resets, page);
      const { agents } = connect(server, { maxRetries: 0 });
      await failure(ConnectionError, agents.delete(agent.id));
    }
  });

  test('a delete is sent again while the agent is there', async () => {
    const server = await hostileServer(resets, json(agent), json(agent), json({}));
    await connect(server).agents.delete(agent.id);
    expect(server.seen.map(({ method }) => method)).toEqual(['DELETE', 'GET', 'GET', 'DELETE']);
  });
});

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
  test('finds an agent whose name would be cut in a character', async () => {
    const platform = await lossyPlatform(always);
    const name = `${'x'.repeat(99)}😀 and more`;
    await connect(platform).agents.create({ ...newAgent, name }, { key: 'k' });
    expect(platform.agents.size).toBe(1);
  });

  test('refuses what is no agent as without one', async () => {
    const client = createClient({ agents: { apiKey: 'k' } });
    for (const bad of [undefined, { ...newAgent, metadata: 'abc' }]) {
      const call = client.agents.create(bad as typeof newAgent, { key: 'k' });
      await failure(InputError, call);
    }
  });

  test('keeps the key in the metadata, beside what is there', async () => {
    const platform = await lossyPlatform(never);
    const metadata = { scope: 'tests' };
    const options = { key: 'order-17' };
    const made = await connect(platform).agents.create({ ...newAgent, metadata }, options);
    expect(made.metadata).toEqual({ scope: 'tests', voicectlKey: 'order-17' });
  });

  test('finds the agent whose answer was lost, and sends nothing again', async () => {
    const platform = await lossyPlatform(always);
    const made = await connect(platform).agents.create(newAgent, { key: 'k' });
    expect(made).toMatchObject({ name: newAgent.name, metadata: { voicectlKey: 'k' } });
    expect(platform.agents.size).toBe(1);
    expect(platform.seen.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test('sends again when there is none', async () => {
    const platform = await lossyPlatform(never);
    const none = json({ data: [], meta: meta(0) });
    const server = await hostileServer(resets, none, none, json(agent, 201));
    expect(await connect(server).agents.create(newAgent, { key: 'k' })).toEqual(agent);
    expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'POST']);
    expect(platform.agents.size).toBe(0);
  });

  test('makes exactly 1,000 agents through a server that drops one answer in five', async () => {
    let random = 42;
    const platform = await lossyPlatform(() => {
      random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
      return random / 2 ** 32 < 0.2;
    });
    const client = connect(platform, { maxRetries: 5 });
    const keys = Array.from({ length: 1_000 }, (_, index) => `key-${index}`);
    const made: string[] = [];
    const worker = async () => {
      for (let key = keys.pop(); key !== undefined; key = keys.pop()) {
        made.push((await client.agents.create({ ...newAgent, name: `Agent ${key}` }, { key })).id);
      }
    };
    await Promise.all(Array.from({ length: 16 }, worker));
    expect(platform.agents.size).toBe(1_000);
    expect(new Set(made).size).toBe(1_000);
  });

  test('without one, a lost answer is an error, and nothing is sent again', async () => {
    const platform = await lossyPlatform(always);
    await failure(ConnectionError, connect(platform).agents.create(newAgent));
    expect(platform.seen).toHaveLength(1);
  });

  test.each(['', 'x'.repeat(256), 7])('refuses the key %j before sending', async (key) => {
    const client = createClient({ agents: { apiKey: 'k' } });
    const call = client.agents.create(newAgent, { key: key as string });
    expect((await failure(InputError, call)).problems).toMatchObject([{ path: 'key' }]);
  });
});

describe('ensure', () => {
  test.each([
    ['draft', 'draft', []],
    ['draft', 'active', ['activate']],
    ['draft', 'archived', ['archive']],
    ['active', 'active', []],
    ['active', 'archived', ['archive']],
    ['archived', 'active', ['restore']],
    ['archived', 'archived', []],
  ] as const)('leads from %s to %s by %j', async (from, to, taken) => {
    const platform = await lossyPlatform(never);
    const id = platform.add(from);
    const ensured = await connect(platform).agents.ensure(id, to);
    expect(ensured).toMatchObject({ agent: { id, status: to }, taken });
  });

  test.each(['active', 'archived'] as const)(
    'from %s to draft fails before any transition',
    async (from) => {
      const platform = await lossyPlatform(never);
      const id = platform.add(from);
      const error = await failure(ConflictError, connect(platform).agents.ensure(id, 'draft'));
      expect(error.message).toContain(`${from} to draft`);
      expect(platform.seen.map(({ method }) => method)).toEqual(['GET']);
    },
  );

  test('refuses a status that is none before sending', async () => {
    const client = createClient({ agents: { apiKey: 'k' } });
    const call = client.agents.ensure('id', 'paused' as 'active');
    expect((await failure(InputError, call)).problems).toMatchObject([{ path: 'status' }]);
  });

  test('gets there although answers are lost', async () => {
    const platform = await lossyPlatform(onlyFirst);
    const id = platform.add('draft');
    expect(await connect(platform).agents.ensure(id, 'active')).toMatchObject({
      taken: ['activate'],
    });
  });

  test('begins anew when somebody else has moved the agent', async () => {
    const draft = { ...agent, status: 'draft' };
    const active = { ...agent, status: 'active' };
    const conflict = json({ statusCode: 409, message: 'is active' }, 409);
    const server = await hostileServer(json(draft), conflict, json(active));
    expect(await connect(server).agents.ensure(agent.id, 'active')).toMatchObject({ taken: [] });
  });

  test('does not claim what the server does not show', async () => {
    const draft = json({ ...agent, status: 'draft' });
    const call = connect(await hostileServer(draft)).agents.ensure(agent.id, 'active');
    expect((await failure(UnexpectedResponseError, call)).message).toMatch(/still answers draft/);
  });

  test('has one deadline for all', async () => {
    const server = await hostileServer(json({ ...agent, status: 'draft' }), stalls);
    const call = connect(server).agents.ensure(agent.id, 'active', { deadline: 400 });
    await failure(TimeoutError, call);
  });

  test('knows every walk of the lifecycle', () => {
    expect(walk('draft', 'active')).toEqual(['activate']);
    expect(walk('active', 'draft')).toBeUndefined();
    expect(walk('archived', 'draft')).toBeUndefined();
    expect(walk('active', 'active')).toEqual([]);
  });
});

function meta(total: number) {
  return { page: 1, limit: 100, total, totalPages: 0, hasNextPage: false, hasPreviousPage: false };
}
