/** Limits for fleets: a pace and a number at once, shared by all calls of a client. */
import { describe, expect, test } from 'vitest';
import { AbortedError, RateLimitError, TimeoutError } from '../src/index';
import { agent, agentId, all, connect, failure } from './documented';
import {
  type Behaviour,
  event,
  hostileServer,
  json,
  says,
  stalls,
  streams,
} from './hostile-server';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Answers after a while, and remembers when each request came and how many were there at once. */
function watching(ms: number) {
  const cameAt: number[] = [];
  let now = 0;
  let most = 0;
  const behaviour: Behaviour = async (response, seen) => {
    cameAt.push(performance.now());
    most = Math.max(most, ++now);
    await sleep(ms);
    now--;
    json(agent)(response, seen);
  };
  return { behaviour, cameAt, most: () => most };
}

describe('maxConcurrency', () => {
  test('lets no more out at once, and serves all in their order', async () => {
    const { behaviour, most } = watching(20);
    const server = await hostileServer(behaviour);
    const client = connect(server, { maxConcurrency: 3 });
    const ids = Array.from({ length: 12 }, (_, index) => `id-${index}`);
    await Promise.all(ids.map((id) => client.agents.get(id)));
    expect(most()).toBe(3);
    const asked = server.seen.map(({ url }) => url.split('/').at(-1));
    // Three are under way together, and may overtake one another on the wire.
    for (const [place, id] of ids.entries()) {
      expect(Math.abs(asked.indexOf(id) - place)).toBeLessThan(3);
    }
  });

  test('gives a place back when a call fails, times out or is aborted', async () => {
    const server = await hostileServer(says(404, ''), stalls, stalls, json(agent));
    const { agents } = connect(server, { maxConcurrency: 1, maxRetries: 0 });
    await failure(Error, agents.get(agentId));
    await failure(TimeoutError, agents.get(agentId, { timeout: 100 }));
    await failure(AbortedError, agents.get(agentId, { signal: AbortSignal.timeout(100) }));
    expect(await agents.get(agentId)).toEqual(agent);
  });

  test('gives the place of a stream back when it has ended, or was left', async () => {
    const tokens = streams([event('token', { text: 'a' })], false);
    const done = streams([event('done', { response: 'a' })]);
    const server = await hostileServer(tokens, done, json(agent));
    const { agents } = connect(server, { maxConcurrency: 1 });
    for await (const _ of agents.testStream(agentId, { message: 'Hi' })) break;
    await all(agents.testStream(agentId, { message: 'Hi' }));
    expect(await agents.get(agentId)).toEqual(agent);
  });

  test('a call that waits in line can be aborted, and has its deadline', async () => {
    const server = await hostileServer(stalls);
    const { agents } = connect(server, { maxConcurrency: 1 });
    const first = new AbortController();
    const out = agents.get(agentId, { signal: first.signal }).catch(() => {});
    await failure(AbortedError, agents.get(agentId, { signal: AbortSignal.timeout(50) }));
    const late = await failure(TimeoutError, agents.get(agentId, { deadline: 50 }));
    expect(late.phase).toBe('wait');
    expect(server.seen).toHaveLength(1);
    first.abort();
    await out;
  });

  test('the wait in line is no part of the timeout of an attempt', async () => {
    const { behaviour } = watching(150);
    const { agents } = connect(await hostileServer(behaviour), {
      maxConcurrency: 1,
      timeout: 400,
      maxRetries: 0,
    });
    expect(await Promise.all([1, 2, 3, 4].map(() => agents.get(agentId)))).toHaveLength(4);
  });
});

describe('requestsPerSecond', () => {
  test('keeps the pace', async () => {
    const { behaviour, cameAt } = watching(0);
    const { agents } = connect(await hostileServer(behaviour), { requestsPerSecond: 50 });
    await Promise.all(Array.from({ length: 11 }, () => agents.get(agentId)));
    const [first = 0] = cameAt;
    // Ten gaps of 20 ms; timers may be a little early.
    expect((cameAt.at(-1) ?? 0) - first).toBeGreaterThan(180);
  });

  test('after a 429 nobody goes before the time that the server asked for', async () => {
    const server = await hostileServer(says(429, '', { 'retry-after': '0.5' }), json(agent));
    const { agents } = connect(server, { requestsPerSecond: 1_000, maxRetries: 0 });
    await failure(RateLimitError, agents.get(agentId));
    const before = performance.now();
    await Promise.all([agents.get(agentId), agents.get(agentId)]);
    expect(performance.now() - before).toBeGreaterThan(450);
  });

  test('is slower after a 429, and recovers', async () => {
    const { behaviour, cameAt } = watching(0);
    const server = await hostileServer(says(429, ''), behaviour);
    const { agents } = connect(server, { requestsPerSecond: 40, maxRetries: 0 });
    await failure(RateLimitError, agents.get(agentId));
    for (let count = 0; count < 3; count++) await agents.get(agentId);
    const [first = 0, second = 0] = cameAt;
    expect(second - first).toBeGreaterThan(40);
  });
});

describe('a burst of 429', () => {
  test('slows the client down once, not once for each', async () => {
    const refusals = Array.from({ length: 8 }, () => says(429, '', { 'retry-after': '0' }));
    const server = await hostileServer(...refusals, json(agent));
    const { agents } = connect(server, { requestsPerSecond: 100, maxRetries: 3 });
    const before = performance.now();
    await Promise.all(refusals.map(() => agents.get(agentId)));
    expect(performance.now() - before).toBeLessThan(3_000);
  });
});

describe('a call that never left the line', () => {
  test('may simply be made again, and says so', async () => {
    const server = await hostileServer(stalls);
    const { agents } = connect(server, { maxConcurrency: 1 });
    const first = new AbortController();
    const out = agents.get(agentId, { signal: first.signal }).catch(() => {});
    const late = await failure(
      TimeoutError,
      agents.test(agentId, { message: 'Hi' }, { deadline: 60 }),
    );
    expect(late).toMatchObject({ retryable: true, hint: undefined, attempts: [] });
    first.abort();
    await out;
  });

  test('fails now when its turn can not come in time', async () => {
    const server = await hostileServer(says(429, '', { 'retry-after': '20' }), json(agent));
    const { agents } = connect(server, { requestsPerSecond: 10, maxRetries: 0 });
    await failure(RateLimitError, agents.get(agentId));
    const before = performance.now();
    await failure(TimeoutError, agents.get(agentId, { deadline: 3_000 }));
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

test.each([
  { requestsPerSecond: 0 },
  { requestsPerSecond: Number.NaN },
  { maxConcurrency: 0 },
  { maxConcurrency: 1.5 },
])('%j is refused', (options) => {
  expect(() => connect({ url: 'http://127.0.0.1:9' }, options)).toThrow(Object.keys(options)[0]);
});
