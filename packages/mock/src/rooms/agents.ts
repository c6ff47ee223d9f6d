/** The agents API. */
import {
  type Agent,
  type AgentStatus,
  agentEndpoints,
  type CreateAgentRequest,
  canTransition,
  type Transition,
  transitions,
  transitionsFrom,
} from '@voicectl/sdk/contract';
import { dequal } from 'dequal';
import { Refusal } from '../refusal';
import { on, type Route } from '../route';
import type { Contents, StoredAgent } from '../state/state';
import { organizationId, user, type World } from '../world';
import { answerMessage } from './answer';

export const agentRoutes: readonly Route[] = [
  on(agentEndpoints.create, ({ state, now, newId }, { body }) => {
    const stored = newAgent(body, newId(), now().toISOString());
    state.agents.set(stored.agent.id, stored);
    return stored.agent;
  }),

  on(agentEndpoints.list, ({ lists }, { query = {} }) => {
    const {
      page = 1,
      limit = 20,
      sortBy = 'createdAt',
      sortOrder = 'desc',
      status,
      search,
    } = query;
    const skip = (page - 1) * limit;
    const { data, total } = lists.page({ status, search, sortBy, sortOrder, skip, limit });
    // An empty list has no page at all (our reading).
    const totalPages = Math.ceil(total / limit);
    return {
      data,
      meta: {
        page,
        limit,
        total,
        totalPages,
        hasNextPage: page < totalPages,
        hasPreviousPage: page > 1,
      },
    };
  }),

  on(agentEndpoints.get, ({ state }, { id }) => find(state, id).agent),

  on(agentEndpoints.update, ({ state, now }, { id, body }) => {
    const stored = find(state, id);
    const { metadata, resolutionCriteria = stored.resolutionCriteria, ...fields } = body;
    const before = stored.agent;
    const after = {
      ...before,
      ...defined(fields),
      // A shallow merge, as documented; every other object is replaced whole (our reading).
      metadata: metadata === undefined ? before.metadata : { ...before.metadata, ...metadata },
    } as StoredAgent['agent'];
    const criteriaChanged = !dequal(resolutionCriteria, stored.resolutionCriteria);
    // An update that changes nothing leaves updatedAt alone (our reading).
    if (!criteriaChanged && dequal(after, before)) return before;
    const versioned =
      criteriaChanged || versionedFields.some((key) => !dequal(after[key], before[key]));
    const agent = {
      ...after,
      version: before.version + (versioned ? 1 : 0),
      updatedAt: now().toISOString(),
    };
    state.agents.set(id, { ...stored, agent, resolutionCriteria });
    return agent;
  }),

  on(agentEndpoints.delete, ({ state, now }, { id }) => {
    state.agents.set(id, { ...find(state, id), deletedAt: now().toISOString() });
    state.attachments.delete(id);
    // The documentation shows no body; this is our reading.
    return { message: 'Agent deleted' };
  }),

  on(agentEndpoints.activate, (world, { id }) => move(world, id, 'activate')),
  on(agentEndpoints.archive, (world, { id }) => move(world, id, 'archive')),
  on(agentEndpoints.restore, (world, { id }) => move(world, id, 'restore')),

  on(agentEndpoints.test, (world, { id, body, streams, signal }) =>
    answerMessage(
      world,
      { agent: find(world.state, id).agent, message: body.message },
      streams,
      signal,
    ),
  ),
];

/** A draft, as one is created. */
export function newAgent(body: CreateAgentRequest, id: string, at: string): StoredAgent {
  const { resolutionCriteria = [], ...given } = body;
  const agent = {
    id,
    organizationId,
    ...draftOf(given),
    createdAt: at,
    updatedAt: at,
    createdBy: user.id,
  };
  return { agent, resolutionCriteria, deletedAt: null };
}

/** @throws Refusal 404 when it is missing, deleted, or no id at all. */
export function find(state: Contents, id: string): StoredAgent {
  const stored = state.agents.get(id);
  if (stored === undefined || stored.deletedAt !== null) {
    throw new Refusal(404, `Agent with ID ${JSON.stringify(id)} not found`);
  }
  return stored;
}

/** A transition changes updatedAt, never the version (our reading). */
function move({ state, now }: World, id: string, transition: Transition): Agent {
  const stored = find(state, id);
  const { status } = stored.agent;
  if (!canTransition(transition, status)) throw new Refusal(409, refuse(transition, status));
  const agent = {
    ...stored.agent,
    status: transitions[transition].to,
    updatedAt: now().toISOString(),
  };
  state.agents.set(id, { ...stored, agent });
  return agent;
}

function refuse(transition: Transition, status: AgentStatus): string {
  const { from, to } = transitions[transition];
  const allowed = transitionsFrom(status).map((name) => `${name} (to ${transitions[name].to})`);
  return `Cannot ${transition} an agent that is ${status}: ${transition} leads from ${from.join(' or ')} to ${to}. Allowed from ${status}: ${allowed.join(', ')}`;
}

const versionedFields = ['instructions', 'policy', 'modelConfig', 'memoryConfig'] as const;

/** The documented defaults, in the documented order; a given config is stored as given. */
function draftOf(given: Omit<CreateAgentRequest, 'resolutionCriteria'>) {
  return {
    name: given.name,
    description: given.description ?? null,
    instructions: given.instructions,
    policy: given.policy ?? null,
    status: 'draft' as const,
    version: 1,
    modelConfig: given.modelConfig ?? {
      model: 'openai/gpt-4o-mini',
      modelSettings: { temperature: 0.7 },
    },
    voiceConfig: given.voiceConfig ?? null,
    memoryConfig: given.memoryConfig ?? {
      enabled: true,
      lastMessages: 20,
      semanticRecall: false,
    },
    knowledgeBaseConfig: given.knowledgeBaseConfig ?? null,
    metadata: given.metadata ?? {},
  };
}

function defined<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
