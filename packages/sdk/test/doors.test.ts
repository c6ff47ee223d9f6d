/** The two ways to the network, and a third of the caller's own. */
import { afterEach, describe, expect, test } from 'vitest';
import {
  ConfigurationError,
  ConnectionError,
  fetchTransport,
  TimeoutError,
  type Transport,
  type TransportRequest,
  undiciTransport,
} from '../src/index';
import { agent, agentId, apiKey, connect, failure, goal, goalId } from './documented';
import { event, hostileServer, json, stalls, streams } from './hostile-server';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

const intercepted = { ...agent, name: 'From the interceptor' };
const interceptor = async () => Response.json(intercepted);

describe('a replaced globalThis.fetch', () => {
  test('is yielded to by default, and left alone again', async () => {
    const server = await hostileServer(json(agent));
    const { agents } = connect(server);
    expect(await agents.get(agentId)).toEqual(agent);
    globalThis.fetch = interceptor;
    expect(await agents.get(agentId)).toEqual(intercepted);
    globalThis.fetch = realFetch;
    expect(await agents.get(agentId)).toEqual(agent);
    expect(server.seen).toHaveLength(2);
  });

  test('is not yielded to when undici is asked for', async () => {
    globalThis.fetch = interceptor;
    const server = await hostileServer(json(agent));
    const { agents } = connect(server, { transport: 'undici' });
    expect(await agents.get(agentId)).toEqual(agent);
  });

  test('is used when fetch is asked for', async () => {
    const server = await hostileServer(json(agent));
    const { agents } = connect(server, { transport: 'fetch' });
    expect(await agents.get(agentId)).toEqual(agent);
    globalThis.fetch = interceptor;
    expect(await agents.get(agentId)).toEqual(intercepted);
  });

  test('that keeps a copy of the answer does not hold a loop that is left', async () => {
    const copies: Response[] = [];
    globalThis.fetch = async (...request: Parameters<typeof fetch>) => {
      const response = await realFetch(...request);
      copies.push(response.clone());
      return response;
    };
    const server = await hostileServer(streams([event('token', { text: 'Hel' })], false));
    const { agents } = connect(server);
    for await (const _ of agents.testStream(agentId, { message: 'Hello' })) break;
    await server.seen[0]?.gone;
    expect(copies).toHaveLength(1);
  }, 3_000);

  test('that fails is a ConnectionError', async () => {
    globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    const { agents } = connect(await hostileServer(), { maxRetries: 0 });
    const error = await failure(ConnectionError, agents.get(agentId));
    expect(error.message).toContain('Failed to fetch');
    expect(error.sent).toBe(true);
  });
});

describe.each([
  ['undici', undiciTransport],
  ['fetch', fetchTransport],
] as const)('the %s door', (_, door) => {
  test('carries both APIs', async () => {
    const server = await hostileServer(json(agent), json({ success: true, data: goal }));
    const client = connect(server, { transport: door() });
    expect(await client.agents.update(agentId, { name: 'é🙂' })).toEqual(agent);
    expect(await client.goals.get(goalId)).toEqual(goal);
    expect(server.seen[0]).toMatchObject({ method: 'PATCH', body: '{"name":"é🙂"}' });
    expect(server.seen[0]?.headers['x-api-key']).toBe(apiKey);
  });

  test('follows no redirect, so that a key never reaches another origin', async () => {
    const elsewhere = await hostileServer(json(agent));
    const server = await hostileServer(json({}, 307, { location: `${elsewhere.url}/api` }));
    await failure(Error, connect(server, { transport: door() }).agents.get(agentId));
    expect(elsewhere.seen).toHaveLength(0);
  });

  test('carries many calls at once', async () => {
    const server = await hostileServer(json(agent));
    const { agents } = connect(server, { transport: door() });
    const answers = await Promise.all(Array.from({ length: 50 }, () => agents.get(agentId)));
    expect(answers).toHaveLength(50);
    expect(server.seen).toHaveLength(50);
  });

  test('can be closed, once or twice, used or not', async () => {
    const server = await hostileServer(json(agent));
    const unused = connect(server, { transport: door() });
    await unused.close();
    const client = connect(server, { transport: door() });
    await client.agents.get(agentId);
    await client.close();
    await client[Symbol.asyncDispose]();
    expect(await client.agents.get(agentId)).toEqual(agent);
    await client.close();
  });
});

describe('a dispatcher that throws', () => {
  test('ends the call in an error of ours, and nothing else', async () => {
    const unhandled: unknown[] = [];
    const hear = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', hear);
    const boom = new Error('boom');
    const dispatcher = {
      dispatch(): boolean {
        throw boom;
      },
    };
    const client = connect({ url: 'http://127.0.0.1:1' }, { dispatcher, maxRetries: 0 });
    const error = await failure(ConnectionError, client.agents.get(agentId));
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', hear);
    expect(error.cause).toBe(boom);
    expect(unhandled).toEqual([]);
  });
});

describe('a door of your own', () => {
  test.each([
    ['fetch', fetchTransport()],
    ['undici', undiciTransport()],
  ])('may hand a changed copy to %s, and keeps the clock', async (_, inner) => {
    const server = await hostileServer(json(agent), stalls);
    const transport: Transport = {
      send: (request) =>
        inner.send({
          ...request,
          signal: request.signal,
          headers: { ...request.headers, 'x-trace': '7' },
        }),
    };
    const client = connect(server, { transport, maxRetries: 0 });
    expect(await client.agents.get(agentId)).toEqual(agent);
    expect(server.seen[0]?.headers['x-trace']).toBe('7');
    await failure(TimeoutError, client.agents.get(agentId, { timeout: 200 }));
    await inner.close?.();
  });

  test.each([
    ['fetch', fetchTransport()],
    ['undici', undiciTransport()],
  ])('that loses the signal on its way to %s is told so', async (_, inner) => {
    const transport: Transport = { send: (request) => inner.send({ ...request }) };
    const client = connect({ url: 'http://127.0.0.1:1' }, { transport });
    const error = await failure(ConfigurationError, client.agents.get(agentId));
    expect(error).toMatchObject({ code: 'SIGNAL_LOST', attempts: [{}] });
  });

  test('is given the whole request, and its answer is read like any other', async () => {
    const sent: TransportRequest[] = [];
    let closed = 0;
    const transport: Transport = {
      async send(request) {
        sent.push(request);
        const bytes = new TextEncoder().encode(JSON.stringify(agent));
        return {
          status: 200,
          headers: {},
          body: (async function* () {
            yield bytes.subarray(0, 10);
            yield bytes.subarray(10);
          })(),
        };
      },
      close: async () => {
        closed++;
      },
    };
    const client = connect({ url: 'https://api.example.com' }, { transport });
    expect(await client.agents.get(agentId)).toEqual(agent);
    expect(sent).toMatchObject([
      { method: 'GET', url: `https://api.example.com/api/agents/${agentId}`, body: undefined },
    ]);
    await client.close();
    expect(closed).toBe(1);
  });

  test('that throws anything at all ends in an error of ours', async () => {
    for (const thrown of [new Error('broke'), 'broke', { code: 'BROKE' }]) {
      const transport: Transport = { send: () => Promise.reject(thrown) };
      const client = connect({ url: 'https://api.example.com' }, { transport, maxRetries: 0 });
      const error = await failure(ConnectionError, client.agents.get(agentId));
      expect(error.cause).toBe(thrown);
    }
  });
});
