/** What a world begins with, as people write it down: agents and goals in the words of the API, or a snapshot. */
import {
  agentStatuses,
  CreateAgentRequest,
  CreateGoalRequest,
  problemsOf,
} from '@voicectl/sdk/contract';
import * as z from 'zod';
import { newAgent } from '../rooms/agents';
import { newGoal } from '../rooms/goals';
import type { Contents, StoredAgent } from '../state/state';
import type { World } from '../world';
import { ContentsError } from './contents-error';

const time = z.iso.datetime({ offset: true });

// Made when first needed: most mocks begin empty.
const schemas = () => {
  const AgentSeed = CreateAgentRequest.extend({
    id: z.uuid().optional(),
    status: z.enum(agentStatuses).optional(),
    version: z.int().min(1).optional(),
    createdAt: time.optional(),
    updatedAt: time.optional(),
  });
  const GoalSeed = CreateGoalRequest.omit({ agent_id: true }).extend({
    id: z.string().min(1).optional(),
    agent: z.string().min(1),
    attached: z.boolean().optional(),
    created_at: time.optional(),
    updated_at: time.optional(),
  });
  return z.strictObject({
    agents: z.array(AgentSeed.strict()).optional(),
    goals: z.array(GoalSeed.strict()).optional(),
  });
};
let schema: ReturnType<typeof schemas> | undefined;

/** An agent to begin with: what creating one takes, and what the platform would have added since. */
export interface AgentSeed extends CreateAgentRequest {
  /** Default: a new one. */
  id?: string | undefined;
  /** Default `draft`. */
  status?: 'draft' | 'active' | 'archived' | undefined;
  /** Default 1. */
  version?: number | undefined;
  /** ISO 8601. Default: the present; what comes first in the list is a second older than what follows. */
  createdAt?: string | undefined;
  /** ISO 8601. Default: as `createdAt`. */
  updatedAt?: string | undefined;
}

/** A goal to begin with: what creating one takes, but its agent by name or id. */
export interface GoalSeed extends Omit<CreateGoalRequest, 'agent_id'> {
  /** Name or id of an agent that is there. */
  agent: string;
  /** Default: a new one. */
  id?: string | undefined;
  /** Whether it is attached to its agent, too. Default false. */
  attached?: boolean | undefined;
  /** ISO 8601. Default: the present, as for agents. */
  created_at?: string | undefined;
  /** ISO 8601. Default: as `created_at`. */
  updated_at?: string | undefined;
}

/** What a world begins with. */
export interface WorldSeed {
  agents?: readonly AgentSeed[] | undefined;
  goals?: readonly GoalSeed[] | undefined;
}

/** Whether it is a snapshot, to be restored, and no seed. */
export function isSnapshot(value: unknown): boolean {
  return Object(value).version !== undefined;
}

/**
 * Adds what a seed holds.
 * @throws ContentsError naming each problem by its path; nothing has been added then.
 */
export function addContents(room: World, value: unknown): void {
  const seed = checkedSeed(value);
  const agents = seed.agents?.map((agent, index, all) => seeded(room, agent, all.length - index));
  const byName = agentsByName([...room.state.agents.values(), ...(agents ?? [])]);
  const goals = seed.goals?.map((goal, index, all) => {
    const agentId = byName.get(goal.agent);
    if (!agentId) throw new ContentsError([noAgent(index, goal.agent, agentId)]);
    return { goal: goalOf(room, goal, agentId, all.length - index), attached: goal.attached };
  });
  refuseTwice(room.state, agents ?? [], goals ?? []);
  for (const stored of agents ?? []) room.state.agents.set(stored.agent.id, stored);
  for (const { goal, attached } of goals ?? []) {
    room.state.goals.set(goal.id, goal);
    if (attached) room.state.attachments.set(goal.agent_id, goal.id);
  }
}

function checkedSeed(value: unknown): WorldSeed {
  schema ??= schemas();
  const problems = problemsOf(schema, value);
  if (!problems) return value as WorldSeed;
  throw new ContentsError(problems.map(({ path, message }) => `${path || 'contents'}: ${message}`));
}

function seeded(room: World, seed: AgentSeed, secondsAgo: number): StoredAgent {
  const { id, status, version, createdAt, updatedAt, ...body } = seed;
  const at = createdAt ?? ago(room, secondsAgo);
  const stored = newAgent(body, id ?? room.newId(), new Date(at).toISOString());
  const changes = {
    ...(status && { status }),
    ...(version && { version }),
    ...(updatedAt && { updatedAt: new Date(updatedAt).toISOString() }),
  };
  return { ...stored, agent: { ...stored.agent, ...changes } };
}

function goalOf(room: World, seed: GoalSeed, agentId: string, secondsAgo: number) {
  const { id, agent: _, attached: __, created_at, updated_at, ...body } = seed;
  const at = created_at ?? ago(room, secondsAgo);
  const goal = newGoal(
    { ...body, agent_id: agentId },
    id ?? room.newId(),
    new Date(at).toISOString(),
  );
  return updated_at ? { ...goal, updated_at: new Date(updated_at).toISOString() } : goal;
}

function ago(room: World, seconds: number): string {
  return new Date(room.time().getTime() - seconds * 1000).toISOString();
}

/** Ids by id and by name; a name that several have stands for none. */
function agentsByName(all: readonly StoredAgent[]): Map<string, string | null> {
  const found = new Map<string, string | null>();
  const live = all.filter(({ deletedAt }) => deletedAt === null);
  for (const { agent } of live) found.set(agent.name, found.has(agent.name) ? null : agent.id);
  for (const { agent } of live) found.set(agent.id, agent.id);
  return found;
}

function noAgent(index: number, agent: string, found: string | null | undefined): string {
  const problem =
    found === null ? 'is the name of several agents: name its id' : 'is no agent here';
  return `goals[${index}].agent: ${JSON.stringify(agent)} ${problem}`;
}

/** An id stands for one record: here, and among what is there. */
function refuseTwice(
  { agents, goals }: Contents,
  newAgents: readonly StoredAgent[],
  newGoals: readonly { readonly goal: { readonly id: string } }[],
): void {
  const ids = {
    agents: newAgents.map(({ agent }) => agent.id),
    goals: newGoals.map(({ goal }) => goal.id),
  };
  const problems = Object.entries({ agents, goals }).flatMap(([name, records]) => {
    const taken = ids[name as keyof typeof ids];
    const first = new Map([...taken.entries()].reverse().map(([index, id]) => [id, index]));
    return taken
      .map((id, index) => ({ id, index, isTwice: first.get(id) !== index }))
      .filter(({ id, isTwice }) => isTwice || records.get(id) !== undefined)
      .map(({ id, index }) => `${name}[${index}].id: ${JSON.stringify(id)} is taken`);
  });
  if (problems.length > 0) throw new ContentsError(problems);
}
