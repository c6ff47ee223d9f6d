/** The whole of a world as plain JSON. */
import { Agent, agentStatuses, Goal } from '@voicectl/sdk/contract';
import * as z from 'zod';
import type { Settings, State, StoredAgent } from './state';

/** A plain-JSON picture of a whole world. Its records are shared with the world: change copies of them. */
export interface Snapshot {
  readonly version: 1;
  readonly agents: readonly StoredAgent[];
  readonly goals: readonly Goal[];
  /** Goal ids by the id of the agent they are attached to. */
  readonly attachments: Readonly<Record<string, string>>;
  /** The clock and the count of ids, where they have been set. */
  readonly settings?: Partial<Settings>;
}

const SnapshotSchema = z.object({
  version: z.literal(1),
  agents: z.array(
    z.object({
      agent: Agent.extend({ status: z.enum(agentStatuses) }),
      resolutionCriteria: z.array(z.object({ label: z.string(), description: z.string() })),
      deletedAt: z.string().nullable(),
    }),
  ),
  goals: z.array(Goal),
  attachments: z.record(z.string(), z.string()),
  settings: z
    .object({
      ids: z.int().min(0),
      clock: z.union([
        z.object({ at: z.number(), tick: z.number().min(0) }),
        z.object({ ahead: z.number() }),
      ]),
    })
    .partial()
    .optional(),
});

/** The states behind the snapshots that were taken here: these need no second look, and go back without a copy. */
const states = new WeakMap<object, State>();

export function remember(snapshot: Snapshot, state: State): Snapshot {
  states.set(snapshot, state);
  return Object.freeze(snapshot);
}

export function stateOf(snapshot: unknown): State | undefined {
  return states.get(Object(snapshot));
}

/** @throws z.ZodError when it is no picture of a world. */
export function checkSnapshot(snapshot: unknown): Snapshot {
  return states.has(Object(snapshot))
    ? (snapshot as Snapshot)
    : (SnapshotSchema.parse(snapshot) as Snapshot);
}
