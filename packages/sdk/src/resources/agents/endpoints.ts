import { endpoint } from '../../core/endpoint';
import {
  Agent,
  AgentList,
  AgentQueryParams,
  CreateAgentRequest,
  DeletedAgent,
  TestAgentRequest,
  TestAgentResponse,
  UpdateAgentRequest,
} from './schemas';
import { testReader } from './test-stream';

const transition = <const Name extends 'activate' | 'archive' | 'restore'>(name: Name) =>
  endpoint({
    operation: `agents.${name}`,
    api: 'agents',
    effect: 'transition',
    method: 'POST',
    path: `/agents/:id/${name}`,
    id: true,
    status: 200,
    result: Agent,
  });

/** The nine calls of the agents API, as data (documented). */
export const agentEndpoints = {
  create: endpoint({
    operation: 'agents.create',
    api: 'agents',
    effect: 'create',
    method: 'POST',
    path: '/agents',
    body: CreateAgentRequest,
    status: 201,
    result: Agent,
  }),
  list: endpoint({
    operation: 'agents.list',
    api: 'agents',
    effect: 'read',
    method: 'GET',
    path: '/agents',
    query: AgentQueryParams,
    status: 200,
    result: AgentList,
  }),
  get: endpoint({
    operation: 'agents.get',
    api: 'agents',
    effect: 'read',
    method: 'GET',
    path: '/agents/:id',
    id: true,
    status: 200,
    result: Agent,
  }),
  update: endpoint({
    operation: 'agents.update',
    api: 'agents',
    effect: 'idempotent',
    method: 'PATCH',
    path: '/agents/:id',
    id: true,
    body: UpdateAgentRequest,
    status: 200,
    result: Agent,
  }),
  delete: endpoint({
    operation: 'agents.delete',
    api: 'agents',
    effect: 'transition',
    method: 'DELETE',
    path: '/agents/:id',
    id: true,
    status: 200,
    result: DeletedAgent,
    lenient: true,
  }),
  activate: transition('activate'),
  archive: transition('archive'),
  restore: transition('restore'),
  test: endpoint({
    operation: 'agents.test',
    api: 'agents',
    effect: 'costly',
    method: 'POST',
    path: '/agents/:id/test',
    id: true,
    body: TestAgentRequest,
    status: 200,
    result: TestAgentResponse,
    stream: testReader,
  }),
};

export type AgentEndpoints = typeof agentEndpoints;
