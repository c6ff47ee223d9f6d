/** The whole of a world as plain JSON. */
import { Agent, agentStatuses, Goal, problemsOf } from '@voicectl/sdk/contract';
import * as z from 'zod';
import { ContentsError } from '../contents/contents-error';
import type { Settings, State, StoredAgent } from './state';

/** A plain-JSON picture of a whole world. Its records are shared with the world: change copies of them. */
export interface Snapshot {
  readonly version: 1;
  readonly agents: readonly StoredAgent[];
  readonly goals: readonly Goal[];
  /** Goal ids by the id of the agent they are attached to. */
  readonly attachments: Readonly<Record<string, string>>;
  /** The clock and the count of ids, where they have been set. Left out, a world keeps its own. */
  readonly settings?: Partial<Settings>;
}

/** An agent as it is kept. */
export const StoredAgentSchema = z.object({
  agent: Agent.extend({ status: z.enum(agentStatuses) }),
  resolutionCriteria: z.array(z.object({ label: z.string(), description: z.string() })),
  deletedAt: z.string().nullable(),
});

/** By their names. */
export const settingSchemas = {
  ids: z.int().min(0),
  clock: z.union([
    z.object({ at: z.number(), tick: z.number().min(0) }),
    z.object({ ahead: z.number() }),
  ]),
};

const SnapshotSchema = z.object({
  version: z.literal(1),
  agents: z.array(StoredAgentSchema),
  goals: z.array(Goal),
  attachments: z.record(z.string(), z.string()),
  settings: z.object(settingSchemas).partial().optional(),
});

/** The states behind the snapshots that were taken here: these need no second look, and go back without a copy. */
const states = new WeakMap<object, State>();

export function remember(snapshot: Snapshot, state: State): Snapshot {
  states.set(snapshot, state);
  for (const part of [snapshot.agents, snapshot.goals, snapshot.attachments]) Object.freeze(part);
  return Object.freeze(snapshot);
}

export function stateOf(snapshot: unknown): State | undefined {
  return states.get(Object(snapshot));
}

/** @throws ContentsError naming each problem by its path. */
export function checkSnapshot(snapshot: unknown): Snapshot {
  if (states.has(Object(snapshot))) return snapshot as Snapshot;
  const { version, agents, goals } = Object(snapshot) as Record<string, unknown>;
  if (version === undefined && (agents ?? goals) !== undefined) {
    throw new ContentsError([
      'version: is missing, so this is no snapshot; agents and goals of a seed are added, not restored',
    ]);
  }
  const problems = problemsOf(SnapshotSchema, snapshot);
  if (!problems) return snapshot as Snapshot;
  throw new ContentsError(problems.map(({ path, message }) => `${path || 'snapshot'}: ${message}`));
}
