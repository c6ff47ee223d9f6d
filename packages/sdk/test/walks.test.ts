/** Long walks: asked for ahead, with one deadline, and past servers that can't be walked. */
import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { InputError, NotFoundError, TimeoutError, UnexpectedResponseError } from '../src/index';
import { agent, all, connect, failure, goal, page } from './documented';
import { type Behaviour, hostileServer, json, says } from './hostile-server';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const pageOf = (url: string) => Number(new URL(url, 'http://x').searchParams.get('page'));

/** `pages` pages of two; each answer takes its time. */
function slowPages(pages: number, ms: (number: number) => number, asked: number[] = []): Behaviour {
  return async (response, seen) => {
    const number = pageOf(seen.url);
    asked.push(number);
    await sleep(ms(number));
    const data = [`${number}a`, `${number}b`].map((id) => ({ ...agent, id }));
    json(page(data, number, number < pages, pages))(response, seen);
  };
}

describe('iterate with prefetch', () => {
  test('hands over in order what comes in any order', async () => {
    const server = await hostileServer(slowPages(6, (number) => (number % 2 ? 60 : 5)));
    const found = await all(connect(server).agents.iterate({}, { prefetch: 4 }));
    expect(found.map(({ id }) => id)).toEqual(
      [1, 2, 3, 4, 5, 6].flatMap((number) => [`${number}a`, `${number}b`]),
    );
    expect(server.seen).toHaveLength(6);
  });

  test('asks for no more than so many ahead', async () => {
    const asked: number[] = [];
    const server = await hostileServer(slowPages(10, () => 5, asked));
    const walk = connect(server).agents.iterate({}, { prefetch: 3 }).pages();
    await walk.next();
    await sleep(100);
    expect(asked.sort()).toEqual([1, 2, 3, 4]);
    await walk.return();
  });

  test('lets go of what it has asked for when the reader leaves', async () => {
    const server = await hostileServer(slowPages(10, (number) => (number === 1 ? 0 : 5_000)));
    for await (const _ of connect(server).agents.iterate({}, { prefetch: 2 })) break;
    await sleep(50);
    await Promise.all(server.seen.map(({ gone }) => gone));
  });

  test('fails at the page that failed, after the items before it', async () => {
    const pages = slowPages(3, () => 0);
    const server = await hostileServer((response, seen) =>
      (pageOf(seen.url) === 2 ? says(404, 'no such page') : pages)(response, seen),
    );
    const found: string[] = [];
    const walk = async () => {
      for await (const { id } of connect(server).agents.iterate({}, { prefetch: 2 }))
        found.push(id);
    };
    await failure(NotFoundError, walk());
    expect(found).toEqual(['1a', '1b']);
  });

  test('gives each of several readers at once a page of its own', async () => {
    const server = await hostileServer(slowPages(3, () => 5));
    const walk = connect(server).agents.iterate().pages();
    const pages = await Promise.all([walk.next(), walk.next(), walk.next(), walk.next()]);
    expect(pages.map(({ value }) => value?.meta.page)).toEqual([1, 2, 3, undefined]);
    expect(server.seen).toHaveLength(3);
  });

  test('of many pages, and many calls with one signal, warn of no leak and leave none', async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error) => warnings.push(warning);
    process.on('warning', hear);
    onTestFinished(() => void process.off('warning', hear));
    const server = await hostileServer(slowPages(24, () => 20));
    const { agents } = connect(server);
    const { signal } = new AbortController();
    const walk = agents.iterate({}, { prefetch: 20, signal });
    const calls = Array.from({ length: 20 }, () => agents.list({}, { signal }));
    expect(await all(walk)).toHaveLength(48);
    await Promise.all(calls);
    expect(warnings).toEqual([]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('by the hundred leave nothing on the signal they share', async () => {
    const server = await hostileServer(slowPages(1, () => 0));
    const { agents } = connect(server);
    const { signal } = new AbortController();
    for (let walk = 0; walk < 100; walk++) await agents.iterate({}, { signal }).first(1);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    const dependants = inspect(signal, { showHidden: true, depth: 1 });
    expect(dependants.match(/WeakRef/g) ?? []).toEqual([]);
  });

  test.each([-1, 1.5, 33, Number.NaN])('refuses a prefetch of %d', async (prefetch) => {
    const { agents } = connect({ url: 'http://127.0.0.1:9' });
    expect(() => agents.iterate({}, { prefetch })).toThrow(InputError);
  });
});

describe('a deadline', () => {
  test('is one for the whole walk', async () => {
    const server = await hostileServer(slowPages(50, () => 60));
    const walk = connect(server).agents.iterate({}, { deadline: 300 });
    await failure(TimeoutError, all(walk));
    expect(server.seen.length).toBeLessThan(10);
  });

  test("of the client's is too", async () => {
    const server = await hostileServer(slowPages(50, () => 60));
    await failure(TimeoutError, all(connect(server, { deadline: 300 }).agents.iterate()));
    expect(server.seen.length).toBeLessThan(10);
  });

  test('begins anew with each use', async () => {
    const server = await hostileServer(slowPages(2, () => 0));
    const list = connect(server).agents.iterate({}, { deadline: 1_000 });
    await all(list);
    await sleep(1_100);
    expect(await all(list)).toHaveLength(4);
  });
});

describe('drain', () => {
  test('says so when the server sends what can not be told apart', async () => {
    const server = await hostileServer(json(page([null])));
    const work = connect(server).agents.drain({}, () => {});
    const error = await failure(UnexpectedResponseError, work);
    expect(error.operation).toBe('agents.list');
  });
});

describe('goals.iterate', () => {
  const goals = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ ...goal, id: `goal-${index}` }));

  /** Answers slices of a list, as asked for, or the first one to whatever it is asked. */
  function slices(count: number, honours: boolean): Behaviour {
    return (response, seen) => {
      const { limit = 50, offset = 0 } = JSON.parse(seen.body).data ?? {};
      const from = honours ? offset : 0;
      const items = goals(count).slice(from, from + limit);
      json({ success: true, data: { items, count } })(response, seen);
    };
  }

  test('walks by offset, and sends none with the first call', async () => {
    const server = await hostileServer(slices(25, true));
    expect(await all(connect(server).goals.iterate({ limit: 10 }))).toHaveLength(25);
    expect(server.seen.map(({ body }) => JSON.parse(body).data)).toEqual([
      { limit: 10 },
      { limit: 10, offset: 10 },
      { limit: 10, offset: 20 },
    ]);
  });

  test('asks a server that gives all at once only once', async () => {
    const server = await hostileServer(slices(25, false));
    expect(await all(connect(server).goals.iterate())).toHaveLength(25);
    expect(server.seen).toHaveLength(1);
  });

  test('says so, and does not loop, when the server ignores the offset', async () => {
    const server = await hostileServer(slices(25, false));
    const error = await failure(
      UnexpectedResponseError,
      all(connect(server).goals.iterate({ limit: 10 })),
    );
    expect(error).toMatchObject({ code: 'OFFSET_IGNORED', operation: 'goals.list' });
    expect(error.message).toContain('10 of 25');
    expect(server.seen).toHaveLength(2);
  });

  test.each([{}, { items: null, count: 1 }, { items: [null], count: 1 }])(
    'is one of our errors where %j comes in place of a list',
    async (data) => {
      const server = await hostileServer(json({ success: true, data }));
      await failure(UnexpectedResponseError, all(connect(server).goals.iterate()));
    },
  );
});
