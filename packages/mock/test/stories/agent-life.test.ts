/** An agent from its creation to its deletion, through every door. */
import type { AgentStatus, Client, Transition } from '@voicectl/sdk';
import { ConflictError, NotFoundError } from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import { start, ticking } from './clocks';
import { doors, refusalOf } from './doors';

const minimal = { name: 'Support', instructions: 'Be brief.' };

describe.each(doors)('An agent, $name,', (door) => {
  it('begins as a draft of version 1, with the documented defaults where nothing was said', async () => {
    await using world = await door.open({ now: ticking() });
    const agent = await world.client.agents.create(minimal);
    expect(agent).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      organizationId: expect.any(String),
      ...minimal,
      description: null,
      policy: null,
      status: 'draft',
      version: 1,
      modelConfig: { model: 'openai/gpt-4o-mini', modelSettings: { temperature: 0.7 } },
      voiceConfig: null,
      memoryConfig: { enabled: true, lastMessages: 20, semanticRecall: false },
      knowledgeBaseConfig: null,
      metadata: {},
      createdAt: start,
      updatedAt: start,
      createdBy: expect.any(String),
    });
  });

  it('keeps what was said exactly, and fills no default into a config that was given', async () => {
    await using world = await door.open();
    const given = {
      ...minimal,
      description: 'Answers questions about bills',
      policy: 'Never promise a refund.',
      modelConfig: { model: 'anthropic/claude-sonnet-4-20250514' },
      voiceConfig: { pipelineMode: 'sts' as const, stsProvider: 'gemini' as const },
      memoryConfig: { enabled: false },
      knowledgeBaseConfig: { knowledgeBaseId: '880e8400-e29b-41d4-a716-446655440003' },
      metadata: { scope: 'billing', team: { name: 'Blue', seats: [1, 2] } },
    };
    const agent = await world.client.agents.create(given);
    expect(agent).toMatchObject(given);
    expect(agent.modelConfig).toEqual(given.modelConfig);
    expect(agent.memoryConfig).toEqual(given.memoryConfig);
    expect(await world.client.agents.get(agent.id)).toEqual(agent);
  });

  it('takes resolution criteria and does not show them, as documented', async () => {
    await using world = await door.open();
    const agent = await world.client.agents.create({
      ...minimal,
      resolutionCriteria: [{ label: 'Solved', description: 'The caller has what they wanted' }],
    });
    expect(agent).not.toHaveProperty('resolutionCriteria');
  });

  it('lives through draft, active, archived and active again, and ends', async () => {
    await using world = await door.open({ now: ticking() });
    const { agents } = world.client;
    const draft = await agents.create(minimal);
    const active = await agents.activate(draft.id);
    expect(active.status).toBe('active');
    const archived = await agents.archive(draft.id);
    expect(archived.status).toBe('archived');
    const restored = await agents.restore(draft.id);
    expect(restored).toEqual({ ...draft, status: 'active', updatedAt: restored.updatedAt });
    const times = [draft, active, archived, restored].map(({ updatedAt }) => updatedAt);
    expect(times).toEqual([...new Set(times)].sort());
    expect(await agents.delete(draft.id)).toBeUndefined();
  });

  it.each<[AgentStatus, Transition, AgentStatus]>([
    ['draft', 'activate', 'active'],
    ['draft', 'archive', 'archived'],
    ['active', 'archive', 'archived'],
    ['archived', 'restore', 'active'],
  ])('that is %s, after %s is %s, of the same version', async (from, transition, to) => {
    await using world = await door.open({ now: ticking() });
    const before = await agentThatIs(from, world.client);
    const after = await world.client.agents[transition](before.id);
    expect(after).toEqual({ ...before, status: to, updatedAt: after.updatedAt });
    expect(after.updatedAt > before.updatedAt).toBe(true);
  });

  it.each<[AgentStatus, Transition, RegExp]>([
    ['draft', 'restore', /from archived to active.+from draft: activate \(to active\), archive/],
    ['active', 'activate', /from draft to active.+from active: archive \(to archived\)/],
    ['active', 'restore', /from archived to active.+from active: archive \(to archived\)/],
    ['archived', 'activate', /from draft to active.+from archived: restore \(to active\)/],
    ['archived', 'archive', /from active or draft to archived.+from archived: restore/],
  ])(
    'that is %s refuses to %s, with both states and the way out: %s',
    async (from, transition, words) => {
      await using world = await door.open({ now: ticking() });
      const { agents } = world.client;
      const before = await agentThatIs(from, world.client);
      const refusal = await refusalOf(agents[transition](before.id));
      expect(refusal).toBeInstanceOf(ConflictError);
      expect(refusal).toMatchObject({ status: 409, message: expect.stringMatching(words) });
      expect(refusal).toHaveProperty('message', expect.stringContaining(`that is ${from}`));
      expect(await agents.get(before.id)).toEqual(before);
    },
  );

  it.each<AgentStatus>(['draft', 'active', 'archived'])(
    'can be deleted while it is %s, and is gone for every later call',
    async (status) => {
      await using world = await door.open();
      const { agents } = world.client;
      const stays = await agents.create({ ...minimal, name: 'Stays' });
      const { id } = await agentThatIs(status, world.client);
      await agents.delete(id);
      const calls = [
        () => agents.get(id),
        () => agents.update(id, {}),
        () => agents.update(id, { name: 'Back' }),
        () => agents.activate(id),
        () => agents.archive(id),
        () => agents.restore(id),
        () => agents.test(id, { message: 'Hello?' }),
        () => agents.testStream(id, { message: 'Hello?' }).next(),
        () => agents.delete(id),
      ];
      for (const call of calls) await expect(call()).rejects.toBeInstanceOf(NotFoundError);
      expect((await agents.list()).data).toEqual([stays]);
      expect((await agents.list({ status })).data.map((agent) => agent.id)).not.toContain(id);
    },
  );
});

async function agentThatIs(status: AgentStatus, { agents }: Client) {
  const draft = await agents.create({ ...minimal, policy: 'Be kind.' });
  if (status === 'draft') return draft;
  const active = await agents.activate(draft.id);
  return status === 'active' ? active : agents.archive(draft.id);
}
