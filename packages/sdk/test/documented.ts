/** The documented examples, and a client that talks to a test's server about them. */
import { expect } from 'vitest';
import { type Client, type ClientOptions, createClient } from '../src/index';
import type { HostileServer } from './hostile-server';

export const apiKey = 'agents-key-that-stays-secret';
export const token = 'goals-token-that-stays-secret';

export const agentId = '550e8400-e29b-41d4-a716-446655440000';
export const goalId = '990e8400-e29b-41d4-a716-446655440009';

export const agentRequest = {
  name: 'Customer Support Agent',
  description: 'AI agent for handling customer inquiries',
  instructions: 'You are a helpful customer support agent for Acme Corp.',
  policy: 'Refunds are only allowed within 30 days of purchase.',
  modelConfig: {
    model: 'openai/gpt-4o-mini',
    modelSettings: { temperature: 0.7, maxTokens: 1024 },
    providerOptions: { openai: {}, anthropic: {} },
  },
  voiceConfig: { pipelineMode: 'batch' as const, voiceId: 'EXAVITQu4vr4xnSDxMaL' },
  memoryConfig: { enabled: true, lastMessages: 20 },
  knowledgeBaseConfig: {
    knowledgeBaseId: '880e8400-e29b-41d4-a716-446655440003',
    topK: 5,
    similarityThreshold: 0.7,
  },
  metadata: { scope: 'billing and account inquiries', toneStyle: 'professional, warm' },
  resolutionCriteria: [
    { label: 'Issue identified', description: 'The root cause was identified' },
    { label: 'Resolution provided', description: 'A concrete solution was given' },
  ],
};

const { resolutionCriteria: _, ...answered } = agentRequest;

export const agent = {
  id: agentId,
  organizationId: '660e8400-e29b-41d4-a716-446655440001',
  ...answered,
  status: 'draft',
  version: 1,
  createdAt: '2025-01-15T10:30:00.000Z',
  updatedAt: '2025-01-15T10:30:00.000Z',
  createdBy: null,
};

export const goal = {
  id: goalId,
  agent_id: agentId,
  name: 'Callback',
  description: null,
  status: 'active',
  priority: null,
  created_at: '2025-01-15T10:30:00.000Z',
  updated_at: '2025-01-15T10:30:00.000Z',
};

export const answer = { response: 'Hello!', usage: { inputTokens: 156, outputTokens: 42 } };

/** A page of the list, as the server would send it. */
export function page(data: readonly unknown[], number = 1, hasNextPage = false, totalPages = 1) {
  const meta = { page: number, limit: 20, total: data.length, totalPages, hasNextPage };
  return { data, meta: { ...meta, hasPreviousPage: number > 1 } };
}

/** What a new agent needs. */
export const newAgent = { name: 'Support', instructions: 'Be brief.' };

/** A client for both APIs at the test's server. */
export function connect({ url }: Pick<HostileServer, 'url'>, options: ClientOptions = {}): Client {
  return createClient({
    ...options,
    agents: { url: `${url}/api`, apiKey, ...options.agents },
    goals: { url: `${url}/v1`, token, ...options.goals },
  });
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

/** A copy of `base` with one value changed, `path` as in `resolutionCriteria[1].label`. */
export function put(base: object, path: string, value: unknown): Record<string, unknown> {
  const copy = structuredClone(base) as Record<string, unknown>;
  const steps = path.split(/[.[\]]+/).filter(Boolean);
  const last = steps.pop() ?? '';
  let place = copy;
  for (const step of steps) place = place[step] as Record<string, unknown>;
  place[last] = value;
  return copy;
}
