/**
 * The face: every public name, listed by hand. Schemas are at `@voicectl/sdk/contract`.
 * @module index
 */
export { type Client, createClient } from './client';
export type { CallOptions } from './core/endpoint';
export {
  AbortedError,
  ApiError,
  type Attempt,
  AuthenticationError,
  BadRequestError,
  ConfigurationError,
  ConflictError,
  ConnectionError,
  type Facts,
  InputError,
  isConflict,
  isNotFound,
  isRateLimited,
  isVoicectlError,
  NotFoundError,
  PermissionError,
  type Phase,
  RateLimitError,
  type RefusalDetails,
  ResponseValidationError,
  ServerError,
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
