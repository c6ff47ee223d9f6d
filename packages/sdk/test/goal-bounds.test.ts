/** Every bound of the goals contract: just inside is sent as it is, just outside never leaves. */
import { describe, expect, test } from 'vitest';
import { InputError } from '../src/index';
import { agentId, connect, failure, goal, goalId, put } from './documented';
import { hostileServer, json } from './hostile-server';

const long = (length: number) => 'x'.repeat(length);

const bodies: Record<string, Record<string, unknown>> = {
  list: { agentId, status: 'active', limit: 50 },
  create: { name: 'Callback', agent_id: agentId },
  update: { name: 'Callback' },
  attach: { goalId, agentId },
  detach: { agentId },
  generate: { description: 'Collect name and email' },
};

const bounds: readonly {
  action: string;
  at: string;
  inside: readonly unknown[];
  outside: readonly unknown[];
  said?: string;
}[] = [
  { action: 'list', at: 'agentId', inside: [agentId], outside: ['', 7] },
  { action: 'list', at: 'status', inside: ['active', 'anything'], outside: [7] },
  { action: 'list', at: 'limit', inside: [1, 500], outside: [0, 501, 1.5] },
  { action: 'list', at: 'offset', inside: [0, 10], outside: [-1, 0.5] },
  { action: 'list', at: 'adminMode', inside: [true], outside: ['yes'] },
  { action: 'create', at: 'name', inside: ['x', long(255)], outside: ['', long(256), undefined] },
  { action: 'create', at: 'agent_id', inside: [agentId], outside: ['', undefined] },
  { action: 'create', at: 'description', inside: ['', long(10_000)], outside: [long(10_001)] },
  { action: 'create', at: 'status', inside: ['active', 'paused'], outside: ['', 7] },
  { action: 'create', at: 'priority', inside: [0, 1.5], outside: ['high'] },
  {
    action: 'create',
    at: 'lead_info_fields',
    inside: [[], [{ name: 'email', type: 'email', required: true, ours: 1 }]],
    outside: [[{ type: 'email' }]],
    said: 'lead_info_fields[0].name',
  },
  { action: 'update', at: 'name', inside: ['x', long(255)], outside: ['', long(256)] },
  {
    action: 'update',
    at: 'description',
    inside: [null, long(10_000)],
    outside: [long(10_001)],
  },
  { action: 'update', at: 'status', inside: ['done'], outside: [''] },
  { action: 'update', at: 'priority', inside: [1, null], outside: ['1'] },
  { action: 'update', at: 'agent_id', inside: [agentId], outside: [''] },
  { action: 'attach', at: 'goalId', inside: [goalId], outside: ['', undefined] },
  { action: 'attach', at: 'agentId', inside: [agentId], outside: ['', undefined] },
  { action: 'detach', at: 'agentId', inside: [agentId], outside: ['', undefined] },
  { action: 'detach', at: 'goalId', inside: [goalId, undefined], outside: [''] },
  {
    action: 'generate',
    at: 'description',
    inside: ['x', long(10_000)],
    outside: ['', long(10_001), undefined],
  },
];

describe.each(bounds)('goals.$action', ({ action, at, inside, outside, said }) => {
  const envelope = (value: unknown) => ({
    resource: 'goals',
    action,
    ...(action === 'update' ? { id: goalId } : {}),
    data: put(bodies[action] ?? {}, at, value),
  });

  test(`sends ${at} when inside its bounds`, async () => {
    const server = await hostileServer(json({ success: true, data: goal }));
    const client = connect(server);
    for (const [index, value] of inside.entries()) {
      await client.invoke(envelope(value) as never);
      const sent: unknown = JSON.parse(server.seen[index]?.body ?? '');
      expect(sent).toEqual(JSON.parse(JSON.stringify(envelope(value))));
    }
  });

  test(`refuses ${at} when outside its bounds, and nothing is sent`, async () => {
    const server = await hostileServer(json({ success: true, data: goal }));
    const client = connect(server);
    for (const value of outside) {
      const error = await failure(InputError, client.invoke(envelope(value) as never));
      expect(error.problems.map(({ path }) => path)).toEqual([said ?? at]);
      expect(error.operation).toBe(`goals.${action}`);
    }
    expect(server.seen).toHaveLength(0);
  });
});

test.each([{}, { name: undefined }])(
  'a goal update that changes nothing is refused: %j',
  async (changes) => {
    const server = await hostileServer(json({ success: true, data: goal }));
    const error = await failure(InputError, connect(server).goals.update(goalId, changes));
    expect(error.message).toContain('must have at least one of name, description, status');
    expect(server.seen).toHaveLength(0);
  },
);

test('keys that the contract does not know are sent on untouched', async () => {
  const server = await hostileServer(json({ success: true, data: goal }));
  const data = { name: 'Callback', agent_id: agentId, colour: 'red' };
  await connect(server).goals.create(data);
  expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
    resource: 'goals',
    action: 'create',
    data,
  });
});

test.each([
  [{ resource: 'agents', action: 'list' }, ['resource']],
  [{ resource: 'goals', action: 'explode' }, ['action']],
  [{ resource: 'goals', action: 'toString' }, ['action']],
  [{}, ['resource', 'action']],
  [{ resource: 'goals', action: 'get' }, ['id']],
  [{ resource: 'goals', action: 'update', id: '' }, ['id', '']],
  [{ resource: 'goals', action: 'create' }, ['']],
])('invoke refuses %j before it is sent', async (invocation, paths) => {
  const server = await hostileServer(json({ success: true, data: goal }));
  const error = await failure(InputError, connect(server).invoke(invocation as never));
  expect(error.problems.map(({ path }) => path)).toEqual(paths);
  expect(server.seen).toHaveLength(0);
});
