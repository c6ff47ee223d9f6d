/** Worlds: each begins alike, none sees another, all come back to what they were. */
import { createClient } from '@voicectl/sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serve } from '../../src/doors/node';
import { createMock, generateWorld, type MockWorld } from '../../src/index';

const minimal = { name: 'Support', instructions: 'Be brief.' };
const contents = { agents: [{ ...minimal, name: 'Seeded' }] };

const clientOf = (world: MockWorld) => createClient(world.clientOptions);
const namesIn = async (world: MockWorld) =>
  (await clientOf(world).agents.list()).data.map(({ name }) => name);

async function listening(options: Parameters<typeof createMock>[0] = {}) {
  const mock = createMock(options);
  const server = await serve(mock, { port: 0 });
  onTestFinished(() => server.close());
  const root = new URL(server.agentsUrl).origin;
  const call = async (
    path: string,
    headers: Record<string, string> = {},
    init: RequestInit = {},
  ) => {
    const answer = await fetch(root + path, {
      ...init,
      headers: { 'x-api-key': 'key', ...headers },
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return { mock, root, call };
}

describe('A world', () => {
  it('begins with the contents of the mock, whatever other worlds have made of theirs', async () => {
    const mock = createMock({ contents });
    await clientOf(mock).agents.create(minimal);
    const other = mock.world('worker-1');
    expect(await namesIn(other)).toEqual(['Seeded']);
    await clientOf(other).agents.create({ ...minimal, name: 'Other' });
    expect(await namesIn(other)).toEqual(['Other', 'Seeded']);
    expect(await namesIn(mock)).toEqual(['Support', 'Seeded']);
    expect(await mock.worlds()).toEqual(['default', 'worker-1']);
  });

  it('is named by a header, over a socket', async () => {
    const { mock, call } = await listening();
    const inWorld = { 'x-voicectl-world': 'worker-2' };
    const body = JSON.stringify(minimal);
    const sent = { ...inWorld, 'content-type': 'application/json' };
    const created = await call('/api/agents', sent, { method: 'POST', body });
    expect(created.status).toBe(201);
    const path = `/api/agents/${String(created.body.id)}`;
    expect((await call(path, inWorld)).status).toBe(200);
    expect((await call(path)).status).toBe(404);
    expect((await call(path, { 'x-voicectl-world': 'worker-3' })).status).toBe(404);
    expect(await namesIn(mock.world('worker-2'))).toEqual(['Support']);
  });

  it('is named by the address, for clients that send no headers of their own', async () => {
    const { mock, root } = await listening();
    const base = `${root}/__voicectl/worlds/worker-4`;
    await using client = createClient({
      agents: { url: `${base}/api`, apiKey: 'key' },
      goals: { url: `${base}/v1`, token: 'token' },
    });
    const agent = await client.agents.create(minimal);
    await client.goals.create({ name: 'Callback', agent_id: agent.id });
    expect(await namesIn(mock.world('worker-4'))).toEqual(['Support']);
    expect(mock.world('worker-4').state.goals.size).toBe(1);
    expect(mock.state.agents.size).toBe(0);
  });

  it.each(['', ' ', 'a b', '../x', 'ä', '.hidden', 'x'.repeat(65)])(
    'has no name like %j',
    async (name) => {
      const mock = createMock();
      expect(() => mock.world(name)).toThrow('world: must be 1 to 64');
      const request = new Request('http://localhost/api/agents', {
        headers: { 'x-api-key': 'key', 'x-voicectl-world': encodeURIComponent(name) },
      });
      const { status } = await mock.fetch(request);
      expect(status).toBe(400);
    },
  );

  it('counts calls to the goals API on its own', async () => {
    const mock = createMock({ goalsPerMinute: 1 });
    const noRetries = (world: MockWorld) =>
      createClient({ ...world.clientOptions, maxRetries: 0 }).goals;
    await noRetries(mock).list();
    await noRetries(mock.world('b')).list();
    await expect(noRetries(mock).list()).rejects.toMatchObject({ status: 429 });
  });

  it('can be forgotten, and its name then stands for a new one', async () => {
    const mock = createMock({ contents });
    const world = mock.world('short-lived');
    await clientOf(world).agents.create(minimal);
    await mock.removeWorld('short-lived');
    expect(await mock.worlds()).toEqual(['default']);
    expect(await namesIn(world)).toEqual(['Seeded']);
    await clientOf(mock).agents.create(minimal);
    await mock.removeWorld('default');
    expect(await namesIn(mock)).toEqual(['Seeded']);
    expect(mock.state.agents.size).toBe(1);
  });
});

describe('A snapshot', () => {
  it('brings a world back, its clock and its ids included', async () => {
    const mock = createMock({ seed: 7 });
    const { agents } = clientOf(mock);
    await agents.create(minimal);
    const before = mock.snapshot();
    const first = await agents.create(minimal);
    await mock.restore(before);
    expect(await agents.create(minimal)).toEqual(first);
  });

  it('survives being written down as JSON', async () => {
    const mock = createMock({ seed: 7, contents, seedAgents: 5 });
    const written = JSON.parse(JSON.stringify(mock.snapshot()));
    const other = createMock({ contents: written });
    expect(other.snapshot()).toEqual(mock.snapshot());
  });

  it('does not follow the world that it was taken of', async () => {
    const mock = createMock({ contents });
    const snapshot = mock.snapshot();
    const text = JSON.stringify(snapshot);
    const { agents } = clientOf(mock);
    const [agent] = (await agents.list()).data;
    await agents.update(String(agent?.id), { name: 'Renamed' });
    await agents.delete(String(agent?.id));
    expect(JSON.stringify(snapshot)).toBe(text);
  });

  it('that makes no sense is refused by its places, and changes nothing', async () => {
    const mock = createMock({ contents });
    const bad = { version: 1, agents: [{ agent: {} }], goals: 'none', attachments: {} };
    await expect(mock.restore(bad as never)).rejects.toThrow(/agents\[0\].*goals: /s);
    expect(await namesIn(mock)).toEqual(['Seeded']);
  });
});

describe('A reset', () => {
  it('brings back contents, faults and time, and empties the journal', async () => {
    const mock = createMock({
      contents,
      seed: 1,
      faults: [{ operation: 'goals.list', status: 503 }],
    });
    const { agents } = clientOf(mock);
    const [before] = mock.journal.calls();
    expect(before).toBeUndefined();
    const time = mock.clock.now();
    await agents.create(minimal);
    mock.faults.clear();
    await mock.clock.advance(60_000);
    await mock.reset();
    expect(await mock.clock.now()).toEqual(time);
    expect(mock.faults.list()).toMatchObject([{ seen: 0, fault: { status: 503 } }]);
    expect(mock.journal.calls()).toEqual([]);
    expect(await namesIn(mock)).toEqual(['Seeded']);
  });
});

describe('A seed', () => {
  it('makes ids and times the same in every run and every world', async () => {
    const life = async (world: MockWorld) => {
      const { agents, goals } = clientOf(world);
      const { id } = await agents.create(minimal);
      await agents.update(id, { instructions: 'Be briefer.' });
      await goals.create({ name: 'Callback', agent_id: id });
      return world.snapshot();
    };
    const mock = createMock({ seed: 'monday' });
    const expected = await life(mock);
    expect(await life(mock.world('other'))).toEqual(expected);
    expect(await life(createMock({ seed: 'monday' }))).toEqual(expected);
    expect(await life(createMock({ seed: 'tuesday' }))).not.toEqual(expected);
    expect(expected.agents[0]?.agent.createdAt).toBe('2026-01-01T00:00:00.000Z');
    expect(expected.agents[0]?.agent.updatedAt).toBe('2026-01-01T00:00:01.000Z');
  });

  it('generates agents in all states, plausible by the contract, and the same each time', async () => {
    const mock = createMock({ seedAgents: 400, seed: 42, checkAnswers: true });
    const { agents, goals } = createClient({ ...mock.clientOptions, validation: 'strict' });
    for (const status of ['draft', 'active', 'archived'] as const) {
      expect((await agents.list({ status })).meta.total).toBeGreaterThan(50);
    }
    expect((await agents.list()).meta.total).toBe(400);
    const all = await agents.iterate().toArray({ limit: 1000 });
    expect(new Set(all.map(({ id }) => id)).size).toBe(400);
    expect((await goals.list({ limit: 500 })).count).toBeGreaterThan(100);
    expect([...mock.state.agents.values()].filter(({ deletedAt }) => deletedAt)).toHaveLength(20);
    expect(createMock({ seedAgents: 400, seed: 42 }).snapshot()).toEqual(mock.snapshot());
    expect(generateWorld({ agents: 3, seed: 1 })).not.toEqual(
      generateWorld({ agents: 3, seed: 2 }),
    );
  });
});

describe('What has been found out the hard way', () => {
  it('a made-up world keeps the clock and the ids of a seed', async () => {
    const mock = createMock({ seed: 1 });
    await mock.generate({ agents: 3 });
    expect(mock.clock.now()).toEqual(new Date('2026-01-01T00:00:00.000Z'));
    const { settings: _, ...picture } = JSON.parse(JSON.stringify(mock.snapshot()));
    await clientOf(mock).agents.create(minimal);
    await mock.restore(picture);
    await clientOf(mock).agents.create(minimal);
    expect(mock.state.agents.size).toBe(4);
    const again = createMock({
      seed: 1,
      contents: JSON.parse(JSON.stringify(createMock().snapshot())),
    });
    expect(again.clock.now()).toEqual(new Date('2026-01-01T00:00:00.000Z'));
  });

  it('no id stands for two agents, whatever was restored and whoever makes ids', async () => {
    const mock = createMock({ seed: 1 });
    const first = await clientOf(mock).agents.create(minimal);
    const { settings: _, ...withoutCount } = JSON.parse(JSON.stringify(mock.snapshot()));
    const other = createMock({ seed: 1, contents: withoutCount });
    const second = await clientOf(other).agents.create(minimal);
    expect(second.id).not.toBe(first.id);
    expect(other.state.agents.size).toBe(2);
    const stubborn = createMock({ newId: () => 'the-one' });
    const { agents } = createClient({ ...stubborn.clientOptions, maxRetries: 0 });
    await agents.create(minimal);
    await expect(agents.create(minimal)).rejects.toThrow('newId made "the-one" twice');
  });

  it('what is added and refused uses no ids up', async () => {
    const [plain, tried] = [createMock({ seed: 1 }), createMock({ seed: 1 })];
    const bad = { agents: [minimal], goals: [{ name: 'g', agent: 'Nobody' }] };
    await expect(tried.add(bad)).rejects.toThrow('is no agent here');
    expect(await clientOf(tried).agents.create(minimal)).toEqual(
      await clientOf(plain).agents.create(minimal),
    );
  });

  it('a snapshot can not be changed behind the world’s back', () => {
    const snapshot = createMock({ contents }).snapshot() as unknown as { agents: unknown[] };
    expect(() => snapshot.agents.pop()).toThrow(TypeError);
  });

  it('a seed file is not taken for a snapshot', async () => {
    await expect(createMock().restore(contents as never)).rejects.toThrow('version: is missing');
  });

  it('after a reset everything counts from 1 again', async () => {
    const mock = createMock({ faults: [{ operation: 'goals.list', status: 503 }] });
    const life = async () => {
      const headers = { 'x-api-key': 'k', 'x-voicectl-fault': 'status=503; latency=0-9' };
      await mock.fetch(new Request('http://localhost/api/agents', { headers }));
      return [mock.journal.calls().map(({ seq }) => seq), mock.faults.list().map(({ id }) => id)];
    };
    const before = await life();
    await mock.reset();
    expect(await life()).toEqual(before);
  });

  it('a request that was under way at a reset is not in the new journal', async () => {
    const mock = createMock();
    const headers = { 'x-api-key': 'k', 'x-voicectl-fault': 'latency=20' };
    const late = mock.fetch(new Request('http://localhost/api/agents', { headers }));
    await mock.reset();
    await late;
    expect(mock.journal.calls()).toEqual([]);
  });

  it('options that nobody knows, or that make no sense, are refused', () => {
    expect(() => createMock({ seeed: 1 } as never)).toThrow('seeed is no option of the mock');
    expect(() => createMock({ seedAgents: -1 })).toThrow('seedAgents must be a whole number');
    expect(() => createMock({ journalSize: 1.5 })).toThrow('journalSize must be a whole number');
    const snapshot = createMock().snapshot();
    expect(() => createMock({ contents: snapshot, seedAgents: 1 })).toThrow('seedAgents');
  });
});

describe('The clock', () => {
  const updatedAt = async (world: MockWorld) => {
    const { agents } = clientOf(world);
    return (await agents.create(minimal)).updatedAt;
  };

  it('stands where it is set, moves when told to, and is the machine’s again when released', async () => {
    const mock = createMock({ now: () => new Date('2030-05-05T00:00:00.000Z') });
    await mock.clock.set('2026-03-01T12:00:00Z');
    expect(await updatedAt(mock)).toBe('2026-03-01T12:00:00.000Z');
    expect(await updatedAt(mock)).toBe('2026-03-01T12:00:00.000Z');
    await mock.clock.advance(1500);
    expect(await updatedAt(mock)).toBe('2026-03-01T12:00:01.500Z');
    await mock.clock.set(new Date('2026-04-01T00:00:00Z'), { tick: 10 });
    expect([await updatedAt(mock), await updatedAt(mock)]).toEqual([
      '2026-04-01T00:00:00.000Z',
      '2026-04-01T00:00:00.010Z',
    ]);
    await mock.clock.release();
    expect(await updatedAt(mock)).toBe('2030-05-05T00:00:00.000Z');
    await mock.clock.advance(-1000);
    expect(await updatedAt(mock)).toBe('2030-05-04T23:59:59.000Z');
    await mock.clock.advance(500);
    expect(mock.clock.now()).toEqual(new Date('2030-05-04T23:59:59.500Z'));
  });

  it('is each world’s own', async () => {
    const mock = createMock({ now: () => new Date('2030-05-05T00:00:00.000Z') });
    await mock.clock.set('2026-03-01T12:00:00Z');
    expect(await updatedAt(mock.world('other'))).toBe('2030-05-05T00:00:00.000Z');
  });

  it('ends a minute of the goals API', async () => {
    const mock = createMock({ goalsPerMinute: 1 });
    const { goals } = createClient({ ...mock.clientOptions, maxRetries: 0 });
    await goals.list();
    await expect(goals.list()).rejects.toMatchObject({ status: 429 });
    await mock.clock.advance(60_000);
    await goals.list();
  });

  it('ends a minute of the goals API also where it stands, or went back', async () => {
    let now = Date.UTC(2030, 0, 1);
    const mock = createMock({ seed: 1, goalsPerMinute: 1, now: () => new Date(now) });
    const { goals } = createClient({ ...mock.clientOptions, maxRetries: 0 });
    await goals.list();
    await expect(goals.list()).rejects.toMatchObject({ status: 429 });
    now += 60_000;
    await goals.list();
    now -= 3_600_000;
    await goals.list();
  });

  it('takes no time that is none', async () => {
    const mock = createMock();
    // At once, so that whoever does not wait hears of it where it stands.
    expect(() => mock.clock.set('tomorrow')).toThrow('tomorrow is no time');
    expect(() => mock.clock.advance(Number.NaN)).toThrow('milliseconds');
    expect(() => mock.clock.set(0, { tick: -5 })).toThrow('tick must be');
    expect(() => mock.clock.set(0, { tick: Number.NaN })).toThrow('tick must be');
    expect(() => mock.clock.set(1e300)).toThrow('is no time');
    await expect(mock.clock.advance(1e300)).rejects.toThrow('can only show years');
    expect(mock.clock.now().getTime()).toBeGreaterThan(Date.UTC(2026));
  });
});
