/** Servers that say nothing, or say when to come back: timeout, deadline and the caller's signal end every wait. */
import { AbortedError, ServerError, TimeoutError } from '@voicectl/sdk';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { FaultInput } from '../../src/faults/faults';
import {
  agentId,
  failure,
  goalId,
  loadAll,
  once,
  oneAgent,
  patient,
  type Served,
  served,
} from './served';

const contents = oneAgent();
const silent: FaultInput = { latency: 60_000 };
const later: FaultInput = { status: 503, retryAfter: 20 };

beforeAll(loadAll);

/** The server has seen that nobody waits any more. */
const noticed = ({ mock }: Served) =>
  vi.waitFor(() => expect(mock.journal.calls()).toMatchObject([{ unfinished: true }]), patient);

describe.each(['undici', 'fetch'] as const)('Through the %s door', (transport) => {
  it.each<[string, FaultInput]>([
    ['headers', silent],
    ['body', { stall: 7 }],
  ])('a server that falls silent before or in its %s times out', async (phase, fault) => {
    const options = { transport, timeout: 1_000, ...once };
    await using platform = await served({ contents, faults: [fault] }, options);
    const error = await failure(TimeoutError, platform.client.agents.get(agentId));
    expect(error).toMatchObject({ name: 'TimeoutError', phase, code: 'TIMEOUT' });
    expect(error.message).toContain('1000 ms (timeout)');
    expect(error.toJSON()).toMatchObject({ phase, operation: 'agents.get' });
    expect(error.attempts).toHaveLength(1);
    expect(error.durationMs).toBeGreaterThanOrEqual(990);
    expect(error.durationMs).toBeLessThan(10_000);
    await noticed(platform);
  });

  it.each<[string, FaultInput]>([
    ['before its headers', silent],
    ['in its body', { stall: 7 }],
  ])('an abort ends a wait for an answer %s', async (_, fault) => {
    await using platform = await served({ contents, faults: [fault] }, { transport });
    const controller = new AbortController();
    const reason = new Error('The user pressed stop');
    const call = platform.client.agents.get(agentId, { signal: controller.signal });
    const failed = failure(AbortedError, call);
    await vi.waitFor(() => expect(platform.met()).toBe(1), patient);
    setTimeout(() => controller.abort(reason), 40);
    const error = await failed;
    expect(error).toMatchObject({ name: 'AbortError', code: 'ABORTED', retryable: false });
    expect(error.cause).toBe(reason);
    await noticed(platform);
    expect(platform.met()).toBe(1);
  });
});

describe('A timeout', () => {
  it('of one call overrules that of the client', async () => {
    const options = { timeout: 30_000, ...once };
    await using platform = await served({ faults: [silent] }, options);
    const call = platform.client.goals.get(goalId, { timeout: 40 });
    expect((await failure(TimeoutError, call)).message).toContain('40 ms');
  });

  it('is given to every attempt anew', async () => {
    const faults = [{ ...silent, times: 1 }];
    await using platform = await served({ contents, faults }, { timeout: 1_000 });
    expect(await platform.client.agents.get(agentId)).toMatchObject({ id: agentId });
    expect(platform.mock.faults.list()).toMatchObject([{ seen: 2, acted: 1 }]);
  });
});

describe('A deadline', () => {
  it('is shared by all attempts', async () => {
    const options = { timeout: 600, deadline: 1_500, maxRetries: 20 };
    await using platform = await served({ contents, faults: [silent] }, options);
    const error = await failure(TimeoutError, platform.client.agents.get(agentId));
    expect(error.durationMs).toBeLessThan(10_000);
    expect(platform.met()).toBeLessThan(5);
    expect(error.attempts).toHaveLength(platform.met());
  });

  it('shorter than the timeout says that it was the deadline', async () => {
    await using platform = await served({ contents, faults: [silent] }, { timeout: 30_000 });
    const call = platform.client.agents.get(agentId, { deadline: 1_000 });
    const error = await failure(TimeoutError, call);
    expect(error.message).toContain('1000 ms (deadline)');
    expect(error.phase).toBe('headers');
    expect(platform.met()).toBe(1);
  });

  it('is blamed every time, though timers are not exact', async () => {
    await using platform = await served({ contents, faults: [silent] }, { timeout: 30_000 });
    const calls = Array.from({ length: 60 }, async (_, index) => {
      const call = platform.client.agents.get(agentId, { deadline: 300 + index * 2.37 });
      return (await failure(TimeoutError, call)).message;
    });
    for (const message of await Promise.all(calls)) expect(message).toContain('(deadline)');
  });

  it('that a wait can not fit fails the call now, with what went wrong', async () => {
    await using platform = await served({ contents, faults: [later] }, { deadline: 15_000 });
    const error = await failure(ServerError, platform.client.agents.get(agentId));
    expect(error.status).toBe(503);
    expect(error.durationMs).toBeLessThan(14_000);
    expect(platform.asked()).toEqual(['agents.get']);
  });
});

describe('An abort', () => {
  it('ends the wait before a repeat', async () => {
    const controller = new AbortController();
    const onRetry = () => void setTimeout(() => controller.abort(), 20);
    await using platform = await served({ contents, faults: [later] }, { onRetry });
    const call = platform.client.agents.get(agentId, { signal: controller.signal });
    const error = await failure(AbortedError, call);
    expect((error.cause as Error).name).toBe('AbortError');
    expect(error.attempts).toMatchObject([{ status: 503 }]);
    expect(error.durationMs).toBeLessThan(10_000);
    expect(platform.asked()).toEqual(['agents.get']);
  });

  it('by AbortSignal.timeout is an abort of the caller', async () => {
    await using platform = await served({ contents, faults: [silent] });
    const signal = AbortSignal.timeout(40);
    const error = await failure(AbortedError, platform.client.agents.get(agentId, { signal }));
    expect((error.cause as Error).name).toBe('TimeoutError');
  });
});
