/** Every code with which the goals API refuses, and admin mode, through every door. */
import {
  AuthenticationError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
} from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import { type Brain, scriptedBrain } from '../../src/index';
import { stopped } from './clocks';
import { doors, refusalOf, type World } from './doors';

function ask(world: World, envelope: unknown, headers: Record<string, string> = bearer) {
  return world.raw('/goals', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(envelope),
  });
}
const bearer = { authorization: 'Bearer t' };
const list = { resource: 'goals', action: 'list' };

describe.each(doors)('The goals API, $name,', (door) => {
  it.each<[string, object, string]>([
    ['another resource', { resource: 'agents', action: 'list' }, 'resource: must be "goals"'],
    ['no envelope', [], 'resource: must be "goals"'],
    ['no id', { resource: 'goals', action: 'get' }, 'id: is required'],
    ['an id that is no text', { resource: 'goals', action: 'get', id: 7 }, 'id: must be a goal id'],
    ['no data', { resource: 'goals', action: 'create' }, 'data: is required'],
    [
      'bad data',
      { resource: 'goals', action: 'create', data: { name: '' } },
      'name: must not be empty; agent_id: is required',
    ],
    [
      'an empty update',
      { resource: 'goals', action: 'update', id: 'x', data: {} },
      'data: must have at least one of name, description, status, priority, agent_id',
    ],
    ['a limit of 0', { ...list, data: { limit: 0 } }, 'limit: must be at least 1, is 0'],
  ])('answers VALIDATION_ERROR to %s', async (_, envelope, message) => {
    await using world = await door.open();
    const answer = await ask(world, envelope);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      success: false,
      error: { code: 'VALIDATION_ERROR', message, status: 400 },
    });
  });

  it.each([undefined, 7, 'destroy', '__proto__'])(
    'answers INVALID_ACTION to the action %s, and names those there are',
    async (action) => {
      await using world = await door.open();
      const answer = await ask(world, { resource: 'goals', action });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({
        success: false,
        error: {
          code: 'INVALID_ACTION',
          message: expect.stringMatching(
            /list, get, create, update, delete, attach, detach, generate/,
          ),
          status: 400,
        },
      });
    },
  );

  it('answers UNAUTHORIZED without a token', async () => {
    await using world = await door.open();
    for (const headers of [{}, { authorization: 'Bearer' }, { authorization: 'Basic abc' }]) {
      const answer = await ask(world, list, headers);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ error: { code: 'UNAUTHORIZED', status: 401 } });
    }
  });

  it('answers INVALID_TOKEN to another token than the one configured', async () => {
    await using world = await door.open({ token: 'right' });
    await expect(world.client.goals.list()).resolves.toHaveProperty('count', 0);
    const refusal = await refusalOf(world.clientWith({ token: 'wrong' }).goals.list());
    expect(refusal).toBeInstanceOf(AuthenticationError);
    expect(refusal).toMatchObject({ status: 401, code: 'INVALID_TOKEN' });
  });

  it('takes the token as x-api-key too', async () => {
    await using world = await door.open({ token: 'right' });
    expect((await ask(world, list, { 'x-api-key': 'right' })).status).toBe(200);
    expect((await ask(world, list, { 'x-api-key': 'wrong' })).status).toBe(401);
  });

  it('answers FORBIDDEN to admin mode without the admin token', async () => {
    await using world = await door.open({ adminToken: 'admin' });
    const goal = await newGoal(world);
    const client = world.clientWith({ token: 'somebody' });
    const calls = [
      () => client.goals.list({ adminMode: true }),
      () =>
        client.invoke({ resource: 'goals', action: 'get', id: goal.id, data: { adminMode: true } }),
    ];
    for (const call of calls) {
      const refusal = await refusalOf(call());
      expect(refusal).toBeInstanceOf(PermissionError);
      expect(refusal).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    }
    expect(await client.goals.list()).toEqual({ items: [goal], count: 1 });
  });

  it('answers FORBIDDEN to admin mode where nobody is an admin', async () => {
    await using world = await door.open();
    const refusal = await refusalOf(world.client.goals.list({ adminMode: true }));
    expect(refusal).toBeInstanceOf(PermissionError);
  });

  it('shows owners in admin mode, and only there', async () => {
    await using world = await door.open({ token: 'usual', adminToken: 'admin' });
    const goal = await newGoal(world);
    const client = world.clientWith({ token: 'admin' });
    const { goals } = client;
    const owned = {
      ...goal,
      owner: { id: expect.any(String), full_name: expect.any(String), email: expect.any(String) },
    };
    expect(await goals.list({ adminMode: true })).toEqual({ items: [owned], count: 1 });
    expect(
      await client.invoke({
        resource: 'goals',
        action: 'get',
        id: goal.id,
        data: { adminMode: true },
      }),
    ).toEqual(owned);
    expect(await goals.list()).toEqual({ items: [goal], count: 1 });
    expect(await goals.get(goal.id)).toEqual(goal);
  });

  it('shows the goals of one user in admin mode', async () => {
    await using world = await door.open({ adminToken: 'admin' });
    await newGoal(world);
    const { goals } = world.clientWith({ token: 'admin' });
    const { items } = await goals.list({ adminMode: true });
    const userId = items[0]?.owner?.id ?? '';
    expect(await goals.list({ adminMode: true, userId })).toEqual({ items, count: 1 });
    expect(await goals.list({ adminMode: true, userId: 'another' })).toEqual({
      items: [],
      count: 0,
    });
  });

  it('answers NOT_FOUND to an unknown goal', async () => {
    await using world = await door.open();
    const refusal = await refusalOf(world.client.goals.get('nothing'));
    expect(refusal).toBeInstanceOf(NotFoundError);
    expect(refusal).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(refusal).toHaveProperty('message', expect.stringContaining('"nothing"'));
  });

  it('answers RATE_LIMIT_EXCEEDED with the seconds to wait, to each token for itself', async () => {
    let now = stopped().getTime();
    await using world = await door.open({ goalsPerMinute: 2, now: () => new Date(now) });
    const { goals } = world.client;
    await goals.list();
    now += 12_500;
    await goals.list();
    const refusal = await refusalOf(goals.list());
    expect(refusal).toBeInstanceOf(RateLimitError);
    expect(refusal).toMatchObject({ status: 429, code: 'RATE_LIMIT_EXCEEDED', retryAfter: 48 });
    expect(
      (await ask(world, list, { authorization: 'Bearer a-token' })).headers.get('retry-after'),
    ).toBe('48');
    await world.clientWith({ token: 'another' }).goals.list();
    await world.client.agents.list();
    now += 47_500;
    await goals.list();
  });

  it('answers INTERNAL_ERROR when its brain fails', async () => {
    const brain: Brain = {
      ...scriptedBrain,
      suggest: () => {
        throw new Error('the model is out');
      },
    };
    await using world = await door.open({ brain });
    const refusal = await refusalOf(world.client.goals.generate({ description: 'Anything' }));
    expect(refusal).toBeInstanceOf(ServerError);
    expect(refusal).toMatchObject({
      status: 500,
      code: 'INTERNAL_ERROR',
      message: 'the model is out',
    });
  });
});

async function newGoal({ client: { agents, goals } }: World) {
  const { id } = await agents.create({ name: 'Support', instructions: 'Be brief.' });
  return goals.create({ name: 'Callback', agent_id: id });
}
