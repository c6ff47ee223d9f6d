/** A world and all that it remembers: its records, its journal, its faults, its time. */
import { RateLimit } from './access';
import type { Brain } from './brain/brain';
import { advanced, type ClockSetting, checkClock, seededClock, tick, timeOf } from './clock';
import { addContents } from './contents/contents';
import type { MockRequest } from './exchange';
import { type FaultInput, Faults } from './faults/faults';
import { Journal, type JournalListener } from './journal';
import type { Knowledge } from './knowledge/knowledge';
import { random } from './random';
import { Refusal } from './refusal';
import type { Snapshot } from './state/snapshot';
import { type Contents, Draft, State } from './state/state';
import type { Keeper } from './store/store';
import type { Pace, World } from './world';

/** What all worlds of a mock have in common. */
export interface Setup {
  readonly brain: Brain;
  readonly knowledge: Knowledge | undefined;
  readonly pace: Pace;
  readonly machine: () => Date;
  readonly newId: (() => string) | undefined;
  readonly seed: string | number | undefined;
  readonly adminToken: string | undefined;
  readonly goalsPerMinute: number | undefined;
  readonly journalSize: number;
  /** Told of every entry of every journal. */
  readonly listeners: ReadonlySet<JournalListener>;
  readonly faults: readonly FaultInput[];
}

export class LiveWorld {
  readonly name: string;
  readonly state: State;
  readonly journal: Journal;
  readonly faults: Faults;
  /** Snapshots that have been given a name. */
  readonly saved = new Map<string, Snapshot>();
  #limit: RateLimit | undefined;
  /** Milliseconds that its clock has been moved by. */
  #advanced = 0;
  readonly #start: State;
  readonly #setup: Setup;
  /** Its contents as a room sees them, wherever they are kept. */
  readonly room: World;
  readonly #keeper: Keeper | undefined;

  /** `start` is what it begins with, and goes back to. */
  constructor(
    name: string,
    start: State,
    setup: Setup,
    keep: ((state: State) => Keeper) | undefined,
  ) {
    this.name = name;
    this.state = new State(start);
    this.#start = start;
    this.#setup = setup;
    this.journal = new Journal(name, setup.journalSize, setup.listeners);
    this.faults = new Faults(setup.faults);
    this.#limit = limitOf(setup);
    this.room = this.#roomOn(this.state);
    this.#keeper = keep?.(this.state);
  }

  /** The time, without its passing. */
  get time(): Date {
    return timeOf(this.state, this.#setup.machine);
  }

  /** What its clock has been set to. */
  get clock(): ClockSetting | undefined {
    return this.state.settings.get('clock') as ClockSetting | undefined;
  }

  /** Brings it up to what is kept of it elsewhere. */
  async fresh(): Promise<void> {
    await this.#keeper?.fresh();
  }

  /** Lets a room look, at what is the latest wherever the world is kept. */
  read<T>(look: (room: World) => T): T | Promise<T> {
    if (this.#keeper === undefined) return look(this.room);
    return this.#keeper.fresh().then(() => look(this.room));
  }

  /**
   * Lets a room change what it remembers; nobody sees the change before it is kept. Where that takes its time, nothing
   * is changed once the signal of who asked has fired.
   */
  write<T>(change: (room: World) => T, asked?: Pick<MockRequest, 'signal'>): T | Promise<T> {
    if (this.#keeper === undefined) return change(this.room);
    return this.#keeper.write((draft) => change(this.#roomOn(draft)), asked?.signal);
  }

  /** @throws Refusal 429 */
  countGoalsCall(credential: string): void {
    // By a clock that goes on by itself: one that stands would leave its callers outside for ever.
    this.#limit?.count(credential, this.#setup.machine().getTime() + this.#advanced);
  }

  /** The whole world as plain JSON. */
  snapshot(): Snapshot {
    return this.state.snapshot();
  }

  /** @throws ContentsError when it is no picture of a world; nothing has changed then. */
  async restore(snapshot: unknown): Promise<void> {
    if (this.#keeper === undefined) this.state.restore(snapshot);
    else await this.#keeper.write((draft) => draft.restore(snapshot));
  }

  /** Adds to it. @throws ContentsError; nothing has changed then, the count of ids included. */
  async add(seed: unknown): Promise<void> {
    if (this.#keeper) await this.write((room) => addContents(room, seed));
    else {
      const draft = new Draft(this.state);
      addContents(this.#roomOn(draft), seed);
      this.state.apply(draft.changes());
    }
  }

  /** As it was at the start: its contents, its faults, its time; nothing in its journal. */
  async reset(): Promise<void> {
    await this.restore(this.#start.snapshot());
    this.journal.restart();
    this.faults.restore({ made: 0, faults: [] });
    this.faults.replace(this.#setup.faults);
    this.#limit = limitOf(this.#setup);
    this.#advanced = 0;
  }

  /** Sets the clock; without a setting it is the machine's again. @throws RangeError */
  setClock(setting: ClockSetting | undefined): Promise<void> {
    if (setting) checkClock(setting, this.#setup.machine);
    return this.#change(({ settings }) => {
      if (setting === undefined) settings.delete('clock');
      else settings.set('clock', setting);
    });
  }

  /** @throws RangeError */
  async moveClock(milliseconds: number): Promise<void> {
    await this.#change((state) => {
      const clock = advanced(state, milliseconds);
      checkClock(clock, this.#setup.machine);
      state.settings.set('clock', clock);
    });
    this.#advanced += milliseconds;
  }

  async #change(change: (state: Contents) => void): Promise<void> {
    await this.write(({ state }) => change(state));
  }

  #roomOn(state: Contents): World {
    const { brain, knowledge, pace, machine, newId, seed, adminToken } = this.#setup;
    return {
      state,
      lists: this.state.lists,
      brain,
      knowledge,
      pace,
      now: () => tick(state, machine),
      time: () => timeOf(state, machine),
      newId: idsOf(state, newId, seed),
      adminToken,
    };
  }
}

/** No id stands for two records, not even where a user's own `newId` says it twice. */
function idsOf(state: Contents, newId: Setup['newId'], seed: Setup['seed']): () => string {
  const isTaken = (id: string) =>
    state.agents.get(id) !== undefined || state.goals.get(id) !== undefined;
  if (newId) {
    return () => {
      const id = newId();
      if (isTaken(id)) throw new Refusal(500, `newId made ${JSON.stringify(id)} twice`);
      return id;
    };
  }
  if (seed === undefined) return () => crypto.randomUUID();
  return () => {
    let id: string;
    do id = nextId(state, seed);
    while (isTaken(id));
    return id;
  };
}

/** Ids follow from the seed and from how many there have been, wherever the world has been kept since. */
function nextId({ settings }: Contents, seed: string | number): string {
  const made = Number(settings.get('ids') ?? 0) + 1;
  settings.set('ids', made);
  return random(`${seed}/${made}`).uuid();
}

function limitOf({ goalsPerMinute }: Setup): RateLimit | undefined {
  return goalsPerMinute === undefined ? undefined : new RateLimit(goalsPerMinute);
}

/** What a world begins with when nothing else is said: with a seed, a time of its own. */
export function startState(seed: string | number | undefined): State {
  const state = new State();
  if (seed !== undefined) state.settings.set('clock', seededClock);
  return state;
}
