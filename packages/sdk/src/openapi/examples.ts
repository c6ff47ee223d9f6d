/** A request and an answer for each operation, as the documentation shows them or in its manner. */

const agentRequest = {
  name: 'Customer Support Agent',
  description: 'AI agent for handling customer inquiries',
  instructions: 'You are a helpful customer support agent for Acme Corp.',
  policy: 'Refunds are only allowed within 30 days of purchase.',
  modelConfig: {
    model: 'openai/gpt-4o-mini',
    modelSettings: { temperature: 0.7, maxTokens: 1024 },
  },
  voiceConfig: { pipelineMode: 'batch', voiceId: 'EXAVITQu4vr4xnSDxMaL' },
  memoryConfig: { enabled: true, lastMessages: 20 },
  knowledgeBaseConfig: {
    knowledgeBaseId: '880e8400-e29b-41d4-a716-446655440003',
    topK: 5,
    similarityThreshold: 0.7,
  },
  metadata: { scope: 'billing and account inquiries', toneStyle: 'professional, warm' },
};

const agent = {
  id: '550e8400-e29b-41d4-a716-446655440000',
  organizationId: '660e8400-e29b-41d4-a716-446655440001',
  ...agentRequest,
  status: 'draft',
  version: 1,
  createdAt: '2025-01-15T10:30:00.000Z',
  updatedAt: '2025-01-15T10:30:00.000Z',
  createdBy: '770e8400-e29b-41d4-a716-446655440002',
};

const active = { ...agent, status: 'active' };

const goal = {
  id: '990e8400-e29b-41d4-a716-446655440009',
  agent_id: agent.id,
  name: 'Book a callback',
  description: 'Find out when the caller can be reached',
  status: 'active',
  priority: 1,
  created_at: '2025-01-15T10:30:00.000Z',
  updated_at: '2025-01-15T10:30:00.000Z',
};

const resource = 'goals';

interface Example {
  readonly request?: unknown;
  readonly answer?: unknown;
}

/** By operation; the requests of goals are whole envelopes. */
export const examples: Readonly<Record<string, Example>> = {
  'agents.create': { request: agentRequest, answer: agent },
  'agents.list': {
    answer: {
      data: [active],
      meta: {
        page: 1,
        limit: 20,
        total: 1,
        totalPages: 1,
        hasNextPage: false,
        hasPreviousPage: false,
      },
    },
  },
  'agents.get': { answer: active },
  'agents.update': {
    request: { policy: 'Refunds are only allowed within 60 days of purchase.' },
    answer: {
      ...active,
      policy: 'Refunds are only allowed within 60 days of purchase.',
      version: 2,
    },
  },
  'agents.activate': { answer: active },
  'agents.archive': { answer: { ...agent, status: 'archived' } },
  'agents.restore': { answer: active },
  'agents.test': {
    request: { message: 'Hello, I need help with my account' },
    answer: {
      response: 'Hello! What can I do for you?',
      usage: { inputTokens: 156, outputTokens: 42 },
    },
  },
  'goals.list': {
    request: { resource, action: 'list', data: { agentId: agent.id, status: 'active', limit: 50 } },
    answer: { items: [goal], count: 1 },
  },
  'goals.get': { request: { resource, action: 'get', id: goal.id }, answer: goal },
  'goals.create': {
    request: { resource, action: 'create', data: { name: goal.name, agent_id: agent.id } },
    answer: goal,
  },
  'goals.update': {
    request: { resource, action: 'update', id: goal.id, data: { priority: 1 } },
    answer: goal,
  },
  'goals.delete': { request: { resource, action: 'delete', id: goal.id }, answer: {} },
  'goals.attach': {
    request: { resource, action: 'attach', data: { goalId: goal.id, agentId: agent.id } },
    answer: {},
  },
  'goals.detach': {
    request: { resource, action: 'detach', data: { agentId: agent.id } },
    answer: {},
  },
  'goals.generate': {
    request: { resource, action: 'generate', data: { description: 'Book a callback' } },
    answer: { name: 'Book a callback', description: 'Find out when the caller can be reached' },
  },
};
