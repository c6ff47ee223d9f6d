/** Where the agents and goals of a bulk command are read. */
import type { AgentQueryParams, ListGoalsRequest } from '@voicectl/sdk';
import { findAgents } from '../commands/find/agents';
import { findGoals } from '../commands/find/goals';
import type { Records } from './work';

export const agents: Records = {
  kind: 'agent',
  find: findAgents,
  list: (client, query, options) =>
    client.agents.iterate(query as AgentQueryParams, { ...options, prefetch: 2 }),
  get: (client, id, options) => client.agents.get(id, options),
};

export const goals: Records = {
  kind: 'goal',
  find: findGoals,
  list: (client, query, options) => client.goals.iterate(query as ListGoalsRequest, options),
  get: (client, id, options) => client.goals.get(id, options),
};
