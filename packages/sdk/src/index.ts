/**
 * The face: every public name, listed by hand. Schemas are at `@voicectl/sdk/contract`.
 * @module index
 */
export { type Client, createClient } from './client';
export {
  ApiError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  isConflict,
  isNotFound,
  isRateLimited,
  NotFoundError,
  PermissionError,
  RateLimitError,
  type RefusalDetails,
  ServerError,
} from './core/api-errors';
export type { CallOptions } from './core/endpoint';
export {
  AbortedError,
  type Attempt,
  ConfigurationError,
  ConnectionError,
  type Facts,
  InputError,
  isVoicectlError,
  type Phase,
  ResponseValidationError,
  StreamError,
  TimeoutError,
  UnexpectedResponseError,
  VoicectlError,
} from './core/errors';
export type { Page, Paginated } from './core/paging';
export type { Preview } from './core/preview';
export type { Problem } from './core/problem';
export {
  type DispatcherLike,
  fetchTransport,
  type Transport,
  type TransportChoice,
  type TransportRequest,
  type TransportResponse,
  undiciTransport,
} from './core/transport';
export type {
  DriftNotice,
  Logger,
  LogLevel,
  RequestNotice,
  ResponseNotice,
  RetryNotice,
} from './core/watch';
export { agentsUrl, type ClientOptions } from './options';
export type { Ensured } from './resources/agents/ensure';
export {
  type Agents,
  type CreateOptions,
  createKey,
  type IterateOptions,
} from './resources/agents/index';
export type { AgentStatus, Transition } from './resources/agents/lifecycle';
export type {
  Agent,
  AgentKnowledgeBaseConfig,
  AgentList,
  AgentMemoryConfig,
  AgentMetadata,
  AgentModelConfig,
  AgentQueryParams,
  AgentVoiceConfig,
  AnswerSource,
  CreateAgentRequest,
  PaginationMeta,
  TestAgentRequest,
  TestAgentResponse,
  TokenUsage,
  UpdateAgentRequest,
} from './resources/agents/schemas';
export type { TestPart } from './resources/agents/test-stream';
export type { GoalAction, GoalInvocation, GoalResult, Goals } from './resources/goals/index';
export type {
  AttachGoalRequest,
  CreateGoalRequest,
  DetachGoalRequest,
  GenerateGoalRequest,
  Goal,
  GoalList,
  GoalReceipt,
  GoalSuggestion,
  LeadInfoField,
  ListGoalsRequest,
  UpdateGoalRequest,
} from './resources/goals/schemas';
export { type AgentsRequest, type GoalsRequest, request } from './unlisted';
