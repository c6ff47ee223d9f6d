/** What can be done with goals, through every door. */
import { NotFoundError } from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import { start, ticking } from './clocks';
import { type Door, doors } from './doors';

async function withAgents(door: Door) {
  const world = await door.open({ now: ticking() });
  const make = (name: string) => world.client.agents.create({ name, instructions: 'Be brief.' });
  const [first, second] = [await make('First'), await make('Second')];
  return { ...world, goals: world.client.goals, first, second };
}

describe.each(doors)('A goal, $name,', (door) => {
  it('is created for an agent, active and without priority unless told otherwise', async () => {
    await using world = await withAgents(door);
    const goal = await world.goals.create({ name: 'Callback', agent_id: world.first.id });
    expect(goal).toEqual({
      id: expect.any(String),
      agent_id: world.first.id,
      name: 'Callback',
      description: null,
      status: 'active',
      priority: null,
      created_at: expect.stringMatching(/^2025-01-15T10:30:\d\d\.000Z$/),
      updated_at: goal.created_at,
    });
    expect(goal.created_at > start).toBe(true);
    expect(await world.goals.get(goal.id)).toEqual(goal);
  });

  it('keeps whatever was given, lead-info fields included', async () => {
    await using world = await withAgents(door);
    const given = {
      name: 'Callback',
      agent_id: world.first.id,
      description: 'Arrange a call',
      status: 'paused',
      priority: 3,
      lead_info_fields: [
        { name: 'email', type: 'email', required: true, description: 'Where to write' },
        { name: 'nickname' },
      ],
    };
    const goal = await world.goals.create(given);
    expect(goal).toMatchObject(given);
    expect(await world.goals.get(goal.id)).toEqual(goal);
  });

  it('is updated in part, cleared with null, and moved to another agent', async () => {
    await using world = await withAgents(door);
    const before = await world.goals.create({
      name: 'Callback',
      agent_id: world.first.id,
      description: 'Arrange a call',
      priority: 3,
    });
    const renamed = await world.goals.update(before.id, { name: 'Call', status: 'done' });
    expect(renamed).toEqual({
      ...before,
      name: 'Call',
      status: 'done',
      updated_at: renamed.updated_at,
    });
    expect(renamed.updated_at > before.updated_at).toBe(true);
    const cleared = await world.goals.update(before.id, {
      description: null,
      priority: null,
      agent_id: world.second.id,
    });
    expect(cleared).toMatchObject({
      name: 'Call',
      description: null,
      priority: null,
      agent_id: world.second.id,
    });
    expect(await world.goals.get(before.id)).toEqual(cleared);
  });

  it('is deleted for good', async () => {
    await using world = await withAgents(door);
    const { id } = await world.goals.create({ name: 'Callback', agent_id: world.first.id });
    expect(await world.goals.delete(id)).toMatchObject({ id });
    const calls = [
      () => world.goals.get(id),
      () => world.goals.update(id, { name: 'Back' }),
      () => world.goals.delete(id),
      () => world.goals.attach({ goalId: id, agentId: world.first.id }),
    ];
    for (const call of calls) await expect(call()).rejects.toBeInstanceOf(NotFoundError);
    expect(await world.goals.list()).toEqual({ items: [], count: 0 });
  });

  it('is listed newest first, by agent, by status, and page by page with one count', async () => {
    await using world = await withAgents(door);
    const make = (name: string, agent_id: string, status: string) =>
      world.goals.create({ name, agent_id, status });
    await make('a', world.first.id, 'active');
    await make('b', world.second.id, 'active');
    await make('c', world.first.id, 'paused');
    await make('d', world.first.id, 'active');
    const list = async (filter: Parameters<typeof world.goals.list>[0]) => {
      const { items, count } = await world.goals.list(filter);
      return [items.map(({ name }) => name).join(''), count];
    };
    const agentId = world.first.id;
    expect(await list({})).toEqual(['dcba', 4]);
    expect(await list({ agentId })).toEqual(['dca', 3]);
    expect(await list({ status: 'active' })).toEqual(['dba', 3]);
    expect(await list({ agentId, status: 'active' })).toEqual(['da', 2]);
    expect(await list({ limit: 3 })).toEqual(['dcb', 4]);
    expect(await list({ limit: 3, offset: 3 })).toEqual(['a', 4]);
    expect(await list({ offset: 4 })).toEqual(['', 4]);
    expect(await list({ agentId: 'nobody' })).toEqual(['', 0]);
  });

  it('is one of 50 in a list unless told otherwise', async () => {
    await using world = await withAgents(door);
    for (let index = 0; index < 51; index++) {
      await world.goals.create({ name: `Goal ${index}`, agent_id: world.first.id });
    }
    const { items, count } = await world.goals.list();
    expect(items).toHaveLength(50);
    expect(count).toBe(51);
  });

  it('is attached to an agent in place of the one before, and detached once', async () => {
    await using world = await withAgents(door);
    const make = (name: string) => world.goals.create({ name, agent_id: world.first.id });
    const [old, late] = [await make('Old'), await make('Late')];
    const agentId = world.second.id;
    expect(await world.goals.attach({ goalId: old.id, agentId })).toMatchObject({
      goalId: old.id,
      agentId,
    });
    expect(await world.goals.attach({ goalId: late.id, agentId })).toMatchObject({
      goalId: late.id,
      replaced: old.id,
    });
    expect(await world.goals.get(late.id)).toEqual(late);
    await expect(world.goals.detach({ agentId, goalId: old.id })).rejects.toBeInstanceOf(
      NotFoundError,
    );
    expect(await world.goals.detach({ agentId, goalId: late.id })).toMatchObject({
      goalId: late.id,
      agentId,
    });
    await expect(world.goals.detach({ agentId })).rejects.toBeInstanceOf(NotFoundError);
  });

  it('that is deleted, or whose agent is, is no longer attached', async () => {
    await using world = await withAgents(door);
    const agentId = world.second.id;
    const gone = await world.goals.create({ name: 'Gone', agent_id: world.first.id });
    await world.goals.attach({ goalId: gone.id, agentId });
    await world.goals.delete(gone.id);
    await expect(world.goals.detach({ agentId })).rejects.toBeInstanceOf(NotFoundError);

    const stays = await world.goals.create({ name: 'Stays', agent_id: world.first.id });
    await world.goals.attach({ goalId: stays.id, agentId });
    await world.client.agents.delete(agentId);
    await expect(world.goals.detach({ agentId })).rejects.toBeInstanceOf(NotFoundError);
    expect(await world.goals.get(stays.id)).toEqual(stays);
  });

  it.each(['create', 'update', 'attach', 'detach'] as const)(
    'needs an agent that is there to %s',
    async (action) => {
      await using world = await withAgents(door);
      const goal = await world.goals.create({ name: 'Callback', agent_id: world.first.id });
      const { id } = world.second;
      await world.client.agents.delete(id);
      const calls = {
        create: () => world.goals.create({ name: 'Lost', agent_id: id }),
        update: () => world.goals.update(goal.id, { agent_id: id }),
        attach: () => world.goals.attach({ goalId: goal.id, agentId: id }),
        detach: () => world.goals.detach({ agentId: id }),
      };
      await expect(calls[action]()).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND' });
      expect(await world.goals.list()).toEqual({ items: [goal], count: 1 });
    },
  );

  it('is suggested from a description, the same each time, and nothing is saved', async () => {
    await using world = await withAgents(door);
    const description = 'Collect name and email before a demo';
    const suggestion = await world.goals.generate({ description });
    expect(suggestion.fields?.map(({ name }) => name)).toEqual(['name', 'email']);
    expect(await world.goals.generate({ description })).toEqual(suggestion);
    expect(await world.goals.list()).toEqual({ items: [], count: 0 });
  });
});
