/** A call of either API with one value of its body, or of its query, put in place. */
import type { Bound } from './bounds';

export interface RawCall {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below the agents API's base, or empty for the goals API. */
  readonly path: string;
  readonly body: unknown;
}

/** What a call needs to exist. */
export interface Around {
  readonly agentId: string;
  readonly goalId: string;
}

export function callWith({ of, at }: Bound, value: unknown, around: Around): RawCall {
  const agent = `/agents/${around.agentId}`;
  switch (of) {
    case 'agents.create': {
      const body = put({ name: 'A', instructions: 'B' }, at, value);
      return { method: 'POST', path: '/agents', body };
    }
    case 'agents.update':
      return { method: 'PATCH', path: agent, body: put({}, at, value) };
    case 'agents.test':
      return { method: 'POST', path: `${agent}/test`, body: put({}, at, value) };
    case 'agents.list': {
      const query = new URLSearchParams({ [at]: String(value) });
      return { method: 'GET', path: `/agents?${query}`, body: undefined };
    }
    default:
      return {
        method: 'POST',
        path: '',
        body: envelope(of.slice('goals.'.length), at, value, around),
      };
  }
}

function envelope(action: string, at: string, value: unknown, { agentId, goalId }: Around) {
  const fitting: Record<string, object> = {
    create: { name: 'Callback', agent_id: agentId },
    attach: { agentId, goalId },
    detach: { agentId },
  };
  const data = put(fitting[action] ?? {}, at, value);
  return { resource: 'goals', action, ...(action === 'update' && { id: goalId }), data };
}

/** What an object that a bound lies within cannot be without. */
const siblings: Readonly<Record<string, object>> = {
  modelConfig: { model: 'openai/gpt-4o-mini' },
  memoryConfig: { enabled: true },
  knowledgeBaseConfig: { knowledgeBaseId: '880e8400-e29b-41d4-a716-446655440003' },
};

function put(whole: object, at: string, value: unknown): object {
  const [key = '', ...rest] = at.split('.');
  if (rest.length === 0) return { ...whole, [key]: value };
  return { ...whole, [key]: put(siblings[key] ?? {}, rest.join('.'), value) };
}
