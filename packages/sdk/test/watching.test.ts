/** A call seen from outside: hooks, channels and lines, and nothing secret in any of them. */
import { channel } from 'node:diagnostics_channel';
import { describe, expect, test } from 'vitest';
import {
  type Client,
  type ClientOptions,
  ConfigurationError,
  createClient,
  type RequestNotice,
  type ResponseNotice,
  type RetryNotice,
} from '../src/index';
import { agent, agentId, all, connect, failure, newAgent } from './documented';
import { event, hostileServer, json, resets, says, streams } from './hostile-server';

const marked = { key: 'MARKED-KEY-0123456789', body: 'MARKED-BODY' };

/** A client that writes down all that can be seen of it. */
function watched(server: { url: string }, options: ClientOptions = {}) {
  const seen: unknown[] = [];
  const keep = (kind: string) => (notice: unknown) => seen.push({ kind, ...(notice as object) });
  const line = (level: string) => (text: string) => seen.push({ kind: level, text });
  const client = connect(server, {
    onRequest: keep('request'),
    onResponse: keep('response'),
    onRetry: keep('retry'),
    onDrift: keep('drift'),
    logger: { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') },
    logLevel: 'debug',
    agents: { apiKey: marked.key },
    goals: { token: marked.key },
    ...options,
  });
  return { client, seen, kinds: () => seen.map((it) => (it as { kind: string }).kind) };
}

describe('a single call', () => {
  test('tells of its own attempts, and of no other call', async () => {
    const server = await hostileServer(
      json({}, 503, { 'retry-after': '0' }),
      json(agent, 200, { 'x-request-id': 'req-7' }),
    );
    const { agents } = connect(server);
    const seen: ResponseNotice[] = [];
    await agents.get(agentId, { onResponse: (notice) => seen.push(notice) });
    await agents.get(agentId);
    expect(seen).toMatchObject([
      { operation: 'agents.get', attempt: 1, status: 503 },
      { operation: 'agents.get', attempt: 2, status: 200, requestId: 'req-7' },
    ]);
    expect(seen).toHaveLength(2);
  });

  test('goes on when its watcher fails, and refuses one that is none', async () => {
    const server = await hostileServer(json(agent));
    const { agents } = connect(server);
    const onResponse = () => {
      throw new Error('mine');
    };
    expect(await agents.get(agentId, { onResponse })).toEqual(agent);
    const call = agents.get(agentId, { onResponse: 'log' as never });
    expect((await failure(ConfigurationError, call)).message).toContain('onResponse');
  });
});

describe('hooks', () => {
  test('tell of each attempt, in order, with what correlates them', async () => {
    const server = await hostileServer(
      says(503, 'busy', { 'x-request-id': 'first' }),
      json(agent, 200, { 'x-request-id': 'second' }),
    );
    const { client, seen, kinds } = watched(server, { logger: undefined });
    await client.agents.get(agentId);
    expect(kinds()).toEqual(['request', 'response', 'retry', 'request', 'response']);
    const [asked, failed, again, askedAgain, answered] = seen as [
      RequestNotice,
      ResponseNotice,
      RetryNotice,
      RequestNotice,
      ResponseNotice,
    ];
    expect(asked).toMatchObject({
      operation: 'agents.get',
      method: 'GET',
      path: '/agents/:id',
      attempt: 1,
    });
    expect(failed).toMatchObject({ status: 503, requestId: 'first', error: { status: 503 } });
    expect(again).toMatchObject({ attempt: 1, wait: expect.any(Number) });
    expect(askedAgain).toMatchObject({ attempt: 2 });
    expect(answered).toMatchObject({ status: 200, requestId: 'second', error: undefined });
    expect(new Set([asked, failed, again, askedAgain, answered].map(({ call }) => call)).size).toBe(
      1,
    );
    await client.agents.get(agentId);
    expect((seen[5] as RequestNotice).call).not.toBe(asked.call);
  });

  test('tell of an attempt without an answer', async () => {
    const { client, seen } = watched(await hostileServer(resets), { maxRetries: 0 });
    await failure(Error, client.agents.get(agentId));
    const response = seen.find((it) => (it as { kind: string }).kind === 'response');
    expect(response).toMatchObject({ status: undefined, error: { code: 'ECONNRESET' } });
  });

  test('tell of a stream when it begins, once', async () => {
    const server = await hostileServer(streams([event('token', { text: 'a' })]));
    const { client, kinds } = watched(server, { logger: undefined });
    await failure(Error, all(client.agents.testStream(agentId, { message: 'Hi' })));
    expect(kinds()).toEqual(['request', 'response']);
  });

  test('can not change how a call ends', async () => {
    const boom = () => {
      throw new Error('boom');
    };
    const client = connect(await hostileServer(json({ ...agent, name: 7 })), {
      onRequest: boom,
      onResponse: boom,
      onDrift: boom,
      logger: { debug: boom, info: boom, warn: boom, error: boom },
    });
    expect(await client.agents.get(agentId)).toMatchObject({ name: 7 });
  });
});

describe('channels of node:diagnostics_channel', () => {
  test('carry the same notices', async () => {
    const heard: [string, unknown][] = [];
    const names = ['voicectl:request', 'voicectl:response', 'voicectl:retry', 'voicectl:drift'];
    const listener = (message: unknown, name: string | symbol) =>
      heard.push([String(name), message]);
    for (const name of names) channel(name).subscribe(listener);
    try {
      const server = await hostileServer(says(500, ''), json({ ...agent, name: 7 }));
      await connect(server).agents.get(agentId);
    } finally {
      for (const name of names) channel(name).unsubscribe(listener);
    }
    expect(heard.map(([name]) => name.slice(9))).toEqual([
      ...['request', 'response', 'retry', 'request', 'drift', 'response'],
    ]);
    expect(heard.at(-1)?.[1]).toMatchObject({ operation: 'agents.get', status: 200, attempt: 2 });
  });
});

describe('the logger', () => {
  test.each([
    ['debug', ['debug', 'debug', 'warn', 'debug', 'debug']],
    ['info', ['warn']],
    ['warn', ['warn']],
    ['error', []],
    ['off', []],
  ] as const)('at %s is given %j', async (logLevel, expected) => {
    const server = await hostileServer(says(503, ''), json(agent));
    const none = { onRequest: undefined, onResponse: undefined, onRetry: undefined };
    const { client, kinds } = watched(server, { ...none, logLevel });
    await client.agents.get(agentId);
    expect(kinds()).toEqual(expected);
  });

  test('may be the console, and must be one', () => {
    createClient({ logger: console });
    expect(() => createClient({ logger: { debug() {} } as unknown as Console })).toThrow(
      ConfigurationError,
    );
  });
});

test('a marked key and a marked body are in nothing that can be seen', async () => {
  const echo = (status: number) =>
    says(status, JSON.stringify({ message: `no: ${marked.key}` }), {
      'content-type': 'application/json',
    });
  const calls: ((client: Client) => Promise<unknown>)[] = [
    ({ agents }) => agents.create({ ...newAgent, instructions: marked.body }),
    ({ agents }) => agents.test(agentId, { message: marked.body }),
    ({ agents }) => all(agents.testStream(agentId, { message: marked.body })),
    ({ goals }) => goals.generate({ description: marked.body }),
    ({ agents }) => agents.get(agentId),
  ];
  for (const behaviour of [echo(400), echo(500), resets, json({}), says(200, '<html>')]) {
    const server = await hostileServer(behaviour);
    for (const call of calls) {
      const { client, seen } = watched(server, { maxRetries: 1, timeout: 2_000 });
      const outcome = await call(client).catch((error: unknown) => error);
      const { inspect } = await import('node:util');
      const everything = [seen, outcome, client].map((it) => inspect(it, { depth: 9 })).join();
      const asJson = JSON.stringify([seen, outcome]);
      for (const secret of Object.values(marked)) {
        expect(everything).not.toContain(secret);
        expect(asJson).not.toContain(secret);
      }
    }
  }
});
