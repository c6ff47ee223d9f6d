/** Worlds in a real Redis, shared by mocks. Where there is no redis-server, only what needs none is tested. */
import { createClient as createRedis } from '@redis/client';
import { createClient } from '@voicectl/sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMock, type MockOptions } from '../../src/index';
import { StoreError } from '../../src/store/failure';
import { openStore } from '../../src/store/open';
import { redisStore } from '../../src/store/redis';
import { freePort, hasRedis, startRedis } from './redis-server';

const minimal = { name: 'Support', instructions: 'Be brief.' };

/** Another mock on the same Redis, as another process would have it. */
function open(url: string, options: MockOptions = {}) {
  const mock = createMock({ checkAnswers: true, ...options, store: redisStore(url) });
  onTestFinished(() => mock.close());
  return { mock, ...createClient({ ...mock.clientOptions, maxRetries: 0 }) };
}

/** A look at what it holds. */
async function look(url: string) {
  const redis = await createRedis({ url }).connect();
  onTestFinished(() => redis.destroy());
  return redis;
}

describe.skipIf(!hasRedis)('Worlds in Redis (needs redis-server)', () => {
  it('are remembered, and seen by all at once', async () => {
    const { url } = await startRedis();
    const [first, second] = [open(url), open(url)];
    const draft = await first.agents.create({
      ...minimal,
      resolutionCriteria: [{ label: 'Solved', description: 'All is well' }],
      metadata: { team: { seats: [1, null, [], {}, 'عربي', 1e21, 0.1] } },
    });
    expect(await second.agents.get(draft.id)).toEqual(draft);
    const goals = [];
    for (const name of ['One', 'Two', 'Three']) {
      goals.unshift(await second.goals.create({ name, agent_id: draft.id }));
    }
    await first.goals.attach({ goalId: String(goals[0]?.id), agentId: draft.id });
    await second.goals.update(String(goals[1]?.id), { priority: 1 });
    const third = open(url);
    for (const { goals: api } of [first, second, third]) {
      // Newest first, however they came.
      expect((await api.list()).items.map(({ name }) => name)).toEqual(['Three', 'Two', 'One']);
    }
    expect(third.mock.snapshot()).toEqual(first.mock.snapshot());
    await third.goals.delete(String(goals[0]?.id));
    await expect(first.goals.detach({ agentId: draft.id })).rejects.toMatchObject({ status: 404 });
    await first.agents.delete(draft.id);
    await expect(second.agents.activate(draft.id)).rejects.toMatchObject({ status: 404 });
  });

  it('keep apart, and are forgotten one by one', async () => {
    const { url } = await startRedis();
    const [first, second] = [open(url), open(url)];
    const world = (name: string) => createClient(second.mock.world(name).clientOptions);
    await world('a').agents.create({ ...minimal, name: 'A' });
    await world('b').agents.create({ ...minimal, name: 'B' });
    expect((await first.agents.list()).data).toEqual([]);
    expect(await first.mock.worlds()).toEqual(['a', 'b', 'default']);
    const { agents } = createClient(first.mock.world('a').clientOptions);
    expect((await agents.list()).data).toMatchObject([{ name: 'A' }]);
    await second.mock.removeWorld('a');
    expect((await agents.list()).data).toEqual([]);
    await agents.create({ ...minimal, name: 'A again' });
    expect((await world('a').agents.list()).data).toMatchObject([{ name: 'A again' }]);
    expect((await world('b').agents.list()).data).toMatchObject([{ name: 'B' }]);
    for (const name of ['a', 'b']) await first.mock.removeWorld(name);
    expect(await (await look(url)).keys('*')).toEqual([]);
  });

  it('keep to their prefix, from the URL or from the option', async () => {
    const { url } = await startRedis();
    const mine = open(`${url}?prefix=mine:`);
    await mine.agents.create(minimal);
    expect((await open(url).agents.list()).data).toEqual([]);
    const keys = await (await look(url)).keys('*');
    expect(keys.length).toBeGreaterThan(3);
    for (const key of keys) expect(key).toMatch(/^mine:/);
    const store = redisStore(url, { prefix: 'mine:' });
    onTestFinished(() => store.close());
    expect(await store.worlds()).toEqual(['default']);
  });

  it('begin with what the options say only where there is no such world', async () => {
    const { url } = await startRedis();
    const seeded = open(url, { contents: { agents: [{ ...minimal, name: 'Seeded' }] } });
    expect((await seeded.agents.list()).data).toMatchObject([{ name: 'Seeded' }]);
    await seeded.agents.create({ ...minimal, name: 'New' });
    const names = async ({ agents }: ReturnType<typeof open>) =>
      (await agents.list({ sortBy: 'name' })).data.map(({ name }) => name).sort();
    expect(await names(open(url))).toEqual(['New', 'Seeded']);
    const other = open(url, { contents: { agents: [{ ...minimal, name: 'Other' }] } });
    expect(await names(other)).toEqual(['New', 'Seeded']);
    await other.mock.reset();
    expect(await names(seeded)).toEqual(['Other']);
    await seeded.mock.removeWorld('default');
    expect(await names(other)).toEqual(['Other']);
    expect(await names(open(url))).toEqual([]);
  });

  it('make no id twice from one seed, whoever makes it', async () => {
    const { url } = await startRedis();
    const mocks = [1, 2, 3].map(() => open(url, { seed: 42 }));
    const made = await Promise.all(
      mocks.flatMap(({ agents }) => Array.from({ length: 5 }, () => agents.create(minimal))),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(15);
    expect(new Set(made.map(({ createdAt }) => createdAt)).size).toBe(15);
  });

  it('are caught up with by those far behind, and by those just behind', async () => {
    const { url } = await startRedis();
    const [ahead, behind] = [open(url), open(url)];
    const { id } = await ahead.agents.create(minimal);
    await behind.agents.get(id);
    for (const steps of [3, 250]) {
      for (let step = 0; step < steps; step++) {
        await ahead.agents.update(id, { instructions: `${steps}/${step}` });
      }
      expect(await behind.agents.get(id)).toEqual(await ahead.agents.get(id));
    }
    // Too large to be kept twice.
    await ahead.agents.update(id, { metadata: { ballast: 'x'.repeat(100_000) } });
    await ahead.agents.update(id, { description: 'Large' });
    expect(await behind.agents.get(id)).toEqual(await ahead.agents.get(id));
    expect(await (await look(url)).lLen('voicectl:default:recent')).toBeLessThanOrEqual(200);
  });

  it('cost one question to a reader when nothing has changed', async () => {
    const { url } = await startRedis();
    const { agents } = open(url);
    const { id } = await agents.create(minimal);
    const redis = await look(url);
    await redis.configResetStat();
    for (let count = 0; count < 10; count++) await agents.get(id);
    const stats = await redis.info('commandstats');
    expect(stats).toMatch(/cmdstat_get:calls=10,/);
    expect(stats).not.toMatch(/cmdstat_(eval|multi|hgetall|lrange)/);
  });

  it('are begun anew after somebody has emptied the server', async () => {
    const { url } = await startRedis();
    const [first, second] = [open(url), open(url)];
    for (let count = 0; count < 3; count++) await first.agents.create(minimal);
    expect((await second.agents.list()).meta.total).toBe(3);
    await (await look(url)).flushAll();
    const { id } = await second.agents.create({ ...minimal, name: 'First again' });
    expect((await first.agents.list()).data).toMatchObject([{ id, name: 'First again' }]);
    for (let count = 0; count < 2; count++) await second.agents.create(minimal);
    // As many changes as there had been before: still another life.
    expect((await first.agents.list()).meta.total).toBe(3);
    expect(first.mock.snapshot()).toEqual(second.mock.snapshot());
  });

  it('are a 503 when what is there is something else, which stays as it was', async () => {
    const { url, port } = await startRedis();
    const redis = await look(url);
    await redis.set('voicectl:default', 'mine');
    const { agents } = open(url);
    const words = `What Redis at 127.0.0.1:${port} holds under voicectl:default is no world`;
    for (const asked of [() => agents.list(), () => agents.create(minimal)]) {
      await expect(asked()).rejects.toMatchObject({
        status: 503,
        message: expect.stringContaining(words),
      });
    }
    expect(await redis.get('voicectl:default')).toBe('mine');
    await redis.del('voicectl:default');
    const { id } = await agents.create(minimal);
    await redis.hSet('voicectl:default:agents', id, '{"agent":{"id":"x"}}');
    await expect(open(url).agents.list()).rejects.toMatchObject({ status: 503 });
  });

  it('are a 503 while the server refuses, and nothing is changed', async () => {
    const { url, port } = await startRedis();
    const { agents, mock } = open(url);
    await agents.create(minimal);
    const before = mock.snapshot();
    const redis = await look(url);
    await redis.configSet('maxmemory', '1');
    await expect(agents.create(minimal)).rejects.toMatchObject({
      status: 503,
      message: expect.stringContaining(`Redis at 127.0.0.1:${port} refuses: OOM`),
    });
    expect(mock.snapshot()).toEqual(before);
    await redis.configSet('maxmemory', '0');
    await agents.create(minimal);
    expect((await open(url).agents.list()).meta.total).toBe(2);
  });

  it('take user and password from the URL, and no error says them', async () => {
    const { port } = await startRedis('--requirepass', 'right-secret');
    const store = await openStore(`redis://:right-secret@127.0.0.1:${port}/3`);
    expect(await store.worlds()).toEqual([]);
    await store.close();
    const wrong = openStore(`redis://default:wrong-secret@127.0.0.1:${port}`);
    await expect(wrong).rejects.toThrow(`Redis at 127.0.0.1:${port} refuses: WRONGPASS`);
    const error = await wrong.catch((reason: Error) => reason);
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('secret');
  });
});

describe('A Redis that is not there', () => {
  it('is named, with the reason and without what is secret', async () => {
    const port = await freePort();
    const opened = openStore(`redis://user:secret@127.0.0.1:${port}`);
    await expect(opened).rejects.toBeInstanceOf(StoreError);
    await expect(opened).rejects.toHaveProperty(
      'message',
      `Can't reach Redis at 127.0.0.1:${port}: the connection was refused`,
    );
  });

  it.each([
    'redis://user:secret@',
    'redis://host:port',
    'rediss:',
    'redis://:p@secret/w@h:1',
    'redis://secret:12/secret@h:1',
    'redis://secret:12?secret@h:1',
    'redis://secret:12#secret@h:1',
    'redis://:100%secret@h:1',
    'redis://h:1/secret',
    'redis:secret',
  ])('is refused for good, without a word of it, when its URL is %j', async (url) => {
    const error = await openStore(url).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toHaveProperty('status', 501);
    expect(String(error)).toMatch(/must be like .*; special characters .* percent-encoded/);
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('secret');
  });

  it('may have a number, a prefix, and a password with anything in it', async () => {
    const port = await freePort();
    const password = encodeURIComponent('p@s/s?w#o%rd:');
    for (const rest of ['', '/', '/3', '?prefix=a:', '/3?prefix=a:']) {
      await expect(openStore(`redis://:${password}@127.0.0.1:${port}${rest}`)).rejects.toThrow(
        `Can't reach Redis at 127.0.0.1:${port}: the connection was refused`,
      );
    }
  });

  it('is not what another scheme stands for', async () => {
    await expect(openStore('https://user:secret@example.com')).rejects.toThrow(
      "Worlds can't be kept at https:// addresses; give the path of a file, or redis://host:6379",
    );
  });
});
