/** Calls of a life by the contract, for tests that depart from it in one place each. */
import { expect } from 'vitest';
import { type Exchange, verifyCassette } from '../../../src/cassette/index';
import { cassetteOf, exchange } from '../recorded';

export const id = '11111111-1111-4111-8111-111111111111';
export const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`;
export const agent = {
  id,
  organizationId: 'o',
  name: 'A',
  description: null,
  instructions: 'Be brief.',
  policy: null,
  status: 'draft',
  version: 1,
  modelConfig: { model: 'openai/gpt-4o-mini', modelSettings: { temperature: 0.7 } },
  voiceConfig: null,
  memoryConfig: { enabled: true, lastMessages: 20, semanticRecall: false },
  knowledgeBaseConfig: null,
  metadata: { team: { seats: 1 }, a: 1 },
  createdAt: at(1),
  updatedAt: at(1),
  createdBy: 'u',
};
export const active = { ...agent, status: 'active', updatedAt: at(2) };
export const path = `/api/agents/${id}`;

export const created = exchange('POST', '/api/agents', {
  at: at(1),
  status: 201,
  body: { name: 'A', instructions: 'Be brief.', metadata: agent.metadata },
  answer: agent,
});
export const patch = (body: object, answer: object) =>
  exchange('PATCH', path, { at: at(5), body, answer });
export const move = (name: string, answer: unknown, status = 200) =>
  exchange('POST', `${path}/${name}`, { at: at(3), status, answer });
export const refusal = (statusCode: number, message: unknown = 'no') => ({
  statusCode,
  message,
  error: 'E',
});
export const deleted = exchange('DELETE', path, { at: at(4), answer: '' });
export const goals = (action: string, envelope: object, answer: unknown, status = 200) =>
  exchange('POST', '/v1', {
    at: at(6),
    status,
    body: { resource: 'goals', action, ...envelope },
    answer,
  });
export const goal = {
  id: 'g1',
  agent_id: id,
  name: 'G',
  description: null,
  status: 'active',
  priority: null,
  created_at: at(1),
  updated_at: at(1),
};
export const notFound = {
  success: false,
  error: { code: 'NOT_FOUND', message: 'no', status: 404 },
};
export const list = (query: string, data: object[], meta: object = {}) =>
  exchange('GET', '/api/agents', {
    query,
    answer: {
      data,
      meta: {
        page: 1,
        limit: 20,
        total: data.length,
        totalPages: data.length > 0 ? 1 : 0,
        hasNextPage: false,
        hasPreviousPage: false,
        ...meta,
      },
    },
  });
export const stream = (events: [string, unknown][], accept = 'text/event-stream') =>
  exchange('POST', `${path}/test`, {
    accept,
    body: { message: 'Hi' },
    events: events.map(([event, data], index) => [
      index,
      `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
    ]),
  });

/** As `operation path: seen`, departures only. */
export function departures(...exchanges: Exchange[]): string[] {
  return verifyCassette(cassetteOf(exchanges))
    .filter(({ level }) => level === 'departure')
    .map(({ operation, path, seen }) => `${operation} ${path}: ${seen}`);
}

export function information(...exchanges: Exchange[]): string[] {
  const all = verifyCassette(cassetteOf(exchanges));
  expect(all.map(({ level }) => level)).toEqual(all.map(() => 'information'));
  return all.map(({ operation, path, seen }) => `${operation} ${path}: ${seen}`);
}
