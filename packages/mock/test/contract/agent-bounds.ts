/** The bounds of the agents API. */
import type { Row } from './bounds';

const long = (length: number) => 'x'.repeat(length);
const criteria = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ label: `Label ${index}`, description: 'd' }));
const knowledgeBaseId = '880e8400-e29b-41d4-a716-446655440003';

const settings = 'modelConfig.modelSettings';
const options = 'modelConfig.providerOptions';

/** Of a body that creates or changes an agent. */
const agentRows: readonly Row[] = [
  { at: 'name', rule: '1-128', inside: ['x', long(128)], outside: ['', long(129), null, 7] },
  {
    at: 'name',
    rule: 'counted in UTF-16 code units',
    inside: ['😀'.repeat(64)],
    outside: ['😀'.repeat(65)],
    unsaid: true,
  },
  { at: 'description', rule: '<= 2000', inside: ['', long(2000)], outside: [long(2001), 7] },
  { at: 'instructions', rule: '1-10000', inside: ['x', long(10_000)], outside: ['', long(10_001)] },
  { at: 'policy', rule: '<= 10000', inside: ['', long(10_000)], outside: [long(10_001), 7] },
  {
    at: 'modelConfig.model',
    rule: 'provider/model-name of openai or anthropic',
    inside: ['openai/gpt-4o-mini', 'anthropic/claude-sonnet-4-20250514', 'openai/not-yet-known'],
    outside: ['gpt-4o-mini', 'mistral/large', 'openai/', '/gpt', 'openai/a b', 'OpenAI/gpt', ''],
  },
  { at: `${settings}.temperature`, rule: '0-2', inside: [0, 2], outside: [-0.01, 2.01, '1'] },
  { at: `${settings}.maxTokens`, rule: 'whole, >= 1', inside: [1, 9000], outside: [0, -1, 1.5] },
  { at: `${settings}.topP`, rule: '0-1', inside: [0, 1], outside: [-0.01, 1.01] },
  { at: `${settings}.topK`, rule: 'whole, >= 1', inside: [1, 900], outside: [0, 1.5] },
  { at: `${settings}.stopSequences`, rule: 'texts', inside: [[], ['END']], outside: ['END', [7]] },
  {
    at: `${options}.openai.reasoningEffort`,
    rule: 'low, medium, high',
    inside: ['low', 'medium', 'high'],
    outside: ['highest', 3],
  },
  {
    at: `${options}.openai.responseFormat`,
    rule: 'text, json_object',
    inside: ['text', 'json_object'],
    outside: ['xml'],
  },
  { at: `${options}.openai.frequencyPenalty`, rule: 'a number', inside: [-2, 2], outside: ['1'] },
  { at: `${options}.openai.presencePenalty`, rule: 'a number', inside: [-2, 2], outside: ['1'] },
  {
    at: `${options}.anthropic.cacheControl`,
    rule: 'type ephemeral',
    inside: [{ type: 'ephemeral' }],
    outside: [{ type: 'eternal' }, {}],
  },
  { at: `${options}.anthropic.maxTokens`, rule: 'a number', inside: [4096], outside: ['4096'] },
  {
    at: 'voiceConfig',
    rule: 'batch or streaming',
    inside: [{ pipelineMode: 'batch' }, { pipelineMode: 'streaming', voiceId: 'v' }],
    outside: [{ pipelineMode: 'telepathy' }, {}, { pipelineMode: 'batch', voiceId: 7 }],
  },
  {
    at: 'voiceConfig',
    rule: 'sts, by openai or gemini',
    inside: [
      { pipelineMode: 'sts', stsProvider: 'openai' },
      { pipelineMode: 'sts', stsProvider: 'gemini' },
    ],
    outside: [{ pipelineMode: 'sts' }, { pipelineMode: 'sts', stsProvider: 'acme' }],
  },
  {
    at: 'memoryConfig',
    rule: 'enabled is required',
    inside: [{ enabled: true }, { enabled: false }],
    outside: [{}, { enabled: 'yes' }],
  },
  {
    at: 'memoryConfig.lastMessages',
    rule: 'whole, 1-100',
    inside: [1, 100],
    outside: [0, 101, 1.5],
  },
  {
    at: 'memoryConfig.semanticRecall',
    rule: 'yes or no',
    inside: [true, false],
    outside: ['no'],
  },
  {
    at: 'knowledgeBaseConfig',
    rule: 'knowledgeBaseId is a UUID',
    inside: [{ knowledgeBaseId }],
    outside: [{}, { knowledgeBaseId: 'kb-1' }, { knowledgeBaseId: '' }],
  },
  {
    at: 'knowledgeBaseConfig.documentGroups',
    rule: 'texts or null',
    inside: [[], ['faqs'], null],
    outside: ['faqs', [7]],
  },
  { at: 'knowledgeBaseConfig.topK', rule: 'whole, 1-20', inside: [1, 20], outside: [0, 21, 1.5] },
  {
    at: 'knowledgeBaseConfig.similarityThreshold',
    rule: '0-1',
    inside: [0, 1],
    outside: [-0.01, 1.01],
  },
  {
    at: 'metadata',
    rule: 'any JSON object',
    inside: [{}, { anything: [1, { deep: null }] }],
    outside: ['text', [], null],
  },
  { at: 'metadata.scope', rule: 'a text', inside: ['billing'], outside: [7, null] },
  { at: 'metadata.toneStyle', rule: 'a text', inside: ['casual'], outside: [{}] },
  {
    at: 'resolutionCriteria',
    rule: 'at most 5',
    inside: [[], criteria(5)],
    outside: [criteria(6), 'none', null],
  },
  {
    at: 'resolutionCriteria',
    rule: 'label 1-255',
    inside: [[criterion('x')], [criterion(long(255))]],
    outside: [[criterion('')], [criterion(long(256))], [{ description: 'd' }]],
  },
  {
    at: 'resolutionCriteria',
    rule: 'description >= 1',
    inside: [[criterion('x', long(20_000))]],
    outside: [[criterion('x', '')], [{ label: 'x' }]],
  },
  {
    at: 'resolutionCriteria',
    rule: 'unique labels',
    inside: [[criterion('a'), criterion('b')]],
    outside: [[criterion('a'), criterion('b'), criterion('a')]],
    unsaid: true,
  },
];

function criterion(label: string, description = 'd') {
  return { label, description };
}

const queryRows: readonly Row[] = [
  { at: 'page', rule: 'whole, >= 1', inside: [1, 9999], outside: [0, -1, 1.5, 'one'] },
  { at: 'limit', rule: 'whole, 1-100', inside: [1, 100], outside: [0, 101, 1.5] },
  { at: 'search', rule: '<= 100', inside: ['', long(100), '42'], outside: [long(101)] },
  {
    at: 'sortBy',
    rule: 'name, createdAt, updatedAt, status',
    inside: ['name', 'createdAt', 'updatedAt', 'status'],
    outside: ['version'],
  },
  { at: 'sortOrder', rule: 'asc, desc', inside: ['asc', 'desc'], outside: ['up'] },
  {
    at: 'status',
    rule: 'draft, active, archived',
    inside: ['draft', 'active', 'archived'],
    outside: ['deleted'],
  },
];

const nullable: readonly Row[] = ['policy', 'knowledgeBaseConfig'].map((at) => ({
  at,
  rule: 'null',
  inside: [null],
  outside: [],
}));

const required: readonly Row[] = [
  { at: 'name', rule: 'required', inside: [], outside: [undefined] },
  { at: 'instructions', rule: 'required', inside: [], outside: [undefined] },
  ...nullable.map((row) => ({ ...row, rule: 'no null', inside: [], outside: [null] })),
];

const messageRows: readonly Row[] = [
  {
    at: 'message',
    rule: '1-10000',
    inside: ['x', long(10_000)],
    outside: ['', long(10_001), undefined, 7],
  },
];

export const agentBounds = {
  'agents.create': [...agentRows, ...required],
  'agents.update': [...agentRows, ...nullable],
  'agents.list': queryRows,
  'agents.test': messageRows,
} as const satisfies Record<string, readonly Row[]>;
