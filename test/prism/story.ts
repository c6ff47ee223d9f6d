/** Every call of both APIs, and every refusal that a well-formed call can meet, through the SDK. */
import type { Client } from '@voicectl/sdk';

const whole = {
  name: 'Support',
  description: 'Answers questions',
  instructions: 'Be brief.',
  policy: 'Never promise a refund.',
  modelConfig: {
    model: 'anthropic/claude-sonnet-4-20250514',
    modelSettings: { temperature: 0.2, maxTokens: 500, topP: 1, topK: 40, stopSequences: ['END'] },
    providerOptions: {
      openai: { reasoningEffort: 'low' as const, responseFormat: 'text' as const },
      anthropic: { cacheControl: { type: 'ephemeral' as const }, maxTokens: 100 },
    },
  },
  voiceConfig: { pipelineMode: 'sts' as const, stsProvider: 'gemini' as const },
  memoryConfig: { enabled: true, lastMessages: 10, semanticRecall: true },
  knowledgeBaseConfig: {
    knowledgeBaseId: '880e8400-e29b-41d4-a716-446655440003',
    documentGroups: null,
    topK: 5,
    similarityThreshold: 0.5,
  },
  metadata: { scope: 'billing', toneStyle: 'casual', team: { name: 'Blue' } },
  resolutionCriteria: [{ label: 'Solved', description: 'The caller has what they wanted' }],
};
const hello = { message: 'Hello, I need help with my order' };

/** Each succeeds. */
export async function everyCall({ agents, goals }: Client): Promise<void> {
  const { id } = await agents.create(whole);
  const other = await agents.create({ name: 'Sales', instructions: 'Sell.' });
  await agents.get(id);
  for (const query of [
    {},
    { page: 2, limit: 1 },
    { search: 'sup', status: 'draft' as const },
    { sortBy: 'name' as const, sortOrder: 'asc' as const },
    { sortBy: 'updatedAt' as const, sortOrder: 'desc' as const },
    { search: 'nobody', sortBy: 'status' as const },
    { sortBy: 'createdAt' as const, limit: 100 },
  ]) {
    await agents.list(query);
  }
  await agents.update(id, { policy: null, knowledgeBaseConfig: null, metadata: { team: 'Red' } });
  await agents.update(id, {});
  await agents.activate(id);
  await agents.test(id, hello);
  for await (const _ of agents.testStream(id, hello));
  await agents.archive(id);
  await agents.restore(id);
  await agents.archive(other.id);

  const goal = await goals.create({
    name: 'Callback',
    agent_id: id,
    description: 'Arrange a call',
    priority: 3,
    lead_info_fields: [{ name: 'email', type: 'email', required: true }],
  });
  const spare = await goals.create({ name: 'Spare', agent_id: id });
  await goals.get(goal.id);
  await goals.list();
  await goals.list({ agentId: id, status: 'active', limit: 1, offset: 1 });
  await goals.update(goal.id, { name: 'Call', description: null, priority: null, status: 'done' });
  await goals.attach({ goalId: goal.id, agentId: id });
  await goals.attach({ goalId: spare.id, agentId: id });
  await goals.detach({ agentId: id });
  await goals.generate({ description: 'Collect name and email for a callback' });
  await goals.delete(goal.id);
  await agents.delete(other.id);
}

/** What {@link everyCall} makes pass, as Prism's log has it. */
export const everyCallSeen = {
  agents: [
    'DELETE /agents/:id 200',
    'GET /agents 200',
    'GET /agents/:id 200',
    'PATCH /agents/:id 200',
    'POST /agents 201',
    'POST /agents/:id/activate 200',
    'POST /agents/:id/archive 200',
    'POST /agents/:id/restore 200',
    'POST /agents/:id/test 200',
  ],
  goals: ['POST /v1 200', 'POST /v1 201'],
};

/** The calls of the agents API, each on this agent. */
export function agentCalls({ agents }: Client, id: string): (() => Promise<unknown>)[] {
  return [
    () => agents.get(id),
    () => agents.update(id, { name: 'Back' }),
    () => agents.activate(id),
    () => agents.archive(id),
    () => agents.restore(id),
    () => agents.test(id, hello),
    () => agents.testStream(id, hello).next(),
    () => agents.delete(id),
  ];
}

/** The calls of the goals API, each on this goal and this agent. */
export function goalCalls({ goals }: Client, id: string, agentId: string) {
  return [
    () => goals.get(id),
    () => goals.update(id, { name: 'Back' }),
    () => goals.attach({ goalId: id, agentId }),
    () => goals.detach({ goalId: id, agentId }),
    () => goals.create({ name: 'Callback', agent_id: agentId }),
    () => goals.delete(id),
  ];
}
