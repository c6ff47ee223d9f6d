/**
 * In the bundle, the client's endpoints hold these in place of the schemas of agents (`build/at-a-glance.ts`): an answer
 * that fits at a glance needs no schema, and all else goes to the schema itself, which is loaded then.
 */
import { answerShapes } from './answer-shapes.at-build';
import { StandIn } from './stand-in';

export const Agent = new StandIn('Agent', answerShapes.Agent);
export const AgentList = new StandIn('AgentList', answerShapes.AgentList);
export const TestAgentResponse = new StandIn('TestAgentResponse', answerShapes.TestAgentResponse);
export const AgentQueryParams = new StandIn('AgentQueryParams');
export const CreateAgentRequest = new StandIn('CreateAgentRequest');
export const UpdateAgentRequest = new StandIn('UpdateAgentRequest');
export const TestAgentRequest = new StandIn('TestAgentRequest');
/** Anything will do. */
export const DeletedAgent = new StandIn(undefined, {});
export const TokenEvent = new StandIn('TokenEvent');
export const ErrorEvent = new StandIn('ErrorEvent');
