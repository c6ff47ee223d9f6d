/** Each action of the goals API as it goes over the wire: its envelope, its status, and how it says no. */
import { describe, expect, it } from 'vitest';
import type { Around } from './bounded-call';
import { openPlatform } from './platform';

const nobody = '550e8400-e29b-41d4-a716-446655440000';
const goal = {
  id: expect.any(String),
  agent_id: expect.any(String),
  name: expect.any(String),
  description: null,
  status: 'active',
  priority: null,
  created_at: expect.any(String),
  updated_at: expect.any(String),
};

const asked: Readonly<Record<string, (around: Around) => object>> = {
  list: () => ({}),
  get: ({ goalId }) => ({ id: goalId }),
  create: ({ agentId }) => ({ data: { name: 'Second', agent_id: agentId } }),
  update: ({ goalId }) => ({ id: goalId, data: { name: 'Other' } }),
  delete: ({ goalId }) => ({ id: goalId }),
  attach: ({ goalId, agentId }) => ({ data: { goalId, agentId } }),
  detach: ({ agentId }) => ({ data: { agentId } }),
  generate: () => ({ data: { description: 'Collect name and email' } }),
};

describe('The goals API', () => {
  it.each<[string, number, unknown]>([
    ['list', 200, { items: [goal], count: 1 }],
    ['get', 200, goal],
    ['create', 201, { ...goal, name: 'Second' }],
    ['update', 200, { ...goal, name: 'Other' }],
    ['delete', 200, expect.any(Object)],
    ['attach', 200, expect.any(Object)],
    ['detach', 200, expect.any(Object)],
    ['generate', 200, { name: expect.any(String), fields: expect.any(Array) }],
  ])('answers %s with %i, in the envelope of success', async (action, status, data) => {
    const { goals, prepare } = openPlatform();
    const around = await prepare();
    const answer = await goals(action, asked[action]?.(around));
    expect(answer).toMatchObject({ status, body: { success: true, data } });
    expect(Object.keys(answer.body as object)).toEqual(['success', 'data']);
  });

  it.each(['get', 'update', 'delete', 'attach', 'detach', 'create'])(
    'answers %s with NOT_FOUND when there is no such goal or agent',
    async (action) => {
      const { goals } = openPlatform();
      const answer = await goals(action, asked[action]?.({ agentId: nobody, goalId: nobody }));
      expect(answer).toMatchObject({
        status: 404,
        body: { success: false, error: { code: 'NOT_FOUND', status: 404 } },
      });
    },
  );

  it.each(['get', 'update', 'delete'])('answers %s without an id with 400', async (action) => {
    const { goals, prepare } = openPlatform();
    const given = asked[action]?.(await prepare());
    expect(await goals(action, { ...given, id: undefined })).toMatchObject({
      status: 400,
      body: { success: false, error: { code: 'VALIDATION_ERROR', message: 'id: is required' } },
    });
  });

  it('keeps an attachment and agent_id apart: the one changes nothing of the other', async () => {
    const { send, goals, prepare } = openPlatform();
    const { agentId, goalId } = await prepare();
    const other = await send('POST', '/api/agents', { name: 'Other', instructions: 'B' });
    const { id: otherId } = other.body as { id: string };
    await goals('attach', { data: { goalId, agentId: otherId } });
    expect(await goals('get', { id: goalId })).toMatchObject({
      body: { data: { agent_id: agentId } },
    });
    await goals('update', { id: goalId, data: { agent_id: otherId } });
    expect((await goals('detach', { data: { agentId, goalId } })).status).toBe(200);
    expect((await goals('detach', { data: { agentId: otherId, goalId } })).status).toBe(200);
  });
});
