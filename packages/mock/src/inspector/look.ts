/** What the inspector shows of a world: read without a trace in its journal, and without meeting its faults. */
import { type Agent, agentStatuses, type Goal } from '@voicectl/sdk/contract';
import type { LiveWorld } from '../live-world';
import { Refusal } from '../refusal';

/** An agent as a line of a list. */
export interface AgentLine {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly model: string;
  readonly updatedAt: string;
}

/** The agents of one status: how many match, and the latest of them. */
export interface AgentColumn {
  readonly total: number;
  readonly agents: readonly AgentLine[];
}

/** A goal with the names of whom it has to do with. */
export interface GoalLine {
  readonly goal: Goal;
  /** Null where the agent has been deleted. */
  readonly agent: string | null;
  readonly attachedTo: readonly { readonly id: string; readonly name: string }[];
}

/** By status; `search` is part of a name or description, or an id; `limit` at most 1000, default 20. */
export async function agentsByStatus(world: LiveWorld, query: URLSearchParams) {
  await world.fresh();
  const search = query.get('search') || undefined;
  const byId = search === undefined ? undefined : world.state.agents.get(search);
  const column = (status: (typeof agentStatuses)[number]): AgentColumn => {
    if (byId?.deletedAt === null) {
      const agents = byId.agent.status === status ? [lineOf(byId.agent)] : [];
      return { total: agents.length, agents };
    }
    const { data, total } = world.state.lists.page({
      status,
      search,
      sortBy: 'updatedAt',
      sortOrder: 'desc',
      skip: 0,
      limit: limitOf(query),
    });
    return { total, agents: data.map(lineOf) };
  };
  return Object.fromEntries(agentStatuses.map((status) => [status, column(status)]));
}

/** The whole of an agent, with what its answers leave out. @throws Refusal 404 */
export async function wholeAgent(world: LiveWorld, id: string) {
  await world.fresh();
  const stored = world.state.agents.get(id);
  if (stored === undefined) throw new Refusal(404, `No agent ${JSON.stringify(id)}`);
  return { ...stored, attachedGoal: world.state.attachments.get(id) ?? null };
}

/** The newest first; `search` is part of a goal's or its agent's name, or an id; `limit` as for agents. */
export async function goalLines(world: LiveWorld, query: URLSearchParams) {
  await world.fresh();
  const { goals, attachments } = world.state;
  const search = query.get('search')?.toLowerCase() ?? '';
  const attached = new Map<string, string[]>();
  for (const [agentId, goalId] of attachments.entries()) {
    attached.set(goalId, [...(attached.get(goalId) ?? []), agentId]);
  }
  const found = [...goals.values()].reverse().filter((goal) => {
    const agent = nameOf(world, goal.agent_id) ?? '';
    return [goal.name, agent, goal.id].some((text) => text.toLowerCase().includes(search));
  });
  const lines = found.slice(0, limitOf(query)).map(
    (goal): GoalLine => ({
      goal,
      agent: nameOf(world, goal.agent_id),
      attachedTo: (attached.get(goal.id) ?? []).map((id) => ({
        id,
        name: nameOf(world, id) ?? id,
      })),
    }),
  );
  return { total: found.length, goals: lines };
}

function lineOf({ id, name, version, modelConfig, updatedAt }: Agent): AgentLine {
  return { id, name, version, model: modelConfig.model, updatedAt };
}

function nameOf(world: LiveWorld, agentId: string): string | null {
  const stored = world.state.agents.get(agentId);
  return stored && stored.deletedAt === null ? stored.agent.name : null;
}

function limitOf(query: URLSearchParams): number {
  const limit = Number(query.get('limit') ?? 20);
  return Number.isInteger(limit) && limit > 0 ? Math.min(limit, 1000) : 20;
}
