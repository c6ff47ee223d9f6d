/** One clock for a whole call: timeout, deadline and the caller's signal. */
import { describe, expect, test } from 'vitest';
import { AbortedError, ServerError, TimeoutError } from '../src/index';
import { agent, agentId, connect, failure, goalId } from './documented';
import { hostileServer, json, stalls, stallsInBody } from './hostile-server';

const once = { maxRetries: 0 };
const slowly = json({}, 503, { 'retry-after': '20' });

describe.concurrent.each(['undici', 'fetch'] as const)('through the %s door', (transport) => {
  test.each([
    ['headers', stalls],
    ['body', stallsInBody],
  ] as const)('a server that falls silent before or in its %s times out', async (phase, stall) => {
    const server = await hostileServer(stall);
    const client = connect(server, { transport, timeout: 400, ...once });
    const error = await failure(TimeoutError, client.agents.get(agentId));
    expect(error).toMatchObject({ name: 'TimeoutError', phase, code: 'TIMEOUT' });
    expect(error.message).toContain('400 ms (timeout)');
    expect(error.toJSON()).toMatchObject({ phase, operation: 'agents.get' });
    expect(error.attempts).toHaveLength(1);
    expect(error.durationMs).toBeGreaterThanOrEqual(390);
    expect(error.durationMs).toBeLessThan(10_000);
    await server.seen[0]?.gone;
  });

  test.each([
    ['before its headers', stalls],
    ['in its body', stallsInBody],
  ] as const)('an abort ends a wait for an answer %s', async (_, stall) => {
    const controller = new AbortController();
    const reason = new Error('The user pressed stop');
    const server = await hostileServer((response, seen) => {
      stall(response, seen);
      setTimeout(() => controller.abort(reason), 40);
    });
    const client = connect(server, { transport });
    const call = client.agents.get(agentId, { signal: controller.signal });
    const error = await failure(AbortedError, call);
    expect(error).toMatchObject({ name: 'AbortError', code: 'ABORTED', retryable: false });
    expect(error.cause).toBe(reason);
    expect(server.seen).toHaveLength(1);
    await server.seen[0]?.gone;
  });
});

describe.concurrent('a timeout', () => {
  test('of one call overrules that of the client', async () => {
    const server = await hostileServer(stalls);
    const client = connect(server, { timeout: 30_000, ...once });
    const error = await failure(TimeoutError, client.goals.get(goalId, { timeout: 40 }));
    expect(error.message).toContain('40 ms');
  });

  test('is given to every attempt anew', async () => {
    const server = await hostileServer(stalls, json(agent));
    expect(await connect(server, { timeout: 400 }).agents.get(agentId)).toEqual(agent);
    expect(server.seen).toHaveLength(2);
  });

  test('covers the whole of a body that drips', async () => {
    const server = await hostileServer((response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    const client = connect(server, { timeout: 400, ...once });
    const error = await failure(TimeoutError, client.agents.get(agentId));
    expect(error.phase).toBe('body');
  });
});

describe.concurrent('a deadline', () => {
  test('is shared by all attempts', async () => {
    const server = await hostileServer(stalls);
    const client = connect(server, { timeout: 300, deadline: 900, maxRetries: 20 });
    const error = await failure(TimeoutError, client.agents.get(agentId));
    expect(error.durationMs).toBeLessThan(10_000);
    expect(server.seen.length).toBeLessThan(5);
    expect(error.attempts).toHaveLength(server.seen.length);
  });

  test('shorter than the timeout says that it was the deadline', async () => {
    const server = await hostileServer(stalls);
    const client = connect(server, { timeout: 30_000 });
    const error = await failure(TimeoutError, client.agents.get(agentId, { deadline: 300 }));
    expect(error.message).toContain('300 ms (deadline)');
    expect(error.phase).toBe('headers');
    expect(server.seen).toHaveLength(1);
  });

  test('is blamed every time, though timers are not exact', async () => {
    const server = await hostileServer(stalls);
    const client = connect(server, { timeout: 30_000 });
    const calls = Array.from({ length: 60 }, async (_, index) => {
      const call = client.agents.get(agentId, { deadline: 300 + index * 2.37 });
      return (await failure(TimeoutError, call)).message;
    });
    for (const message of await Promise.all(calls)) expect(message).toContain('(deadline)');
  });

  test('that a wait can not fit fails the call now, with what went wrong', async () => {
    const server = await hostileServer(slowly);
    const client = connect(server, { deadline: 2_000 });
    const error = await failure(ServerError, client.agents.get(agentId));
    expect(error.status).toBe(503);
    expect(error.durationMs).toBeLessThan(1_900);
    expect(server.seen).toHaveLength(1);
  });
});

describe.concurrent('an abort', () => {
  test('before the call sends nothing', async () => {
    const server = await hostileServer(json(agent));
    const reason = { why: 'changed my mind' };
    const signal = AbortSignal.abort(reason);
    const error = await failure(AbortedError, connect(server).agents.get(agentId, { signal }));
    expect(error.cause).toBe(reason);
    expect(error.attempts).toEqual([]);
    expect(server.seen).toHaveLength(0);
  });

  test('ends the wait before a repeat', async () => {
    const controller = new AbortController();
    const server = await hostileServer(slowly);
    const client = connect(server, { onRetry: () => setTimeout(() => controller.abort(), 20) });
    const error = await failure(
      AbortedError,
      client.agents.get(agentId, { signal: controller.signal }),
    );
    expect((error.cause as Error).name).toBe('AbortError');
    expect(error.attempts).toMatchObject([{ status: 503 }]);
    expect(error.durationMs).toBeLessThan(10_000);
    expect(server.seen).toHaveLength(1);
  });

  test('by AbortSignal.timeout is an abort of the caller', async () => {
    const server = await hostileServer(stalls);
    const signal = AbortSignal.timeout(40);
    const error = await failure(AbortedError, connect(server).agents.get(agentId, { signal }));
    expect((error.cause as Error).name).toBe('TimeoutError');
  });

  test('after the answer changes nothing, and leaves no listener behind', async () => {
    const server = await hostileServer(json(agent));
    const { agents } = connect(server);
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...all: Parameters<typeof add>) => {
      listeners++;
      add(...all);
    };
    signal.removeEventListener = (...all: Parameters<typeof remove>) => {
      listeners--;
      remove(...all);
    };
    for (let time = 0; time < 3; time++) await agents.get(agentId, { signal });
    expect(listeners).toBe(0);
    controller.abort();
    expect(await agents.get(agentId)).toEqual(agent);
  });
});

describe.each(['undici', 'fetch'] as const)(
  'an abort in the very moment of sending, by %s',
  (transport) => {
    test('ends the call, and nothing is sent', async () => {
      const server = await hostileServer(stalls);
      const client = connect(server, { transport, timeout: 3_000 });
      for (let count = 0; count < 3; count++) {
        const stop = new AbortController();
        const call = client.agents.get('a', { signal: stop.signal });
        stop.abort(new Error('changed my mind'));
        await failure(AbortedError, call);
      }
      expect(server.seen).toHaveLength(0);
    });

    test('also when a hook does it', async () => {
      const server = await hostileServer(stalls);
      const stop = new AbortController();
      const client = connect(server, { transport, onRequest: () => stop.abort() });
      await failure(AbortedError, client.agents.get('a', { signal: stop.signal }));
      expect(server.seen).toHaveLength(0);
    });
  },
);
