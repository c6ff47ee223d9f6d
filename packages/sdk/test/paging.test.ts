/** Walking a list that is longer than a page, and may change under way. */
import { describe, expect, test } from 'vitest';
import { InputError, NotFoundError, ServerError } from '../src/index';
import { agent, all, connect, failure, page } from './documented';
import { type Behaviour, type HostileServer, hostileServer, json } from './hostile-server';

const named = (id: string) => ({ ...agent, id });
const ids = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `agent-${from + index}`);

/** A list that is cut into pages as asked for. */
function lists(items: readonly string[]): Behaviour {
  return (response, seen) => {
    const query = new URL(seen.url, 'http://x').searchParams;
    const number = Number(query.get('page') ?? 1);
    const size = Number(query.get('limit') ?? 20);
    const cut = items.slice((number - 1) * size, number * size).map(named);
    json(page(cut, number, number * size < items.length))(response, seen);
  };
}

const pagesAsked = (server: HostileServer) =>
  server.seen.map(({ url }) => Number(new URL(url, 'http://x').searchParams.get('page')));

test('toArray without its limit is refused in words', async () => {
  const server = await hostileServer(lists([]));
  const walk = connect(server).agents.iterate();
  await failure(InputError, walk.toArray(undefined as never));
  await failure(InputError, walk.toArray({} as never));
  expect(server.seen).toHaveLength(0);
});

describe('iterate', () => {
  test('gives every item once, page by page', async () => {
    const server = await hostileServer(lists(ids(1, 7)));
    const found = await all(connect(server).agents.iterate({ limit: 3, search: 'x' }));
    expect(found.map(({ id }) => id)).toEqual(ids(1, 7));
    expect(pagesAsked(server)).toEqual([1, 2, 3]);
    for (const { url } of server.seen) expect(url).toContain('search=x');
  });

  test('asks for 100 a page, from page 1, unless told otherwise', async () => {
    const server = await hostileServer(lists(ids(1, 7)));
    const { agents } = connect(server);
    await all(agents.iterate());
    const rest = await all(agents.iterate({ page: 2, limit: 5 }));
    expect(server.seen.map(({ url }) => url)).toEqual([
      '/api/agents?page=1&limit=100',
      '/api/agents?page=2&limit=5',
    ]);
    expect(rest.map(({ id }) => id)).toEqual(ids(6, 7));
  });

  test('sends nothing before it is used, and starts anew each time', async () => {
    const server = await hostileServer(lists(ids(1, 3)));
    const list = connect(server).agents.iterate({ limit: 2 });
    expect(server.seen).toHaveLength(0);
    expect(await all(list)).toHaveLength(3);
    expect(await all(list)).toHaveLength(3);
    expect(pagesAsked(server)).toEqual([1, 2, 1, 2]);
  });

  test('of an empty list is empty', async () => {
    const server = await hostileServer(json(page([])));
    expect(await all(connect(server).agents.iterate())).toEqual([]);
    expect(server.seen).toHaveLength(1);
  });

  test('that is left early asks for no more pages', async () => {
    const server = await hostileServer(lists(ids(1, 50)));
    for await (const { id } of connect(server).agents.iterate({ limit: 2 })) {
      if (id === 'agent-3') break;
    }
    expect(pagesAsked(server)).toEqual([1, 2]);
  });

  test('pages() gives them as the server cut them', async () => {
    const server = await hostileServer(lists(ids(1, 5)));
    const pages = await all(connect(server).agents.iterate({ limit: 2 }).pages());
    expect(pages.map(({ data }) => data.map(({ id }) => id))).toEqual([
      ids(1, 2),
      ids(3, 4),
      ids(5, 5),
    ]);
    expect(pages.map(({ meta }) => meta.page)).toEqual([1, 2, 3]);
  });

  test('first() takes as many as wanted, from as few pages as it takes', async () => {
    const server = await hostileServer(lists(ids(1, 50)));
    const list = connect(server).agents.iterate({ limit: 4 });
    expect(await list.first(0)).toEqual([]);
    expect(await list.first(-1)).toEqual([]);
    expect(server.seen).toHaveLength(0);
    expect((await list.first(4)).map(({ id }) => id)).toEqual(ids(1, 4));
    expect(pagesAsked(server)).toEqual([1]);
    expect(await list.first(5)).toHaveLength(5);
    expect(await list.first(99)).toHaveLength(50);
  });

  test('toArray() stops at its limit', async () => {
    const server = await hostileServer(lists(ids(1, 10)));
    const list = connect(server).agents.iterate({ limit: 4 });
    expect(await list.toArray({ limit: 6 })).toHaveLength(6);
    expect(await list.toArray({ limit: 600 })).toHaveLength(10);
  });
});

describe('a list that changes while it is walked', () => {
  const shows = (...pages: (readonly string[])[]) =>
    pages.map((items, index) => json(page(items.map(named), index + 1, index + 1 < pages.length)));

  test('does not repeat what was pushed onto the next page', async () => {
    const server = await hostileServer(...shows(['c', 'b'], ['b', 'a']));
    const found = await all(connect(server).agents.iterate());
    expect(found.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  test('does not repeat what was pushed several pages on', async () => {
    const server = await hostileServer(...shows(['d', 'c'], ['f', 'd'], ['c', 'b'], ['a']));
    const found = await all(connect(server).agents.iterate());
    expect(found.map(({ id }) => id)).toEqual(['d', 'c', 'f', 'b', 'a']);
  });

  test('ends with what failed, after what came before it', async () => {
    const [first = json({})] = shows(['b'], ['a']);
    const server = await hostileServer(first, json({}, 404));
    const list = connect(server).agents.iterate()[Symbol.asyncIterator]();
    expect((await list.next()).value?.id).toBe('b');
    await failure(NotFoundError, list.next());
  });

  test('repeats a page that failed for the moment', async () => {
    const [first = json({}), second = json({})] = shows(['b'], ['a']);
    const busy = json({}, 503, { 'retry-after': '0' });
    const server = await hostileServer(first, busy, second);
    expect(await all(connect(server).agents.iterate())).toHaveLength(2);
    server.does(busy);
    await failure(ServerError, all(connect(server, { maxRetries: 0 }).agents.iterate()));
  });
});

describe('a server that can not count', () => {
  test('and answers page 1 for ever is left', async () => {
    const server = await hostileServer(json(page([named('a')], 1, true)));
    const found = await connect(server).agents.iterate().toArray({ limit: 100 });
    expect(found.map(({ id }) => id)).toEqual(['a']);
    expect(server.seen).toHaveLength(2);
  });

  test('and promises more after an empty page is left', async () => {
    const server = await hostileServer((response, seen) => {
      const number = Number(new URL(seen.url, 'http://x').searchParams.get('page'));
      json(page(number === 1 ? [named('a')] : [], number, true))(response, seen);
    });
    expect(await all(connect(server).agents.iterate())).toHaveLength(1);
    expect(server.seen).toHaveLength(2);
  });

  test('and sends a page that a filter has emptied does not end the walk', async () => {
    const server = await hostileServer(
      json(page([named('a')], 1, true, 3)),
      json(page([], 2, true, 3)),
      json(page([named('b')], 3, false, 3)),
    );
    expect(await all(connect(server).agents.iterate())).toHaveLength(2);
  });

  test('and sends items without an id loses none of them', async () => {
    const server = await hostileServer(
      json(page([{ name: 'x' }], 1, true)),
      json(page([{ name: 'y' }], 2, false)),
    );
    expect(await all(connect(server).agents.iterate())).toEqual([{ name: 'x' }, { name: 'y' }]);
  });
});
