/** Everything the mock remembers. Records are replaced, never changed in place, so that a snapshot only copies pointers. */
import { Agent, type AgentStatus, agentStatuses, Goal } from '@voicectl/sdk/contract';
import * as z from 'zod';

/** An agent with what its answers leave out. */
export interface StoredAgent {
  readonly agent: Agent & { readonly status: AgentStatus };
  readonly resolutionCriteria: readonly { label: string; description: string }[];
  readonly deletedAt: string | null;
}

/** A plain-JSON picture of the whole state. */
export interface Snapshot {
  readonly version: 1;
  readonly agents: readonly StoredAgent[];
  readonly goals: readonly Goal[];
  /** Goal ids by the id of the agent they are attached to. */
  readonly attachments: Readonly<Record<string, string>>;
}

/** Everything the mock remembers. */
export class State {
  readonly agents: Collection<StoredAgent>;
  readonly goals: Collection<Goal>;
  readonly attachments: Collection<string>;
  #changes = 0;

  constructor() {
    const changed = () => {
      this.#changes++;
    };
    this.agents = new Collection(changed);
    this.goals = new Collection(changed);
    this.attachments = new Collection(changed);
  }

  /** Rises with every write; equal numbers mean equal contents. */
  get changes(): number {
    return this.#changes;
  }

  /** The whole state as plain JSON. */
  snapshot(): Snapshot {
    return {
      version: 1,
      agents: [...this.agents.values()],
      goals: [...this.goals.values()],
      attachments: Object.fromEntries(this.attachments.entries()),
    };
  }

  /** Replaces everything, or nothing: a picture that does not fit is refused before the first record changes. */
  restore(snapshot: unknown): void {
    const { agents, goals, attachments } = SnapshotSchema.parse(snapshot);
    this.agents.fill(agents.map((stored) => [stored.agent.id, stored as StoredAgent]));
    this.goals.fill(goals.map((goal) => [goal.id, goal]));
    this.attachments.fill(Object.entries(attachments));
  }

  /** Forgets everything. */
  reset(): void {
    this.agents.fill([]);
    this.goals.fill([]);
    this.attachments.fill([]);
  }
}

/** Records by id, in the order of their creation. */
export class Collection<T> {
  #records = new Map<string, T>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The record with an id, if there is one. */
  get(id: string): T | undefined {
    return this.#records.get(id);
  }

  /** Adds a record, or replaces the one with its id in its place. */
  set(id: string, record: T): void {
    this.#records.set(id, record);
    this.#changed();
  }

  /** Removes a record; one that isn't there is no change. */
  delete(id: string): void {
    if (this.#records.delete(id)) this.#changed();
  }

  /** All records. */
  values(): IterableIterator<T> {
    return this.#records.values();
  }

  /** All records with their ids. */
  entries(): IterableIterator<[string, T]> {
    return this.#records.entries();
  }

  /** Replaces everything. */
  fill(entries: Iterable<readonly [string, T]>): void {
    this.#records = new Map(entries);
    this.#changed();
  }
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
});
