/** Every bound of the agents contract: just inside is sent as it is, just outside never leaves. */
import { describe, expect, test } from 'vitest';
import { type Client, InputError } from '../src/index';
import { agent, agentId, agentRequest, answer, connect, failure, page, put } from './documented';
import { hostileServer, json } from './hostile-server';

const long = (length: number) => 'x'.repeat(length);
const criteria = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ label: `Label ${index}`, description: 'd' }));

interface Bound {
  readonly at: string;
  readonly inside: readonly unknown[];
  readonly outside: readonly unknown[];
  /** Where the problem is said to be, when not at `at`. */
  readonly said?: string;
}

const bounds: readonly Bound[] = [
  { at: 'name', inside: ['x', long(128)], outside: ['', long(129), 7] },
  { at: 'description', inside: ['', long(2000)], outside: [long(2001), null] },
  { at: 'instructions', inside: ['x', long(10_000)], outside: ['', long(10_001)] },
  { at: 'policy', inside: ['', long(10_000)], outside: [long(10_001), 7] },
  {
    at: 'modelConfig.model',
    inside: ['openai/gpt-4o-mini', 'anthropic/claude-sonnet-4-20250514', 'openai/ft:any/thing'],
    outside: ['gpt-4o-mini', 'mistral/large', 'openai/', '/gpt', 'openai/a b', 'OpenAI/gpt', ''],
  },
  { at: 'modelConfig.modelSettings.temperature', inside: [0, 2], outside: [-0.01, 2.01, '1'] },
  { at: 'modelConfig.modelSettings.maxTokens', inside: [1, 1024], outside: [0, 1.5, -1] },
  { at: 'modelConfig.modelSettings.topP', inside: [0, 1], outside: [-0.1, 1.1] },
  { at: 'modelConfig.modelSettings.topK', inside: [1, 40], outside: [0, 2.5] },
  { at: 'modelConfig.modelSettings.stopSequences', inside: [[], ['END']], outside: ['END'] },
  {
    at: 'modelConfig.providerOptions.openai.reasoningEffort',
    inside: ['low', 'medium', 'high'],
    outside: ['highest'],
  },
  {
    at: 'modelConfig.providerOptions.openai.responseFormat',
    inside: ['text', 'json_object'],
    outside: ['xml'],
  },
  { at: 'modelConfig.providerOptions.openai.presencePenalty', inside: [-1.5], outside: ['1'] },
  { at: 'modelConfig.providerOptions.openai.frequencyPenalty', inside: [1.5], outside: ['1'] },
  {
    at: 'modelConfig.providerOptions.anthropic.cacheControl',
    inside: [{ type: 'ephemeral' }],
    outside: [{ type: 'eternal' }],
    said: 'modelConfig.providerOptions.anthropic.cacheControl.type',
  },
  { at: 'modelConfig.providerOptions.anthropic.maxTokens', inside: [100], outside: ['100'] },
  {
    at: 'voiceConfig',
    inside: [
      { pipelineMode: 'batch' },
      { pipelineMode: 'streaming', voiceId: 'v' },
      { pipelineMode: 'sts', stsProvider: 'openai' },
      { pipelineMode: 'sts', stsProvider: 'gemini' },
    ],
    outside: [{ pipelineMode: 'carrier-pigeon' }, {}],
    said: 'voiceConfig.pipelineMode',
  },
  {
    at: 'voiceConfig',
    inside: [],
    outside: [{ pipelineMode: 'sts' }, { pipelineMode: 'sts', stsProvider: 'acme' }],
    said: 'voiceConfig.stsProvider',
  },
  { at: 'memoryConfig.enabled', inside: [true, false], outside: [undefined, 'yes'] },
  { at: 'memoryConfig.lastMessages', inside: [1, 100], outside: [0, 101, 1.5] },
  { at: 'memoryConfig.semanticRecall', inside: [true], outside: ['yes'] },
  {
    at: 'knowledgeBaseConfig.knowledgeBaseId',
    inside: ['880e8400-e29b-41d4-a716-446655440003'],
    outside: ['880e8400', '', undefined],
  },
  { at: 'knowledgeBaseConfig.documentGroups', inside: [['faqs'], [], null], outside: ['faqs'] },
  { at: 'knowledgeBaseConfig.topK', inside: [1, 20], outside: [0, 21, 1.5] },
  { at: 'knowledgeBaseConfig.similarityThreshold', inside: [0, 1], outside: [-0.1, 1.1] },
  { at: 'metadata', inside: [{}, { anything: [1, { deep: null }] }], outside: ['text', [], null] },
  { at: 'metadata.scope', inside: ['billing'], outside: [7] },
  { at: 'metadata.toneStyle', inside: ['casual'], outside: [{}] },
  { at: 'resolutionCriteria', inside: [[], criteria(5)], outside: [criteria(6), 'none'] },
  { at: 'resolutionCriteria[0].label', inside: ['x', long(255)], outside: ['', long(256)] },
  { at: 'resolutionCriteria[1].description', inside: ['x', long(20_000)], outside: [''] },
];

const calls = {
  create: (client: Client, body: unknown) => client.agents.create(body as never),
  update: (client: Client, body: unknown) => client.agents.update(agentId, body as never),
};

describe.each(['create', 'update'] as const)('the body of agents.%s', (method) => {
  test.each(bounds)('$at is sent when inside its bounds', async ({ at, inside }) => {
    const server = await hostileServer(json(agent));
    const client = connect(server);
    for (const [index, value] of inside.entries()) {
      const body = put(agentRequest, at, value);
      await calls[method](client, body);
      expect(JSON.parse(server.seen[index]?.body ?? '')).toEqual(body);
    }
    expect(server.seen).toHaveLength(inside.length);
  });

  test.each(bounds)('$at is refused when outside its bounds, and nothing is sent', async (row) => {
    const server = await hostileServer(json(agent));
    const client = connect(server);
    for (const value of row.outside) {
      const error = await failure(
        InputError,
        calls[method](client, put(agentRequest, row.at, value)),
      );
      expect(error.problems.map(({ path }) => path)).toEqual([row.said ?? row.at]);
      expect(error.message).toContain(row.said ?? row.at);
    }
    expect(server.seen).toHaveLength(0);
  });
});

describe('agents', () => {
  test('a name is measured in UTF-16 code units, so an emoji counts twice', async () => {
    const server = await hostileServer(json(agent));
    const client = connect(server);
    await client.agents.create({ ...agentRequest, name: '🙂'.repeat(64) });
    const error = await failure(
      InputError,
      client.agents.create({ ...agentRequest, name: `${'🙂'.repeat(64)}x` }),
    );
    expect(error.problems).toEqual([
      { path: 'name', message: 'must have at most 128 characters, has 129' },
    ]);
    expect(server.seen).toHaveLength(1);
  });

  test('all problems are listed at once', async () => {
    const server = await hostileServer(json(agent));
    const body = {
      description: long(2001),
      instructions: '',
      modelConfig: { model: 'gpt', modelSettings: { temperature: 3 } },
      memoryConfig: { enabled: true, lastMessages: 0 },
      resolutionCriteria: [{ label: '', description: '' }],
    };
    const error = await failure(InputError, connect(server).agents.create(body as never));
    expect(error.problems.map(({ path }) => path)).toEqual([
      'name',
      'description',
      'instructions',
      'modelConfig.model',
      'modelConfig.modelSettings.temperature',
      'memoryConfig.lastMessages',
      'resolutionCriteria[0].label',
      'resolutionCriteria[0].description',
    ]);
    for (const { path } of error.problems) expect(error.message).toContain(path);
    expect(server.seen).toHaveLength(0);
  });

  test('a bad id and a bad body are reported together', async () => {
    const server = await hostileServer(json(agent));
    const error = await failure(
      InputError,
      connect(server).agents.update('..', { name: '', instructions: '' }),
    );
    expect(error.problems.map(({ path }) => path)).toEqual(['id', 'name', 'instructions']);
  });

  test('a label that is used twice is refused at its second place', async () => {
    const server = await hostileServer(json(agent));
    const resolutionCriteria = [
      { label: 'Solved', description: 'one' },
      { label: 'Calm', description: 'two' },
      { label: 'Solved', description: 'three' },
    ];
    const error = await failure(
      InputError,
      connect(server).agents.create({ ...agentRequest, resolutionCriteria }),
    );
    expect(error.problems).toEqual([
      { path: 'resolutionCriteria[2].label', message: '"Solved" is used twice' },
    ]);
  });

  test('keys that the contract does not know are sent on untouched', async () => {
    const server = await hostileServer(json(agent));
    const body = {
      ...agentRequest,
      emotionEngine: { level: 11 },
      memoryConfig: { enabled: true, recallDreams: true },
    };
    await connect(server).agents.create(body);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual(body);
  });

  test('an update clears the policy and detaches the knowledge base with null', async () => {
    const server = await hostileServer(json(agent));
    const changes = { policy: null, knowledgeBaseConfig: null };
    await connect(server).agents.update(agentId, changes);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual(changes);
  });

  test('a new agent can not be made with null in their place', async () => {
    const server = await hostileServer(json(agent));
    const body = { ...agentRequest, policy: null, knowledgeBaseConfig: null };
    const error = await failure(InputError, connect(server).agents.create(body as never));
    expect(error.problems.map(({ path }) => path)).toEqual(['policy', 'knowledgeBaseConfig']);
  });

  test('an empty update is legal, and sent', async () => {
    const server = await hostileServer(json(agent));
    await connect(server).agents.update(agentId, {});
    expect(server.seen[0]?.body).toBe('{}');
  });

  test('what can not be written as JSON is refused before it is sent', async () => {
    const server = await hostileServer(json(agent));
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    for (const metadata of [circle, { big: 10n }]) {
      const error = await failure(
        InputError,
        connect(server).agents.create({ ...agentRequest, metadata }),
      );
      expect(error.message).toContain('JSON');
    }
    expect(server.seen).toHaveLength(0);
  });

  test('a playground message has 1 to 10000 characters', async () => {
    const server = await hostileServer(json(answer));
    const { agents } = connect(server);
    for (const message of ['x', long(10_000)]) await agents.test(agentId, { message });
    for (const body of [{ message: '' }, { message: long(10_001) }, {}, undefined]) {
      const error = await failure(InputError, agents.test(agentId, body as never));
      expect(error.problems.map(({ path }) => path)).toEqual([body ? 'message' : '']);
      const streamed = agents.testStream(agentId, body as never).next();
      await failure(InputError, streamed);
    }
    expect(server.seen).toHaveLength(2);
  });
});

const queryBounds: readonly Bound[] = [
  { at: 'page', inside: [1, 9999], outside: [0, 1.5, -1, '1'] },
  { at: 'limit', inside: [1, 100], outside: [0, 101] },
  { at: 'search', inside: ['', long(100)], outside: [long(101)] },
  { at: 'sortBy', inside: ['name', 'createdAt', 'updatedAt', 'status'], outside: ['version'] },
  { at: 'sortOrder', inside: ['asc', 'desc'], outside: ['up'] },
  { at: 'status', inside: ['draft', 'active', 'archived'], outside: ['deleted'] },
];

test.each(queryBounds)('the list parameter $at keeps its bounds', async (row) => {
  const server = await hostileServer(json(page([])));
  const { agents } = connect(server);
  for (const [index, value] of row.inside.entries()) {
    await agents.list({ [row.at]: value });
    const { searchParams } = new URL(server.seen[index]?.url ?? '', server.url);
    expect(searchParams.get(row.at)).toBe(String(value));
  }
  for (const value of row.outside) {
    const error = await failure(InputError, agents.list({ [row.at]: value } as never));
    expect(error.problems.map(({ path }) => path)).toEqual([row.at]);
  }
  await failure(InputError, agents.list(null as never));
  expect(server.seen).toHaveLength(row.inside.length);
});
