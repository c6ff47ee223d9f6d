/** What the SDK makes of each fault, through every door. */
import {
  ConnectionError,
  RateLimitError,
  ResponseValidationError,
  ServerError,
  StreamError,
  TimeoutError,
  UnexpectedResponseError,
  type VoicectlError,
} from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import type { FaultInput } from '../../src/faults/faults';
import { type Door, doors, refusalOf } from '../stories/doors';

const minimal = { name: 'Support', instructions: 'Be brief.' };
const once = { maxRetries: 0 };
const soon = { ...once, timeout: 500 };

async function withAgent(door: Door) {
  const world = await door.open();
  const { id } = await world.client.agents.create(minimal);
  return { ...world, id, agents: world.client.agents, faults: world.mock.faults };
}

describe.each(doors)('Through the door $name', (door) => {
  it.each<[string, FaultInput, unknown, Partial<VoicectlError>]>([
    ['status', { status: 500 }, ServerError, { status: 500 }],
    ['retryAfter', { retryAfter: 60 }, RateLimitError, { retryAfter: 60 } as object],
    ['retryAfter of nonsense', { retryAfter: 'soon' }, RateLimitError, { status: 429 }],
    ['html', { html: true }, UnexpectedResponseError, { status: 200 }],
    ['html of a gateway', { html: true, status: 502 }, ServerError, { status: 502 }],
    ['body', { body: 'It works!' }, UnexpectedResponseError, { status: 200 }],
    ['no body', { status: 204 }, UnexpectedResponseError, { status: 204 }],
    ['not modified', { status: 304 }, UnexpectedResponseError, { status: 304 }],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://elsewhere.example/' } },
      UnexpectedResponseError,
      { status: 302 },
    ],
    ['malformed', { malformed: true }, UnexpectedResponseError, { status: 200 }],
    ['reset before', { reset: 'before' }, ConnectionError, { retryable: true }],
    ['reset after', { reset: 'after' }, ConnectionError, { retryable: true }],
    ['truncate', { truncate: 20 }, ConnectionError, { retryable: true }],
    ['truncate at nothing', { truncate: 0 }, ConnectionError, { retryable: true }],
    ['truncate behind the end', { truncate: 1e6 }, ConnectionError, { retryable: true }],
    ['stall', { stall: 20 }, TimeoutError, { phase: 'body' } as object],
    ['stall at nothing', { stall: 0 }, TimeoutError, { phase: 'body' } as object],
    ['latency', { latency: 60_000 }, TimeoutError, { phase: 'headers' } as object],
    [
      'drift',
      { drift: { remove: ['version'] } },
      ResponseValidationError,
      { operation: 'agents.get' },
    ],
  ])('%s is an error that says what it was', async (_, fault, kind, facts) => {
    await using world = await withAgent(door);
    world.faults.add(fault);
    const error = await refusalOf(world.agents.get(world.id, kind === TimeoutError ? soon : once));
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject(facts);
    world.faults.clear();
    expect(await world.agents.get(world.id)).toMatchObject({ id: world.id });
  });

  it.each<[string, FaultInput, unknown]>([
    ['drop', { drop: 2 }, ConnectionError],
    ['drop by the end', { drop: { tokens: 2, by: 'end' } }, StreamError],
  ])('%s ends a stream after its tokens with an error', async (_, fault, kind) => {
    await using world = await withAgent(door);
    world.faults.add({ operation: 'agents.test', ...fault });
    const heard: string[] = [];
    const listen = async () => {
      for await (const part of world.agents.testStream(world.id, { message: 'Hello?' })) {
        heard.push(part.type);
      }
    };
    expect(await refusalOf(listen())).toBeInstanceOf(kind);
    expect(heard).toEqual(['token', 'token']);
  });

  it('a read outlasts as many faults as it may be repeated, and no more', async () => {
    await using world = await withAgent(door);
    for (const fault of [
      { reset: 'before' },
      { truncate: 9 },
      { status: 503, headers: { 'retry-after': '0' } },
    ] as const) {
      world.faults.replace([{ operation: 'agents.get', times: 2, ...fault }]);
      expect(await world.agents.get(world.id, { maxRetries: 2 })).toMatchObject({ id: world.id });
      expect(world.faults.list()).toMatchObject([{ seen: 3, acted: 2 }]);
      world.faults.replace([{ operation: 'agents.get', times: 2, ...fault }]);
      await refusalOf(world.agents.get(world.id, { maxRetries: 1 }));
      expect(world.faults.list()).toMatchObject([{ seen: 2, acted: 2 }]);
    }
  });

  it.each([{ reset: 'after' }, { truncate: 9 }, { status: 504, acts: true }] as const)(
    'a create whose answer was lost by %j is not sent twice',
    async (fault) => {
      await using world = await withAgent(door);
      world.faults.add({ operation: 'agents.create', ...fault });
      await refusalOf(world.agents.create(minimal));
      expect(world.faults.list()).toMatchObject([{ seen: 1, acted: 1 }]);
      expect((await world.agents.list()).meta.total).toBe(2);
    },
  );

  it('a transition and a delete whose answers were lost are settled by looking', async () => {
    await using world = await withAgent(door);
    world.faults.replace([
      { operation: ['agents.activate', 'agents.delete'], id: world.id, reset: 'after' },
    ]);
    expect(await world.agents.activate(world.id)).toMatchObject({ status: 'active' });
    expect(await world.agents.delete(world.id)).toBeUndefined();
    expect(world.faults.list()).toMatchObject([{ seen: 2, acted: 2 }]);
  });
});
