/** A real mock with one agent and one goal, asked with a fault around it. */
import { ConnectionCut, type MockRequest, type MockResponse } from '../../src/exchange';
import type { Effects } from '../../src/faults/fault';
import { parseEffects } from '../../src/faults/parse';
import { withFault } from '../../src/faults/run';
import { createMock } from '../../src/index';
import { random } from '../../src/random';

/** What a caller gets: `cut` where the connection broke. */
export interface Heard {
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly cut: boolean;
}

export type Ask = (
  effects: unknown,
  method: string,
  path: string,
  body?: unknown,
  more?: Partial<Pick<MockRequest, 'signal' | 'headers'>>,
) => Promise<Heard>;

export async function platform(name = 'Support') {
  const { handle } = createMock();
  let acts = 0;

  const call = (
    effects: unknown,
    method: string,
    path: string,
    body?: unknown,
    { signal, headers = {} }: Partial<Pick<MockRequest, 'signal' | 'headers'>> = {},
  ): Promise<MockResponse> => {
    const request: MockRequest = {
      method,
      path,
      query: new URLSearchParams(),
      headers: { 'x-api-key': 'key', 'content-type': 'application/json', ...headers },
      body: body === undefined ? '' : JSON.stringify(body),
      signal,
    };
    const checked: Effects = parseEffects(effects, 'fault');
    const api = path === '/v1' ? 'goals' : 'agents';
    return withFault(checked, { request, api, random: random('test') }, () => {
      acts++;
      return handle(request);
    });
  };
  const ask: Ask = (...asked) => heard(call(...asked));

  const harmless = { latency: 0 };
  const create = { name, instructions: 'Be kind.' };
  const agent = JSON.parse((await ask(harmless, 'POST', '/api/agents', create)).text);
  const envelope = (action: string, rest: object) => ({ resource: 'goals', action, ...rest });
  const data = { name: 'Book a call', agent_id: agent.id };
  const goal = JSON.parse((await ask(harmless, 'POST', '/v1', envelope('create', { data }))).text);
  acts = 0;

  return {
    agent: agent as { id: string; [key: string]: unknown },
    goal: goal.data as { id: string; [key: string]: unknown },
    call,
    ask,
    getAgent: (effects: unknown) => ask(effects, 'GET', `/api/agents/${agent.id}`),
    getGoal: (effects: unknown) => ask(effects, 'POST', '/v1', envelope('get', goalId(goal))),
    listGoals: (effects: unknown) => ask(effects, 'POST', '/v1', envelope('list', {})),
    testAgent: (effects: unknown) =>
      ask(
        effects,
        'POST',
        `/api/agents/${agent.id}/test`,
        { message: 'What do you do?' },
        { headers: { accept: 'text/event-stream' } },
      ),
    /** How often the platform has acted. */
    acts: () => acts,
  };
}

const goalId = (goal: { data: { id: string } }) => ({ id: goal.data.id });

export async function heard(answer: Promise<MockResponse>): Promise<Heard> {
  let text = '';
  let [status, headers]: [number | undefined, Heard['headers']] = [undefined, {}];
  const facts = (cut: boolean) => ({ ...(status && { status }), headers, text, cut });
  try {
    const response = await answer;
    status = response.status;
    headers = response.headers;
    if (typeof response.body === 'string') text = response.body;
    else for await (const piece of response.body) text += piece;
    return facts(false);
  } catch (error) {
    if (error instanceof ConnectionCut) return facts(true);
    throw error;
  }
}
