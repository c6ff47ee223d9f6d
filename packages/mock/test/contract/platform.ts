/** The mock as any program may ask it, right or wrong. Addresses are from its root. */
import { createMock, type MockOptions } from '../../src/index';
import type { Around } from './bounded-call';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** What was sent, as JSON. */
  readonly body: unknown;
}

export function openPlatform(options: MockOptions = {}) {
  const mock = createMock({ checkAnswers: true, ...options });

  async function send(method: string, path: string, body?: unknown): Promise<Answer> {
    const json = { 'content-type': 'application/json' };
    const request = new Request(`http://mock${path}`, {
      method,
      headers: { 'x-api-key': 'key', ...(body !== undefined && json) },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const answer = await mock.fetch(request);
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  }

  /** One action of the goals API. */
  const goals = (action: string, rest: object = {}) =>
    send('POST', '/v1', { resource: 'goals', action, ...rest });

  /** A draft with a goal that is attached to it. */
  async function prepare(): Promise<Around> {
    const agent = await send('POST', '/api/agents', { name: 'A', instructions: 'B' });
    const { id: agentId } = agent.body as { id: string };
    const goal = await goals('create', { data: { name: 'Callback', agent_id: agentId } });
    const { id: goalId } = (goal.body as { data: { id: string } }).data;
    await goals('attach', { data: { agentId, goalId } });
    return { agentId, goalId };
  }

  return { mock, send, goals, prepare };
}
