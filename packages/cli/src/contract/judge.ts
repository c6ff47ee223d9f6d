/** The schemas of agents and what judges by them: a file of its own in the bundle, for what no glance can settle. */
export {
  Agent,
  AgentList,
  AgentQueryParams,
  CreateAgentRequest,
  ErrorEvent,
  problemsOf,
  TestAgentRequest,
  TestAgentResponse,
  TokenEvent,
  UpdateAgentRequest,
} from '@voicectl/sdk/contract';
