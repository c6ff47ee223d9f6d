/** What a call that has succeeded has changed. */
import type { Exchange } from '../connection/watching';

export interface Change {
  readonly resource: 'agent' | 'goal';
  readonly id: string | undefined;
  readonly agentId?: string | undefined;
}

/** By their names; what the contract does not have may have changed anything, and says so by itself. */
const reading = new Set([
  'agents.list',
  'agents.get',
  'agents.test',
  'goals.list',
  'goals.get',
  'goals.generate',
]);

/** @param answer of a call that has made something. */
export function changeOf(
  { operation, method, request }: Exchange,
  answer = '',
): Change | undefined {
  if (reading.has(operation) || method === 'GET') return undefined;
  const sent = parsed(request.body);
  const made = parsed(answer);
  if (operation.startsWith('agents.')) {
    const [, id] = /\/agents\/([^/?]+)/.exec(request.url) ?? [];
    return { resource: 'agent', id: id === undefined ? text(made.id) : decoded(id) };
  }
  const data = fields(sent.data);
  const inside = fields(made.data);
  const agentId = text(data.agentId);
  return {
    resource: 'goal',
    id: text(sent.id) ?? text(data.goalId) ?? text(inside.id) ?? text(fields(inside.goal).id),
    ...(agentId !== undefined && { agentId }),
  };
}

function parsed(json: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return fields(JSON.parse(json ?? ''));
  } catch {
    return {};
  }
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
