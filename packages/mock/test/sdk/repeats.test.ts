/** What the SDK sends again to a server that fails, and what it sends once. */
import {
  type Client,
  ConnectionError,
  RateLimitError,
  type RetryNotice,
  ServerError,
  TimeoutError,
} from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import type { FaultInput } from '../../src/faults/faults';
import { agentId, failure, goalId, message, newAgent, oneAgent, served } from './served';

const contents = {
  ...oneAgent(),
  goals: [{ id: goalId, name: 'Callback', agent: agentId }],
};

describe.concurrent.each(['undici', 'fetch'] as const)('Through the %s door', (transport) => {
  it.each<[string, FaultInput]>([
    ['a broken line', { reset: 'before' }],
    ['half an answer', { truncate: 20 }],
    ['a 503', { status: 503, retryAfter: 0 }],
  ])('a read is repeated after %s', async (_, fault) => {
    const faults: FaultInput[] = [{ ...fault, times: 1 }];
    await using platform = await served({ contents, faults }, { transport });
    expect(await platform.client.agents.get(agentId)).toMatchObject({ id: agentId });
    expect(platform.asked()).toEqual(['agents.get', 'agents.get']);
  });

  it.each<[string, FaultInput]>([
    ['a broken line', { reset: 'after' }],
    ['half an answer', { truncate: 20 }],
  ])('an agent is not made twice after %s', async (_, fault) => {
    const faults: FaultInput[] = [{ operation: 'agents.create', ...fault }];
    await using platform = await served({ faults }, { transport });
    const error = await failure(ConnectionError, platform.client.agents.create(newAgent));
    expect(error.sent).toBe(true);
    expect(platform.asked()).toEqual(['agents.create']);
    expect(platform.mock.state.agents.size).toBe(1);
  });
});

describe.concurrent('What may have worked is not repeated', () => {
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
  it.each(Object.entries(unsafe))('%s, after a 500', async (_, call) => {
    await using platform = await served({ contents, faults: [{ status: 500 }] });
    await failure(ServerError, call(platform.client));
    // Whoever looks how a transition ended reads the agent; that is no second try.
    expect(platform.asked().filter((operation) => operation !== 'agents.get')).toHaveLength(1);
  });

  it('a message to an agent, after a timeout', async () => {
    const faults: FaultInput[] = [{ latency: 60_000 }];
    await using platform = await served({ contents, faults }, { timeout: 2_000 });
    await failure(TimeoutError, platform.client.agents.test(agentId, message));
    expect(platform.met()).toBe(1);
  });
});

describe.concurrent('What the server surely did not act on is repeated', () => {
  it.each([429, 503])('a new agent, after a %i with Retry-After', async (status) => {
    await using platform = await served({
      strict: true,
      faults: [{ status, retryAfter: 0, times: 1 }],
    });
    expect(await platform.client.agents.create(newAgent)).toMatchObject(newAgent);
    expect(platform.asked()).toEqual(['agents.create', 'agents.create']);
    expect(platform.mock.state.agents.size).toBe(1);
  });

  it('a stream, before its first word', async () => {
    await using platform = await served({ contents, faults: [{ retryAfter: 0, times: 1 }] });
    const parts = platform.client.agents.testStream(agentId, message);
    expect((await parts.next()).value).toMatchObject({ type: 'token' });
    await parts.return();
    expect(platform.met()).toBe(1);
  });

  it('an update and an attachment, after a 500', async () => {
    const calls = ['agents.update', 'goals.update', 'goals.attach'] as const;
    const faults: FaultInput[] = calls.map((operation) => ({
      ...{ operation, status: 500, retryAfter: 0, times: 1 },
    }));
    await using platform = await served({ contents, faults });
    const { agents, goals } = platform.client;
    await agents.update(agentId, { name: 'New' });
    await goals.update(goalId, { name: 'New' });
    await goals.attach({ goalId, agentId });
    expect(platform.asked()).toEqual(calls.flatMap((operation) => [operation, operation]));
  });
});

describe.concurrent('A burst of 503', () => {
  const burst = (times: number) => ({ contents, faults: [{ status: 503, times }] });

  it('is outlasted by a read with repeats enough', async () => {
    await using platform = await served(burst(3), { maxRetries: 3 });
    expect(await platform.client.agents.get(agentId)).toMatchObject({ id: agentId });
    expect(platform.asked()).toHaveLength(4);
  });

  it('that outlasts the repeats is an error that tells of each', async () => {
    await using platform = await served(burst(3), { maxRetries: 1 });
    const error = await failure(ServerError, platform.client.agents.get(agentId));
    expect(error).toMatchObject({ status: 503, attempts: [{ status: 503 }, { status: 503 }] });
    expect(platform.asked()).toHaveLength(2);
  });

  it('that does not say when to come back ends a create', async () => {
    await using platform = await served(burst(1));
    await failure(ServerError, platform.client.agents.create(newAgent));
    expect(platform.asked()).toEqual(['agents.create']);
  });
});

describe.concurrent('A repeat', () => {
  it('is told to onRetry, with the failure and the wait', async () => {
    const notices: RetryNotice[] = [];
    const faults: FaultInput[] = [
      { status: 503, retryAfter: 0, times: 1 },
      { retryAfter: 0.02, times: 1 },
    ];
    const onRetry = (notice: RetryNotice) => void notices.push(notice);
    await using platform = await served({ contents, faults }, { onRetry });
    await platform.client.agents.get(agentId);
    expect(notices).toMatchObject([
      { operation: 'agents.get', attempt: 1, wait: 0, error: { status: 503 } },
      { operation: 'agents.get', attempt: 2, wait: 20, error: { status: 429 } },
    ]);
    expect(notices.map(({ error }) => error.attempts.length)).toEqual([1, 2]);
  });

  it('happens even when onRetry itself fails', async () => {
    const faults: FaultInput[] = [{ status: 503, retryAfter: 0, times: 1 }];
    const onRetry = () => {
      throw new Error('the watcher broke');
    };
    await using platform = await served({ contents, faults }, { onRetry });
    expect(await platform.client.agents.get(agentId)).toMatchObject({ id: agentId });
  });

  it('happens as often as the client or the call says', async () => {
    const faults: FaultInput[] = [{ status: 503, retryAfter: 0 }];
    await using platform = await served({ contents, faults }, { maxRetries: 4 });
    const { agents } = platform.client;
    await failure(ServerError, agents.get(agentId));
    expect(platform.asked()).toHaveLength(5);
    await failure(ServerError, agents.get(agentId, { maxRetries: 1 }));
    expect(platform.asked()).toHaveLength(7);
  });

  it.each([
    [31, {}],
    [10, { maxRetryAfter: 1 }],
  ])('that should wait %s seconds fails at once', async (retryAfter, options) => {
    await using platform = await served({ contents, faults: [{ retryAfter }] }, options);
    const error = await failure(RateLimitError, platform.client.agents.get(agentId));
    expect(error).toMatchObject({ retryAfter, retryable: true });
    expect(error.durationMs).toBeLessThan(9_000);
    expect(platform.asked()).toEqual(['agents.get']);
  });
});
