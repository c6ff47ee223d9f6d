/** What an assistant reads of each tool. What schemas can't say of an input is said here. */
import type { agentEndpoints, goalEndpoints } from '@voicectl/sdk/contract';

interface Words {
  readonly title: string;
  readonly description: string;
}

type Operation = `agents.${keyof typeof agentEndpoints}` | `goals.${keyof typeof goalEndpoints}`;

const criteria = 'Labels of resolutionCriteria must differ from each other.';

const byOperation: Readonly<Record<Operation, Words>> = {
  'agents.create': {
    title: 'Create an agent',
    description: `Makes a new agent, a draft that nobody can call before it is activated. Calling this twice makes two. ${criteria} Returns the agent.`,
  },
  'agents.list': {
    title: 'List agents',
    description:
      'One page of agents, newest first unless sorted otherwise. Returns {data, meta}; meta.hasNextPage says whether there is more. Agents come whole, with their instructions, so keep limit small or narrow by search and status. To find an agent by its name, search for it.',
  },
  'agents.get': {
    title: 'Get an agent',
    description: 'One agent, whole. Take its id from agents_list.',
  },
  'agents.update': {
    title: 'Change an agent',
    description: `Changes only the fields that are given. metadata is merged; other objects are replaced whole, so give all of their fields. null clears policy and detaches knowledgeBaseConfig. What callers hear changes at once when the agent is active. ${criteria} Returns the agent.`,
  },
  'agents.delete': {
    title: 'Delete an agent',
    description:
      'Deletes an agent in any status: every later call on it is "not found". There is no tool that brings it back; agents_archive can be taken back.',
  },
  'agents.activate': {
    title: 'Activate an agent',
    description:
      'From draft to active: callers can reach it. Nothing leads back to draft. Refused as a conflict from any other status. Returns the agent.',
  },
  'agents.archive': {
    title: 'Archive an agent',
    description:
      'From active or draft to archived: callers can no longer reach it. agents_restore takes it back to active. Returns the agent.',
  },
  'agents.restore': {
    title: 'Restore an agent',
    description:
      'From archived to active: callers can reach it again. Refused as a conflict from any other status. Returns the agent.',
  },
  'agents.test': {
    title: 'Send a test message to an agent',
    description:
      'One message to the agent, one answer from its model; nothing is remembered between calls. Each call is paid for. Returns {response, usage}.',
  },
  'goals.list': {
    title: 'List goals',
    description:
      'Goals, newest first. Returns {items, count}; count is how many match in all, and offset skips those that have been seen.',
  },
  'goals.get': {
    title: 'Get a goal',
    description:
      'One goal, whole. Take its id from goals_list. adminMode and userId need a token that may see the goals of others.',
  },
  'goals.create': {
    title: 'Create a goal',
    description:
      'Makes a new goal of an agent. Calling this twice makes two. The goal is not attached by that: goals_attach does it. Returns the goal.',
  },
  'goals.update': {
    title: 'Change a goal',
    description:
      'Changes only the fields that are given: at least one of name, description, status, priority, agent_id. Returns the goal.',
  },
  'goals.delete': {
    title: 'Delete a goal',
    description: 'For good: a goal can not be brought back.',
  },
  'goals.attach': {
    title: 'Attach a goal to an agent',
    description: 'Replaces whatever goal is attached to the agent.',
  },
  'goals.detach': {
    title: 'Detach the goal of an agent',
    description:
      'Takes the attached goal off the agent; with goalId, only when it is that one. "Not found" when none is attached.',
  },
  'goals.generate': {
    title: 'Suggest a goal',
    description:
      'Drafts a goal from a description; nothing is saved (goals_create does it). Each call is paid for. Returns {name, description, priority, fields}.',
  },
};

export const words: Readonly<Record<string, Words>> = byOperation;
