/** What goes over the wire, call by call. */
import { describe, expect, test } from 'vitest';
import type { agentEndpoints, goalEndpoints } from '../src/contract';
import type { Client, ClientOptions } from '../src/index';
import {
  agent,
  agentId,
  agentRequest,
  all,
  answer,
  apiKey,
  connect,
  goal,
  goalId,
  page,
  token,
} from './documented';
import { hostileServer, json } from './hostile-server';

interface AgentCall {
  readonly call: (client: Client) => Promise<unknown>;
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
  readonly answer: unknown;
}

const query = {
  page: 2,
  limit: 20,
  search: 'a&b c/é',
  sortBy: 'name',
  sortOrder: 'asc',
  status: 'active',
} as const;
const message = { message: 'Hello, I need help with my order' };
const at = `/api/agents/${agentId}`;

const agentCalls: Record<keyof typeof agentEndpoints, AgentCall> = {
  create: {
    call: ({ agents }) => agents.create(agentRequest),
    method: 'POST',
    url: '/api/agents',
    body: agentRequest,
    answer: agent,
  },
  list: {
    call: ({ agents }) => agents.list(query),
    method: 'GET',
    url: '/api/agents?page=2&limit=20&search=a%26b+c%2F%C3%A9&sortBy=name&sortOrder=asc&status=active',
    answer: page([agent]),
  },
  get: { call: ({ agents }) => agents.get(agentId), method: 'GET', url: at, answer: agent },
  update: {
    call: ({ agents }) => agents.update(agentId, { name: 'Premium' }),
    method: 'PATCH',
    url: at,
    body: { name: 'Premium' },
    answer: agent,
  },
  delete: {
    call: async ({ agents }) => (await agents.delete(agentId)) ?? {},
    method: 'DELETE',
    url: at,
    answer: {},
  },
  activate: {
    call: ({ agents }) => agents.activate(agentId),
    method: 'POST',
    url: `${at}/activate`,
    answer: agent,
  },
  archive: {
    call: ({ agents }) => agents.archive(agentId),
    method: 'POST',
    url: `${at}/archive`,
    answer: agent,
  },
  restore: {
    call: ({ agents }) => agents.restore(agentId),
    method: 'POST',
    url: `${at}/restore`,
    answer: agent,
  },
  test: {
    call: ({ agents }) => agents.test(agentId, message),
    method: 'POST',
    url: `${at}/test`,
    body: message,
    answer,
  },
};

describe('the agents API', () => {
  test.each(Object.entries(agentCalls))('agents.%s is the documented request', async (_, row) => {
    const server = await hostileServer(json(row.answer));
    expect(await row.call(connect(server))).toEqual(row.answer);
    expect(server.seen).toHaveLength(1);
    const [seen] = server.seen;
    expect(seen).toMatchObject({ method: row.method, url: row.url });
    expect(seen?.headers).toMatchObject({ accept: 'application/json', 'x-api-key': apiKey });
    expect(seen?.headers).not.toHaveProperty('authorization');
    expect(seen?.headers['content-type']).toBe(row.body ? 'application/json' : undefined);
    expect(seen?.body).toBe(row.body ? JSON.stringify(row.body) : '');
  });

  test('a list without filters asks for no page of its own', async () => {
    const server = await hostileServer(json(page([])));
    await connect(server).agents.list();
    await connect(server).agents.list({ search: undefined });
    expect(server.seen.map(({ url }) => url)).toEqual(['/api/agents', '/api/agents']);
  });

  test('a stream is asked for, and JSON accepted', async () => {
    const server = await hostileServer(json(answer));
    await all(connect(server).agents.testStream(agentId, message));
    const [seen] = server.seen;
    expect(seen).toMatchObject({
      method: 'POST',
      url: `${at}/test`,
      body: JSON.stringify(message),
    });
    expect(seen?.headers.accept).toBe('text/event-stream, application/json');
  });
});

interface GoalCall {
  readonly call: (client: Client) => Promise<unknown>;
  readonly envelope: { readonly id?: string; readonly data?: object };
  readonly data: unknown;
}

const callback = { name: 'Callback', agent_id: agentId, priority: 1 };
const goalCalls: Record<keyof typeof goalEndpoints, GoalCall> = {
  list: {
    call: ({ goals }) => goals.list({ agentId, status: 'active', limit: 50 }),
    envelope: { data: { agentId, status: 'active', limit: 50 } },
    data: { items: [goal], count: 1 },
  },
  get: { call: ({ goals }) => goals.get(goalId), envelope: { id: goalId }, data: goal },
  create: {
    call: ({ goals }) => goals.create(callback),
    envelope: { data: callback },
    data: goal,
  },
  update: {
    call: ({ goals }) => goals.update(goalId, { priority: null }),
    envelope: { id: goalId, data: { priority: null } },
    data: goal,
  },
  delete: {
    call: ({ goals }) => goals.delete(goalId),
    envelope: { id: goalId },
    data: { message: 'gone' },
  },
  attach: {
    call: ({ goals }) => goals.attach({ goalId, agentId }),
    envelope: { data: { goalId, agentId } },
    data: {},
  },
  detach: {
    call: ({ goals }) => goals.detach({ agentId }),
    envelope: { data: { agentId } },
    data: {},
  },
  generate: {
    call: ({ goals }) => goals.generate({ description: 'Collect the email' }),
    envelope: { data: { description: 'Collect the email' } },
    data: { name: 'Email', fields: [] },
  },
};

describe('the goals API', () => {
  test.each(Object.entries(goalCalls))(
    'goals.%s is one documented envelope',
    async (action, row) => {
      const server = await hostileServer(json({ success: true, data: row.data }));
      const client = connect(server);
      const invocation = { resource: 'goals', action, ...row.envelope };
      expect(await row.call(client)).toEqual(row.data);
      expect(await client.invoke(invocation as never)).toEqual(row.data);
      expect(server.seen).toHaveLength(2);
      for (const seen of server.seen) {
        expect(seen).toMatchObject({ method: 'POST', url: '/v1' });
        expect(JSON.parse(seen.body)).toEqual(invocation);
        expect(seen.headers).toMatchObject({
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        });
        expect(seen.headers).not.toHaveProperty('x-api-key');
      }
    },
  );

  test('invoke without data sends none', async () => {
    const server = await hostileServer(json({ success: true, data: { items: [], count: 0 } }));
    await connect(server).invoke({ resource: 'goals', action: 'list' });
    expect(server.seen[0]?.body).toBe('{"resource":"goals","action":"list"}');
  });
});

test('either API takes its key in the other header, never in both', async () => {
  const server = await hostileServer(json(agent), json({ success: true, data: goal }));
  const swapped: ClientOptions = { agents: { auth: 'bearer' }, goals: { auth: 'x-api-key' } };
  const client = connect(server, swapped);
  await client.agents.get(agentId);
  await client.goals.get(goalId);
  const [agents, goals] = server.seen.map(({ headers }) => headers);
  expect(agents?.authorization).toBe(`Bearer ${apiKey}`);
  expect(agents).not.toHaveProperty('x-api-key');
  expect(goals?.['x-api-key']).toBe(token);
  expect(goals).not.toHaveProperty('authorization');
});

test.each(['', '/', '//', '?', '#', ' '])('a base URL may end in %j', async (end) => {
  const server = await hostileServer(json(agent), json({ success: true, data: goal }));
  const client = connect(server, {
    agents: { url: `${server.url}/api${end}` },
    goals: { url: `${server.url}/v1${end}` },
  });
  await client.agents.get(agentId);
  await client.goals.get(goalId);
  expect(server.seen.map(({ url }) => url)).toEqual([at, '/v1']);
});
