/** The SDK at a mock that listens on a real socket: what a user's program goes through on a bad day. */
import { type Client, type ClientOptions, createClient } from '@voicectl/sdk';
import { expect } from 'vitest';
import { serve } from '../../src/doors/node';
import {
  type Brain,
  createMock,
  type Fault,
  type Mock,
  type MockOptions,
  scriptedBrain,
  type WorldSeed,
} from '../../src/index';

export const agentId = '550e8400-e29b-41d4-a716-446655440000';
export const goalId = '990e8400-e29b-41d4-a716-446655440009';
export const newAgent = { name: 'Support', instructions: 'Be brief.' };
export const message = { message: 'Hello' };
export const once = { maxRetries: 0 };

/** For `vi.waitFor` on a busy machine. */
export const patient = { timeout: 10_000, interval: 10 };

type Status = 'draft' | 'active' | 'archived';

/** A world of one agent. */
export function oneAgent(status: Status = 'draft'): WorldSeed {
  return { agents: [{ id: agentId, ...newAgent, status }] };
}

/** A world of so many. */
export function manyAgents(count: number, status: Status): WorldSeed {
  return {
    agents: Array.from({ length: count }, (_, index) => ({
      ...newAgent,
      name: `Agent ${index}`,
      status,
    })),
  };
}

/** The platform acts, and its answer is lost: whatever changes an agent. */
export const lost: Fault = {
  operation: [
    ...(['agents.create', 'agents.update', 'agents.delete'] as const),
    ...(['agents.activate', 'agents.archive', 'agents.restore'] as const),
  ],
  reset: 'after',
};

/** A brain whose every answer is these pieces. */
export function says(...tokens: string[]): Brain {
  return { ...scriptedBrain, answer: () => tokens };
}

export interface Served extends AsyncDisposable {
  readonly mock: Mock;
  readonly client: Client;
  /** Another client of the same mock. */
  connect(options?: ClientOptions): Client;
  /** Operations that the mock was asked for, in order. */
  asked(): (string | undefined)[];
  /** How many requests its first fault has met. */
  met(): number;
}

export async function served(
  options: MockOptions = {},
  clientOptions: ClientOptions = {},
): Promise<Served> {
  const mock = createMock({ checkAnswers: true, ...options });
  const server = await serve(mock, { port: 0 });
  const clients: Client[] = [];
  const connect = (more: ClientOptions = {}) => {
    const client = createClient({
      ...more,
      agents: { url: server.agentsUrl, apiKey: 'a-key' },
      goals: { url: server.goalsUrl, token: 'a-token' },
    });
    clients.push(client);
    return client;
  };
  return {
    mock,
    client: connect(clientOptions),
    connect,
    asked: () => mock.journal.calls().map(({ operation }) => operation),
    met: () => mock.faults.list()[0]?.acted ?? 0,
    async [Symbol.asyncDispose]() {
      for (const client of clients) await client.close();
      await server.close();
    },
  };
}

/** Loads what first calls load, so that it does not count where time does. */
export async function loadAll(): Promise<void> {
  for (const transport of ['undici', 'fetch'] as const) {
    await using platform = await served({ contents: oneAgent() }, { transport });
    await platform.client.agents.get(agentId);
    await all(platform.client.agents.testStream(agentId, message));
  }
}

/** What a call failed with, of the kind that was expected. */
export async function failure<E extends Error>(
  kind: new (...args: never[]) => E,
  call: Promise<unknown>,
): Promise<E> {
  const thrown: unknown = await call.then(
    (value) => new Error(`It worked: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(kind);
  return thrown as E;
}

/** Everything that an iteration yields. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
