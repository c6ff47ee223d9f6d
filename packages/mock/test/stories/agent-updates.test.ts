/** What a PATCH changes and what it leaves alone, through every door. */
import type { UpdateAgentRequest } from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import { ticking } from './clocks';
import { type Door, doors } from './doors';

const whole = {
  name: 'Support',
  description: 'Answers questions',
  instructions: 'Be brief.',
  policy: 'Never promise a refund.',
  modelConfig: { model: 'openai/gpt-4o', modelSettings: { temperature: 0.2, maxTokens: 500 } },
  voiceConfig: { pipelineMode: 'batch' as const, voiceId: 'EXAVITQu4vr4xnSDxMaL' },
  memoryConfig: { enabled: true, lastMessages: 10 },
  knowledgeBaseConfig: { knowledgeBaseId: '880e8400-e29b-41d4-a716-446655440003', topK: 5 },
  metadata: { scope: 'billing', team: 'Blue' },
  resolutionCriteria: [{ label: 'Solved', description: 'The caller has what they wanted' }],
};

async function withAgent(door: Door) {
  const world = await door.open({ now: ticking() });
  const { agents } = world.client;
  const before = await agents.create(whole);
  return {
    before,
    update: (changes: UpdateAgentRequest) => agents.update(before.id, changes),
    get: () => agents.get(before.id),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

describe.each(doors)('An update, $name,', (door) => {
  it('changes the given fields and answers with the whole agent', async () => {
    await using agent = await withAgent(door);
    const after = await agent.update({ name: 'Premium', description: 'Answers at night' });
    expect(after).toEqual({
      ...agent.before,
      name: 'Premium',
      description: 'Answers at night',
      updatedAt: after.updatedAt,
    });
    expect(after.updatedAt > agent.before.updatedAt).toBe(true);
    expect(await agent.get()).toEqual(after);
  });

  it('merges metadata one level deep', async () => {
    await using agent = await withAgent(door);
    const after = await agent.update({ metadata: { team: { name: 'Red' }, shift: 'night' } });
    expect(after.metadata).toEqual({ scope: 'billing', team: { name: 'Red' }, shift: 'night' });
    const again = await agent.update({ metadata: { team: { lead: 'Amal' }, shift: null } });
    expect(again.metadata).toEqual({ scope: 'billing', team: { lead: 'Amal' }, shift: null });
  });

  it('replaces every other object whole', async () => {
    await using agent = await withAgent(door);
    const changes = {
      modelConfig: { model: 'openai/gpt-4o' },
      voiceConfig: { pipelineMode: 'streaming' as const },
      memoryConfig: { enabled: false },
      knowledgeBaseConfig: { knowledgeBaseId: '990e8400-e29b-41d4-a716-446655440003' },
    };
    const after = await agent.update(changes);
    for (const key of [
      'modelConfig',
      'voiceConfig',
      'memoryConfig',
      'knowledgeBaseConfig',
    ] as const)
      expect(after[key]).toEqual(changes[key]);
  });

  it.each<[string, UpdateAgentRequest]>([
    ['instructions', { instructions: 'Be very brief.' }],
    ['policy', { policy: 'Refunds within 30 days.' }],
    ['a cleared policy', { policy: null }],
    ['modelConfig', { modelConfig: { model: 'openai/gpt-4o' } }],
    ['memoryConfig', { memoryConfig: { enabled: true, lastMessages: 11 } }],
    [
      'resolutionCriteria',
      { resolutionCriteria: [{ label: 'Solved', description: 'Differently' }] },
    ],
    ['cleared resolutionCriteria', { resolutionCriteria: [] }],
  ])(
    'raises the version by one for %s that differs, and not for the same once more',
    async (_, changes) => {
      await using agent = await withAgent(door);
      const after = await agent.update(changes);
      expect(after.version).toBe(2);
      expect(await agent.update(changes)).toEqual(after);
    },
  );

  it('raises the version by one, however many of the five differ', async () => {
    await using agent = await withAgent(door);
    const after = await agent.update({
      instructions: 'New.',
      policy: 'New.',
      modelConfig: { model: 'openai/gpt-4o' },
      memoryConfig: { enabled: false },
      resolutionCriteria: [],
    });
    expect(after.version).toBe(2);
  });

  it.each<[string, UpdateAgentRequest]>([
    ['a name', { name: 'Other' }],
    ['a description', { description: 'Other' }],
    ['a voice', { voiceConfig: { pipelineMode: 'streaming' } }],
    ['a detached knowledge base', { knowledgeBaseConfig: null }],
    ['metadata', { metadata: { team: 'Red' } }],
  ])('leaves the version alone for %s', async (_, changes) => {
    await using agent = await withAgent(door);
    const after = await agent.update(changes);
    expect(after).toMatchObject(changes);
    expect(after.version).toBe(1);
    expect(after.updatedAt > agent.before.updatedAt).toBe(true);
  });

  it.each<[string, UpdateAgentRequest]>([
    ['nothing', {}],
    ['what it has already', { ...whole }],
    [
      'the same config with its keys in another order',
      {
        modelConfig: {
          modelSettings: { maxTokens: 500, temperature: 0.2 },
          model: 'openai/gpt-4o',
        },
      },
    ],
    ['metadata without a key', { metadata: {} }],
  ])('that says %s changes nothing, the time included', async (_, changes) => {
    await using agent = await withAgent(door);
    expect(await agent.update(changes)).toEqual(agent.before);
    expect(await agent.get()).toEqual(agent.before);
  });

  it('clears the policy and detaches the knowledge base with null', async () => {
    await using agent = await withAgent(door);
    const after = await agent.update({ policy: null, knowledgeBaseConfig: null });
    expect(after).toMatchObject({ policy: null, knowledgeBaseConfig: null, version: 2 });
    expect(await agent.update({ policy: null, knowledgeBaseConfig: null })).toEqual(after);
  });
});
