/**
 * What agents look like on the wire. Requests are bounded as documented; responses keep unknown keys and accept values
 * that we don't know yet. Lengths count UTF-16 code units (our reading).
 */
import * as z from 'zod';
import { openEnum } from '../../core/open-enum';
import { text } from '../../core/text';
import { agentStatuses } from './lifecycle';

/** How speech is made (documented). `sts` is documented as not implemented by the platform yet. */
export const pipelineModes = ['batch', 'streaming', 'sts'] as const;
/** Who may do `sts` (documented). */
export const stsProviders = ['openai', 'gemini'] as const;
/** Whose models an agent may use (documented); the names of models are open. */
export const modelProviders = ['openai', 'anthropic'] as const;

/** Which model answers, and how. Default of the platform: `openai/gpt-4o-mini`, temperature 0.7 (documented). */
export const AgentModelConfig = z.object({
  model: z
    .string()
    .regex(
      new RegExp(`^(${modelProviders.join('|')})/\\S+$`),
      `must be provider/model-name with a provider of ${modelProviders.join(', ')}`,
    )
    .describe('Model as provider/model-name, for example openai/gpt-4o-mini'),
  modelSettings: z
    .object({
      temperature: z.number().min(0).max(2).optional().describe('Sampling temperature'),
      // At least 1: our reading.
      maxTokens: z.int().min(1).optional().describe('Most tokens to generate'),
      topP: z.number().min(0).max(1).optional().describe('Nucleus sampling'),
      // At least 1: our reading.
      topK: z.int().min(1).optional().describe('Top K sampling'),
      stopSequences: z.array(z.string()).optional().describe('Texts that end an answer'),
    })
    .optional(),
  providerOptions: z
    .object({
      openai: z
        .object({
          reasoningEffort: z.enum(['low', 'medium', 'high']).optional(),
          responseFormat: z.enum(['text', 'json_object']).optional(),
          frequencyPenalty: z.number().optional(),
          presencePenalty: z.number().optional(),
        })
        .optional(),
      anthropic: z
        .object({
          cacheControl: z.object({ type: z.literal('ephemeral') }).optional(),
          maxTokens: z.number().optional(),
        })
        .optional(),
    })
    .optional(),
});
export type AgentModelConfig = z.input<typeof AgentModelConfig>;

/** `sts` is a legal type that the platform documents as not implemented yet. */
export const AgentVoiceConfig = z.discriminatedUnion('pipelineMode', [
  z.object({
    pipelineMode: z.enum(['batch', 'streaming']),
    voiceId: z
      .string()
      .optional()
      .describe('ElevenLabs voice id; the platform default if left out'),
  }),
  z.object({ pipelineMode: z.literal('sts'), stsProvider: z.enum(stsProviders) }),
]);
export type AgentVoiceConfig = z.input<typeof AgentVoiceConfig>;

/** What an agent remembers. Default of the platform: enabled, 20 messages, no semantic recall (documented). */
export const AgentMemoryConfig = z.object({
  enabled: z.boolean(),
  lastMessages: z.int().min(1).max(100).optional().describe('Recent messages to include'),
  semanticRecall: z.boolean().optional(),
});
export type AgentMemoryConfig = z.input<typeof AgentMemoryConfig>;

/** Where an agent looks things up before it answers. Bounds: documented. */
export const AgentKnowledgeBaseConfig = z.object({
  knowledgeBaseId: z.guid('must be a UUID'),
  documentGroups: z.array(z.string()).nullish().describe('null or absent: all groups'),
  topK: z.int().min(1).max(20).optional().describe('Chunks to retrieve per query'),
  similarityThreshold: z.number().min(0).max(1).optional(),
});
export type AgentKnowledgeBaseConfig = z.input<typeof AgentKnowledgeBaseConfig>;

/** Any JSON object; `scope` and `toneStyle` feed the prompt. */
export const AgentMetadata = z.looseObject({
  scope: z.string().optional(),
  toneStyle: z.string().optional(),
});
export type AgentMetadata = z.input<typeof AgentMetadata>;

const ResolutionCriterion = z.object({ label: text(1, 255), description: z.string().min(1) });

/** When a conversation counts as resolved: at most 5 (documented), labels unique (our reading). Write-only. */
export const ResolutionCriteria = z
  .array(ResolutionCriterion)
  .max(5)
  .superRefine((criteria, context) => {
    // Unique labels: our reading.
    const seen = new Set<string>();
    criteria.forEach(({ label }, index) => {
      if (seen.has(label)) {
        const message = `${JSON.stringify(label)} is used twice`;
        context.addIssue({ code: 'custom', path: [index, 'label'], message });
      }
      seen.add(label);
    });
  });

const fields = {
  name: text(1, 128).describe('Display name'),
  description: text(0, 2000).describe('What the agent is for'),
  instructions: text(1, 10_000).describe('System prompt'),
  policy: text(0, 10_000).describe('Business rules, injected into the prompt, hidden from callers'),
};

/** A new agent: `name` and `instructions` at least. Bounds are documented, where not marked otherwise. */
export const CreateAgentRequest = z.object({
  name: fields.name,
  description: fields.description.optional(),
  instructions: fields.instructions,
  policy: fields.policy.optional(),
  modelConfig: AgentModelConfig.optional(),
  voiceConfig: AgentVoiceConfig.optional(),
  memoryConfig: AgentMemoryConfig.optional(),
  knowledgeBaseConfig: AgentKnowledgeBaseConfig.optional(),
  metadata: AgentMetadata.optional(),
  resolutionCriteria: ResolutionCriteria.optional(),
});
export type CreateAgentRequest = z.input<typeof CreateAgentRequest>;

/** Fields to change; `null` clears `policy` and detaches `knowledgeBaseConfig` (documented). */
export const UpdateAgentRequest = CreateAgentRequest.partial().extend({
  policy: fields.policy.nullish(),
  knowledgeBaseConfig: AgentKnowledgeBaseConfig.nullish(),
});
export type UpdateAgentRequest = z.input<typeof UpdateAgentRequest>;

/** A message of 1-10,000 characters (documented). */
export const TestAgentRequest = z.object({
  message: text(1, 10_000).describe('Message to the agent'),
});
export type TestAgentRequest = z.input<typeof TestAgentRequest>;

/** Which agents, in which order, and which page of them (documented). */
export const AgentQueryParams = z.object({
  page: z.int().min(1).optional().describe('Page number, default 1'),
  limit: z.int().min(1).max(100).optional().describe('Agents a page, default 20'),
  search: text(0, 100).optional().describe('Part of a name or description'),
  // createdAt as the default: our reading.
  sortBy: z
    .enum(['name', 'createdAt', 'updatedAt', 'status'])
    .optional()
    .describe('Field to sort by, default createdAt'),
  sortOrder: z.enum(['asc', 'desc']).optional().describe('Default desc'),
  status: z.enum(agentStatuses).optional().describe('Only agents in this state'),
});
export type AgentQueryParams = z.input<typeof AgentQueryParams>;

const ModelConfigAnswer = z.looseObject({
  model: z.string(),
  modelSettings: z
    .looseObject({
      temperature: z.number().optional(),
      maxTokens: z.number().optional(),
      topP: z.number().optional(),
      topK: z.number().optional(),
      stopSequences: z.array(z.string()).optional(),
    })
    .nullish(),
  providerOptions: z.looseObject({}).nullish(),
});

const VoiceConfigAnswer = z.looseObject({
  pipelineMode: openEnum(pipelineModes),
  voiceId: z.string().nullish(),
  stsProvider: openEnum(stsProviders).nullish(),
});

const MemoryConfigAnswer = z.looseObject({
  enabled: z.boolean(),
  lastMessages: z.number().nullish(),
  semanticRecall: z.boolean().nullish(),
});

const KnowledgeBaseConfigAnswer = z.looseObject({
  knowledgeBaseId: z.string(),
  documentGroups: z.array(z.string()).nullish(),
  topK: z.number().nullish(),
  similarityThreshold: z.number().nullish(),
});

/** An agent as the platform answers it (documented). Unknown keys and a `status` yet unknown are kept. */
export const Agent = z.looseObject({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  instructions: z.string(),
  policy: z.string().nullable(),
  status: openEnum(agentStatuses),
  version: z.number(),
  modelConfig: ModelConfigAnswer,
  voiceConfig: VoiceConfigAnswer.nullable(),
  memoryConfig: MemoryConfigAnswer.nullable(),
  knowledgeBaseConfig: KnowledgeBaseConfigAnswer.nullable(),
  // Not a record, whose keys would each be looked at.
  metadata: z.looseObject({}),
  createdAt: z.string(),
  updatedAt: z.string(),
  createdBy: z.string().nullable(),
  // Write-only in the documentation; kept where a server sends it.
  resolutionCriteria: z
    .array(z.looseObject({ label: z.string(), description: z.string() }))
    .nullish(),
});
export type Agent = z.output<typeof Agent>;

/** What comes back for an agent that was deleted is not documented. */
export const DeletedAgent = z.unknown();

/** Where a page stands in its list (documented). Pages count from 1. */
export const PaginationMeta = z.looseObject({
  page: z.number(),
  limit: z.number(),
  total: z.number(),
  totalPages: z.number(),
  hasNextPage: z.boolean(),
  hasPreviousPage: z.boolean(),
});
export type PaginationMeta = z.output<typeof PaginationMeta>;

/** One page of agents (documented). */
export const AgentList = z.looseObject({ data: z.array(Agent), meta: PaginationMeta });
export type AgentList = z.output<typeof AgentList>;

/** Tokens that an answer took, where the server counts them (documented). */
export const TokenUsage = z.looseObject({
  inputTokens: z.number().optional(),
  outputTokens: z.number().optional(),
});
export type TokenUsage = z.output<typeof TokenUsage>;

/** An agent's answer to a message (documented). */
export const TestAgentResponse = z.looseObject({
  response: z.string(),
  usage: TokenUsage.optional(),
});
export type TestAgentResponse = z.output<typeof TestAgentResponse>;

/** A passage of the knowledge base that an answer was made from (our extension). Other servers may say other things. */
export interface AnswerSource {
  readonly document?: string;
  readonly group?: string | null;
  /** From 0 to 1. */
  readonly similarity?: number;
  readonly text?: string;
  readonly [key: string]: unknown;
}

/** Data of the stream's `token` event (our extension). */
export const TokenEvent = z.looseObject({ text: z.string() });

/** Data of the stream's `error` event (our extension). */
export const ErrorEvent = z.looseObject({
  statusCode: z.number(),
  message: z.union([z.string(), z.array(z.string())]),
  error: z.string().optional(),
});
