/** Everything that a world remembers. */
import type { Agent, AgentStatus, Goal } from '@voicectl/sdk/contract';
import { AgentLists } from './agent-lists';
import { Collection, DraftRecords, type Records } from './records';
import { checkSnapshot, remember, type Snapshot, stateOf } from './snapshot';

/** An agent with what its answers leave out. */
export interface StoredAgent {
  readonly agent: Agent & { readonly status: AgentStatus };
  readonly resolutionCriteria: readonly { label: string; description: string }[];
  readonly deletedAt: string | null;
}

/** What a world remembers besides its records. */
export interface Settings {
  /** How many ids have been made from the seed. */
  readonly ids: number;
  /** Milliseconds: a clock of its own that goes on by `tick` at each change, or one `ahead` of the machine's. */
  readonly clock: { readonly at: number; readonly tick: number } | { readonly ahead: number };
}

/** What rooms read and write. */
export interface Contents {
  readonly agents: Records<StoredAgent>;
  readonly goals: Records<Goal>;
  /** Goal ids by the id of the agent they are attached to. */
  readonly attachments: Records<string>;
  readonly settings: Records<Settings[keyof Settings]>;
}

/** The collections of a world. */
export const collections = ['agents', 'goals', 'attachments', 'settings'] as const;

/** One record that changed, or the whole world. Plain JSON: `to` is left out where the record goes. */
export type Change =
  | {
      readonly in: 'agents' | 'goals' | 'attachments' | 'settings';
      readonly id: string;
      readonly to?: unknown;
    }
  | { readonly whole: Snapshot };

/** Everything that a world remembers. */
export class State implements Contents {
  readonly agents: Collection<StoredAgent>;
  readonly goals: Collection<Goal>;
  readonly attachments: Collection<string>;
  readonly settings: Collection<Settings[keyof Settings]>;
  /** The agents in the orders of their lists. */
  readonly lists: AgentLists;
  #changes = 0;

  /** Empty, or with the contents of another; the records are shared, for they are never changed in place. */
  constructor(from?: State) {
    const changed = () => {
      this.#changes++;
    };
    this.lists = new AgentLists(() => this.agents.values());
    this.agents = new Collection((id?: string, after?: StoredAgent, before?: StoredAgent) => {
      changed();
      this.lists.changed(id, after, before);
    }, from?.agents);
    this.goals = new Collection(changed, from?.goals);
    this.attachments = new Collection(changed, from?.attachments);
    this.settings = new Collection(changed, from?.settings);
  }

  /** Rises with every write; equal numbers mean equal contents. */
  get changes(): number {
    return this.#changes;
  }

  /** The whole state as plain JSON. */
  snapshot(): Snapshot {
    const settings = Object.fromEntries(this.settings.entries()) as Partial<Settings>;
    const snapshot: Snapshot = {
      version: 1,
      agents: [...this.agents.values()],
      goals: [...this.goals.values()],
      attachments: Object.fromEntries(this.attachments.entries()),
      settings,
    };
    return remember(snapshot, new State(this));
  }

  /**
   * Replaces everything, or nothing: a picture that does not fit is refused before the first record changes. One without
   * settings, as of a world that was made up, leaves clock and ids alone.
   */
  restore(snapshot: unknown): void {
    const taken = stateOf(snapshot);
    if (taken) {
      this.agents.borrow(taken.agents);
      this.goals.borrow(taken.goals);
      this.attachments.borrow(taken.attachments);
      if (Object(snapshot).settings) this.settings.borrow(taken.settings);
      return;
    }
    const { agents, goals, attachments, settings } = checkSnapshot(snapshot);
    this.agents.fill(agents.map((stored) => [stored.agent.id, stored]));
    this.goals.fill(goals.map((goal) => [goal.id, goal]));
    this.attachments.fill(Object.entries(attachments));
    if (settings) this.settings.fill(Object.entries(settings));
  }

  /** Takes over changes that were drafted on it, or on a copy of it elsewhere. */
  apply(changes: Iterable<Change>): void {
    for (const change of changes) {
      if ('whole' in change) this.restore(change.whole);
      else {
        const records = this[change.in] as Collection<unknown>;
        if (change.to === undefined) records.delete(change.id);
        else records.set(change.id, change.to);
      }
    }
  }
}

/** A state whose changes nobody sees until they are applied. */
export class Draft implements Contents {
  #whole: Snapshot | undefined;
  #records: DraftContents;

  constructor(base: Contents) {
    this.#records = draftsOf(base);
  }

  get agents(): Records<StoredAgent> {
    return this.#records.agents;
  }

  get goals(): Records<Goal> {
    return this.#records.goals;
  }

  get attachments(): Records<string> {
    return this.#records.attachments;
  }

  get settings(): Contents['settings'] {
    return this.#records.settings;
  }

  /** Replaces everything, as a state's own does. @throws ContentsError when it is no picture of a world. */
  restore(snapshot: unknown): void {
    const whole = new State();
    for (const [name, setting] of this.settings.entries()) whole.settings.set(name, setting);
    whole.restore(snapshot);
    this.#whole = whole.snapshot();
    this.#records = draftsOf(whole);
  }

  /** Takes over changes that were drafted on it. */
  apply(changes: Iterable<Change>): void {
    for (const change of changes) {
      if ('whole' in change) this.restore(change.whole);
      else {
        const records: DraftRecords<unknown> = this.#records[change.in];
        if (change.to === undefined) records.delete(change.id);
        else records.set(change.id, change.to);
      }
    }
  }

  /** What it would change, in the order in which to apply it. */
  changes(): Change[] {
    const changes: Change[] = this.#whole ? [{ whole: this.#whole }] : [];
    for (const name of collections) {
      const records: DraftRecords<unknown> = this.#records[name];
      for (const [id, to] of records.changes()) {
        changes.push(to === undefined ? { in: name, id } : { in: name, id, to });
      }
    }
    return changes;
  }
}

interface DraftContents {
  readonly agents: DraftRecords<StoredAgent>;
  readonly goals: DraftRecords<Goal>;
  readonly attachments: DraftRecords<string>;
  readonly settings: DraftRecords<Settings[keyof Settings]>;
}

function draftsOf({ agents, goals, attachments, settings }: Contents): DraftContents {
  return {
    agents: new DraftRecords(agents),
    goals: new DraftRecords(goals),
    attachments: new DraftRecords(attachments),
    settings: new DraftRecords(settings),
  };
}
