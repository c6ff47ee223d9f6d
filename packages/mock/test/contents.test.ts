/** What a world begins with, as people write it down. */
import { createClient } from '@voicectl/sdk';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContentsError, createMock, type WorldSeed } from '../src/index';

const seed: WorldSeed = {
  agents: [
    { name: 'Support', instructions: 'Help.', status: 'active', version: 3 },
    {
      id: '11111111-1111-4111-8111-111111111111',
      name: 'Sales',
      instructions: 'Sell.',
      createdAt: '2026-01-01T01:00:00+01:00',
      updatedAt: '2026-02-01T00:00:00Z',
      metadata: { scope: 'sales' },
    },
  ],
  goals: [
    { name: 'Callback', agent: 'Support', attached: true, priority: 2 },
    { id: 'goal-2', name: 'Lead', agent: '11111111-1111-4111-8111-111111111111' },
  ],
};

const problemsOf = (contents: unknown) => {
  try {
    createMock({ contents: contents as WorldSeed });
  } catch (error) {
    if (error instanceof ContentsError) return error.problems;
    throw error;
  }
  return [];
};

describe('Contents', () => {
  it('become agents and goals as the platform would have them', async () => {
    const { clientOptions, state } = createMock({ contents: seed, checkAnswers: true });
    const { agents, goals } = createClient({ ...clientOptions, validation: 'strict' });
    const { data } = await agents.list({ sortBy: 'name', sortOrder: 'asc' });
    expect(data).toMatchObject([
      {
        name: 'Sales',
        status: 'draft',
        version: 1,
        createdAt: '2026-01-01T00:00:00.000Z',
        updatedAt: '2026-02-01T00:00:00.000Z',
        modelConfig: { model: 'openai/gpt-4o-mini' },
        policy: null,
      },
      { name: 'Support', status: 'active', version: 3 },
    ]);
    const { items } = await goals.list();
    expect(items).toMatchObject([
      { id: 'goal-2', agent_id: data[0]?.id },
      { name: 'Callback', agent_id: data[1]?.id, status: 'active' },
    ]);
    expect(state.attachments.get(String(data[1]?.id))).toBe(items[1]?.id);
  });

  it('stand in lists in their order, the last one first', async () => {
    const agents = ['first', 'second', 'third'].map((name) => ({ name, instructions: 'x' }));
    const mock = createMock({ contents: { agents } });
    const { data } = await createClient(mock.clientOptions).agents.list();
    expect(data.map(({ name }) => name)).toEqual(['third', 'second', 'first']);
  });

  it.each<[string, unknown, string]>([
    [
      'a bad model',
      { agents: [{ name: 'a', instructions: 'b', modelConfig: { model: 'gpt' } }] },
      'agents[0].modelConfig.model: ',
    ],
    ['a missing name', { agents: [{ instructions: 'b' }] }, 'agents[0].name: is required'],
    ['an unknown key', { agents: [{ name: 'a', instructions: 'b', naem: 'c' }] }, 'naem'],
    ['another word for agents', { agent: [] }, 'agent'],
    [
      'a bad status',
      { agents: [{ name: 'a', instructions: 'b', status: 'live' }] },
      'agents[0].status: ',
    ],
    [
      'a goal of nobody',
      { goals: [{ name: 'g', agent: 'Nobody' }] },
      'goals[0].agent: "Nobody" is no agent here',
    ],
    ['a text', 'agents', 'contents: '],
    ['a list', [], 'contents: '],
  ])('with %s are refused by its place', (_, contents, problem) => {
    expect(problemsOf(contents).join('\n')).toContain(problem);
  });

  it('with a name that several agents have need its id', () => {
    const twins = [1, 2].map(() => ({ name: 'Twin', instructions: 'x' }));
    const goals = [{ name: 'g', agent: 'Twin' }];
    expect(problemsOf({ agents: twins, goals })).toEqual([
      'goals[0].agent: "Twin" is the name of several agents: name its id',
    ]);
  });

  it('with an id twice, or one that is taken, change nothing', async () => {
    const { agents = [], goals = [] } = seed;
    expect(problemsOf({ agents: [agents[1], agents[1]] })).toEqual([
      'agents[1].id: "11111111-1111-4111-8111-111111111111" is taken',
    ]);
    const mock = createMock({ contents: seed });
    const before = JSON.stringify(mock.snapshot());
    await expect(
      mock.add({ agents: [{ name: 'x', instructions: 'y' }], goals: [goals[1] as never] }),
    ).rejects.toThrow('goals[0].id: "goal-2" is taken');
    expect(JSON.stringify(mock.snapshot())).toBe(before);
  });

  it('are added to what is there, and may name it', async () => {
    const mock = createMock({ contents: { agents: [{ name: 'Old', instructions: 'x' }] } });
    await mock.add({ goals: [{ name: 'g', agent: 'Old' }] });
    expect(mock.state.goals.size).toBe(1);
  });

  it('of any kind are taken or refused in words', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.record({ agents: fc.jsonValue(), goals: fc.jsonValue() }),
          fc.record({ version: fc.jsonValue(), agents: fc.jsonValue() }),
        ),
        (value) => {
          for (const problem of problemsOf(value ?? {})) expect(problem).toMatch(/^.+: .+/);
        },
      ),
    );
  });
});
