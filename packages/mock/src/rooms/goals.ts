/** The goals API: every action is the same POST; `envelope.ts` opens what it comes in. */
import { type CreateGoalRequest, type Goal, goalEndpoints } from '@voicectl/sdk/contract';
import { Refusal } from '../refusal';
import { on, type Route } from '../route';
import type { Contents } from '../state/state';
import { user, type World } from '../world';
import { find as findAgent } from './agents';

export const goalRoutes: readonly Route[] = [
  on(goalEndpoints.list, (world, { body = {}, credential }) => {
    const { agentId, status, limit = 50, offset = 0, adminMode, userId } = body;
    const show = viewer(world, credential, adminMode);
    // There is one owner here; asking for another one's goals finds none.
    const mine = userId === undefined || userId === user.id;
    const found = [...world.state.goals.values()]
      .reverse()
      .filter((goal) => mine && (agentId === undefined || goal.agent_id === agentId))
      .filter((goal) => status === undefined || goal.status === status);
    // `count` is all that match, not what this page holds (our reading).
    return { items: found.slice(offset, offset + limit).map(show), count: found.length };
  }),

  on(goalEndpoints.get, (world, { id, body = {}, credential }) =>
    viewer(world, credential, body.adminMode)(find(world.state, id)),
  ),

  on(goalEndpoints.create, ({ state, now, newId }, { body }) => {
    findAgent(state, body.agent_id);
    const goal = newGoal(body, newId(), now().toISOString());
    state.goals.set(goal.id, goal);
    return goal;
  }),

  on(goalEndpoints.update, ({ state, now }, { id, body }) => {
    const before = find(state, id);
    if (body.agent_id !== undefined) findAgent(state, body.agent_id);
    const changes = Object.entries(body).filter(([, value]) => value !== undefined);
    const goal: Goal = {
      ...before,
      ...Object.fromEntries(changes),
      updated_at: now().toISOString(),
    };
    state.goals.set(id, goal);
    return goal;
  }),

  on(goalEndpoints.delete, ({ state }, { id }) => {
    find(state, id);
    state.goals.delete(id);
    for (const [agentId, goalId] of [...state.attachments.entries()]) {
      if (goalId === id) state.attachments.delete(agentId);
    }
    return { id, deleted: true };
  }),

  on(goalEndpoints.attach, ({ state }, { body: { goalId, agentId } }) => {
    find(state, goalId);
    findAgent(state, agentId);
    const replaced = state.attachments.get(agentId) ?? null;
    state.attachments.set(agentId, goalId);
    return { goalId, agentId, replaced };
  }),

  on(goalEndpoints.detach, ({ state }, { body: { agentId, goalId } }) => {
    findAgent(state, agentId);
    const attached = state.attachments.get(agentId);
    // Nothing to detach is NOT_FOUND (our reading).
    if (attached === undefined || (goalId !== undefined && goalId !== attached)) {
      throw new Refusal(404, `No such goal is attached to agent ${JSON.stringify(agentId)}`);
    }
    state.attachments.delete(agentId);
    return { goalId: attached, agentId };
  }),

  on(goalEndpoints.generate, ({ brain }, { body, signal }) =>
    brain.suggest(body.description, signal),
  ),
];

/** A goal, as one is created. */
export function newGoal(body: CreateGoalRequest, id: string, at: string): Goal {
  return {
    id,
    agent_id: body.agent_id,
    name: body.name,
    description: body.description ?? null,
    status: body.status ?? 'active',
    priority: body.priority ?? null,
    ...(body.lead_info_fields && { lead_info_fields: body.lead_info_fields }),
    created_at: at,
    updated_at: at,
  };
}

function find(state: Contents, id: string): Goal {
  const goal = state.goals.get(id);
  if (goal === undefined) throw new Refusal(404, `Goal ${JSON.stringify(id)} not found`);
  return goal;
}

/** Admin mode shows owners, and takes a token of its own (our reading). */
function viewer({ adminToken }: World, credential: string, adminMode: boolean | undefined) {
  if (!adminMode) return (goal: Goal): Goal => goal;
  if (adminToken === undefined || credential !== adminToken) {
    throw new Refusal(403, 'This token may not use admin mode');
  }
  return (goal: Goal): Goal => ({ ...goal, owner: user });
}
