/**
 * One clock for a whole call: a body that drips, and aborts where nothing is to be sent. Servers that fall silent are in
 * packages/mock/test/sdk.
 */
import { describe, expect, test } from 'vitest';
import { AbortedError, TimeoutError } from '../src/index';
import { agent, agentId, connect, failure } from './documented';
import { hostileServer, json, stalls } from './hostile-server';

const once = { maxRetries: 0 };

describe.concurrent('a timeout', () => {
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
