/**
 * The contract alone: schemas, endpoints, lifecycle. Loads no undici and nothing of Node.
 * @module contract
 */
export type { Effect, Endpoint, Input, Output } from './core/endpoint';
export type { Problem } from './core/problem';
export { problemsOf } from './core/problems';
export { unknownKeys } from './core/unknown-keys';
export { type OpenApiDocument, type OpenApiOptions, openApiDocument } from './openapi/document';
export { agentEndpoints } from './resources/agents/endpoints';
export {
  type AgentStatus,
  agentStatuses,
  canTransition,
  type Transition,
  transitions,
  transitionsFrom,
} from './resources/agents/lifecycle';
export {
  Agent,
  AgentKnowledgeBaseConfig,
  AgentList,
  AgentMemoryConfig,
  AgentMetadata,
  AgentModelConfig,
  AgentQueryParams,
  AgentVoiceConfig,
  type AnswerSource,
  CreateAgentRequest,
  ErrorEvent,
  modelProviders,
  PaginationMeta,
  pipelineModes,
  ResolutionCriteria,
  stsProviders,
  TestAgentRequest,
  TestAgentResponse,
  TokenEvent,
  TokenUsage,
  UpdateAgentRequest,
} from './resources/agents/schemas';
export { goalEndpoints } from './resources/goals/endpoints';
export {
  AttachGoalRequest,
  CreateGoalRequest,
  DetachGoalRequest,
  GenerateGoalRequest,
  GetGoalRequest,
  Goal,
  GoalList,
  GoalReceipt,
  GoalSuggestion,
  goalStatuses,
  LeadInfoField,
  ListGoalsRequest,
  UpdateGoalRequest,
} from './resources/goals/schemas';
