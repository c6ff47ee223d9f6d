/** Repeats as a server sees them. */
import { describe, expect, test } from 'vitest';
import {
  type Client,
  ConnectionError,
  createClient,
  NotFoundError,
  RateLimitError,
  type RetryNotice,
  ServerError,
  type Transport,
} from '../src/index';
import { agent, agentId, answer, connect, failure, goal, goalId } from './documented';
import { cutsBody, hostileServer, json, nobodyListens, resets, stalls } from './hostile-server';

const busy = (status: number, seconds?: string) =>
  json({ message: 'Busy' }, status, seconds === undefined ? {} : { 'retry-after': seconds });
const newAgent = { name: 'n', instructions: 'i' };
const message = { message: 'Hello' };

describe.concurrent.each(['undici', 'fetch'] as const)('through the %s door', (transport) => {
  test.each([
    ['a broken line', resets],
    ['half an answer', cutsBody],
    ['a 503', busy(503, '0')],
  ])('a read is repeated after %s', async (_, behaviour) => {
    const server = await hostileServer(behaviour, json(agent));
    expect(await connect(server, { transport }).agents.get(agentId)).toEqual(agent);
    expect(server.seen).toHaveLength(2);
  });

  test.each([
    ['a broken line', resets],
    ['half an answer', cutsBody],
  ])('an agent is not made twice after %s', async (_, behaviour) => {
    const server = await hostileServer(behaviour);
    const client = connect(server, { transport });
    const error = await failure(ConnectionError, client.agents.create(newAgent));
    expect(error.sent).toBe(true);
    expect(server.seen).toHaveLength(1);
  });

  test('a call that found nobody is repeated, whatever it is', async () => {
    const notices: RetryNotice[] = [];
    const nobody = { url: await nobodyListens() };
    const client = connect(nobody, { transport, onRetry: (notice) => notices.push(notice) });
    const error = await failure(ConnectionError, client.agents.create(newAgent, { maxRetries: 1 }));
    expect(error).toMatchObject({ sent: false, code: 'ECONNREFUSED' });
    expect(error.attempts).toHaveLength(2);
    expect(notices).toMatchObject([{ operation: 'agents.create', attempt: 1 }]);
  });
});

describe.concurrent('what may have worked is not repeated', () => {
  const unsafe: Record<string, (client: Client) => Promise<unknown>> = {
    'agents.create': ({ agents }) => agents.create(newAgent),
    'agents.delete': ({ agents }) => agents.delete(agentId),
    'agents.activate': ({ agents }) => agents.activate(agentId),
    'agents.archive': ({ agents }) => agents.archive(agentId),
    'agents.restore': ({ agents }) => agents.restore(agentId),
    'agents.test': ({ agents }) => agents.test(agentId, message),
    'agents.testStream': ({ agents }) => agents.testStream(agentId, message).next(),
    'goals.create': ({ goals }) => goals.create({ name: 'n', agent_id: agentId }),
    'goals.delete': ({ goals }) => goals.delete(goalId),
    'goals.detach': ({ goals }) => goals.detach({ agentId }),
    'goals.generate': ({ goals }) => goals.generate({ description: 'd' }),
  };
  test.each(Object.entries(unsafe))('%s, after a 500', async (_, call) => {
    const server = await hostileServer(busy(500));
    await failure(ServerError, call(connect(server)));
    // Whoever looks how a transition ended reads the agent; that is no second try.
    expect(server.seen.filter(({ method }) => method !== 'GET')).toHaveLength(1);
  });

  test('a message to an agent, after a timeout', async () => {
    const server = await hostileServer(stalls);
    const client = connect(server, { timeout: 400 });
    await failure(Error, client.agents.test(agentId, message));
    expect(server.seen).toHaveLength(1);
  });
});

describe.concurrent('what the server surely did not act on is repeated', () => {
  test.each([429, 503])('a new agent, after a %i with Retry-After', async (status) => {
    const server = await hostileServer(busy(status, '0'), json(agent, 201));
    expect(await connect(server).agents.create(newAgent)).toEqual(agent);
    expect(server.seen.map(({ body }) => body)).toEqual([
      JSON.stringify(newAgent),
      JSON.stringify(newAgent),
    ]);
  });

  test('a stream, before its first word', async () => {
    const server = await hostileServer(busy(429, '0'), json(answer));
    const parts = connect(server).agents.testStream(agentId, message);
    expect((await parts.next()).value).toEqual({ type: 'token', text: answer.response });
    expect(server.seen).toHaveLength(2);
  });

  test('an update and an attachment, after a 500', async () => {
    const envelope = json({ success: true, data: goal });
    const server = await hostileServer(
      ...[busy(500, '0'), json(agent), busy(500, '0'), envelope, busy(500, '0'), envelope],
    );
    const client = connect(server);
    await client.agents.update(agentId, { name: 'New' });
    await client.goals.update(goalId, { name: 'New' });
    await client.goals.attach({ goalId, agentId });
    expect(server.seen).toHaveLength(6);
  });
});

describe.concurrent('a burst of 503', () => {
  const burst = (length: number) => [
    ...Array.from({ length }, () => json({ message: 'Overloaded' }, 503)),
    json(agent),
  ];

  test('is outlasted by a read with repeats enough', async () => {
    const server = await hostileServer(...burst(3));
    expect(await connect(server, { maxRetries: 3 }).agents.get(agentId)).toEqual(agent);
    expect(server.seen).toHaveLength(4);
  });

  test('that outlasts the repeats is an error that tells of each', async () => {
    const server = await hostileServer(...burst(3));
    const error = await failure(
      ServerError,
      connect(server, { maxRetries: 1 }).agents.get(agentId),
    );
    expect(error).toMatchObject({ status: 503, attempts: [{ status: 503 }, { status: 503 }] });
    expect(server.seen).toHaveLength(2);
  });

  test('that does not say when to come back ends a create', async () => {
    const server = await hostileServer(...burst(1));
    const { agents } = connect(server);
    await failure(ServerError, agents.create(newAgent));
    expect(server.seen).toHaveLength(1);
  });
});

test('a certificate that is not trusted is an error at once', async () => {
  let sent = 0;
  const transport: Transport = {
    send: async () => {
      sent += 1;
      throw Object.assign(new Error('self-signed certificate'), {
        code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      });
    },
  };
  const client = createClient({ agents: { url: 'https://localhost', apiKey: 'k' }, transport });
  const error = await failure(ConnectionError, client.agents.get(agentId));
  expect(error).toMatchObject({
    sent: false,
    retryable: false,
    hint: expect.stringContaining('certificate'),
  });
  expect(sent).toBe(1);
});

describe.concurrent('a repeat', () => {
  test('is told to onRetry, with the failure and the wait', async () => {
    const notices: RetryNotice[] = [];
    const server = await hostileServer(busy(503, '0'), busy(429, '0.02'), json(agent));
    await connect(server, { onRetry: (notice) => notices.push(notice) }).agents.get(agentId);
    expect(notices).toMatchObject([
      { operation: 'agents.get', attempt: 1, wait: 0, error: { status: 503 } },
      { operation: 'agents.get', attempt: 2, wait: 20, error: { status: 429 } },
    ]);
    expect(notices.map(({ error }) => error.attempts.length)).toEqual([1, 2]);
  });

  test('happens even when onRetry itself fails', async () => {
    const server = await hostileServer(busy(503, '0'), json(agent));
    const onRetry = () => {
      throw new Error('the watcher broke');
    };
    expect(await connect(server, { onRetry }).agents.get(agentId)).toEqual(agent);
  });

  test('leaves each failed try in attempts', async () => {
    const server = await hostileServer(
      json({}, 503, { 'retry-after': '0.02', 'x-request-id': 'req-1' }),
      json({}, 500, { 'retry-after': '0' }),
      json({}, 404, { 'x-request-id': 'req-3' }),
    );
    const error = await failure(NotFoundError, connect(server).agents.get(agentId));
    expect(error.attempts).toMatchObject([
      { status: 503, requestId: 'req-1', waited: 0 },
      { status: 500, waited: 20 },
      { status: 404, requestId: 'req-3', waited: 0 },
    ]);
    for (const { ms } of error.attempts) expect(ms).toBeGreaterThanOrEqual(0);
    expect(error.toJSON().attempts).toEqual(error.attempts);
  });

  test('happens as often as the client or the call says', async () => {
    const server = await hostileServer(busy(503, '0'));
    const { agents } = connect(server, { maxRetries: 4 });
    await failure(ServerError, agents.get(agentId));
    expect(server.seen).toHaveLength(5);
    await failure(ServerError, agents.get(agentId, { maxRetries: 1 }));
    expect(server.seen).toHaveLength(7);
  });

  test.each([
    ['31', {}],
    ['2', { maxRetryAfter: 1 }],
  ])('that should wait %s seconds fails at once', async (seconds, options) => {
    const server = await hostileServer(busy(429, seconds));
    const error = await failure(RateLimitError, connect(server, options).agents.get(agentId));
    expect(error).toMatchObject({ retryAfter: Number(seconds), retryable: true });
    expect(error.durationMs).toBeLessThan(1_900);
    expect(server.seen).toHaveLength(1);
  });
});
