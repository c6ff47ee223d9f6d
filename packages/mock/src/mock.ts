/** Puts the mock together: options, worlds, the platform over them, the doors in process. */
import type { ClientOptions, Transport } from '@voicectl/sdk';
import { agentsPath, goalsPath, type Rules } from './apis';
import type { Brain } from './brain/brain';
import { scriptedBrain } from './brain/scripted';
import { type ClockSetting, seededClock, timeOf } from './clock';
import { addContents, isSnapshot, type WorldSeed } from './contents/contents';
import { type GenerateOptions, generateWorld } from './contents/generate';
import { controlPath, createControl } from './control/control';
import { fetchDoor } from './doors/fetch';
import { transportDoor } from './doors/transport';
import type { Handle } from './exchange';
import type { FaultInput, Faults } from './faults/faults';
import type { JournalEntry, JournalListener } from './journal';
import type { Knowledge } from './knowledge/knowledge';
import { LiveWorld, type Setup, startState } from './live-world';
import { answerIn, createPlatform } from './platform';
import type { Snapshot } from './state/snapshot';
import type { State } from './state/state';
import type { Store } from './store/store';
import type { Pace } from './world';
import { defaultWorld, Worlds } from './worlds';

/** What {@link createMock} takes. Times are milliseconds. */
export interface MockOptions {
  /** The only key the agents API takes. Default: any that is not empty. */
  apiKey?: string | undefined;
  /** The only token the goals API takes. Default: any that is not empty. */
  token?: string | undefined;
  /** The token that may use admin mode on goals. Default: none may. */
  adminToken?: string | undefined;
  /** Calls a minute and token that the goals API takes before 429. Default: no limit; the platform is seen to take 60. */
  goalsPerMinute?: number | undefined;
  /** What answers messages and drafts goals. Default: a scripted one, repeatable, without a model. */
  brain?: Brain | undefined;
  /** What agents with a `knowledgeBaseConfig` look things up in. Default: nothing is looked up. */
  knowledge?: Knowledge | undefined;
  /** Milliseconds before the first and between later tokens of an answer. Default 0 and 0. */
  pace?: Partial<Pace> | undefined;
  /** What each world begins with: agents and goals, or a snapshot. Default: nothing. */
  contents?: WorldSeed | Snapshot | undefined;
  /** Makes agents and goals for each world to begin with, besides `contents`; by `seed`. Default 0. */
  seedAgents?: number | undefined;
  /**
   * Makes ids and times repeatable: ids follow from it, and the clock begins at 2026-01-01T00:00:00Z and goes on by a
   * second with each change. Default: random ids, the machine's clock.
   */
  seed?: string | number | undefined;
  /** What goes wrong, and when. Default: nothing. */
  faults?: readonly FaultInput[] | undefined;
  /** Requests that the journal of a world holds before the oldest make room. Default 1000. */
  journalSize?: number | undefined;
  /** Where worlds are kept. Default: in memory. */
  store?: Store | undefined;
  /** The machine's clock. Default: `Date`'s. */
  now?: (() => Date) | undefined;
  /** Ids of new records. Default: random UUIDs, or those of `seed`. */
  newId?: (() => string) | undefined;
  /** Refuses keys that the contract does not know with 400, where the platform would ignore them. Default false. */
  strict?: boolean | undefined;
  /** Checks the mock's own answers by the contract's schemas; a misfit is a 500. For tests of the mock. Default false. */
  checkAnswers?: boolean | undefined;
}

/** What a world was asked. */
export interface MockJournal {
  /** All requests that it still holds, oldest first; only those of one operation, as `agents.create`, when it is named. */
  calls(operation?: string): JournalEntry[];
  /** Forgets them. */
  clear(): void;
}

/** What a world takes for the time. */
export interface MockClock {
  /** The time; looking does not move it. */
  now(): Date;
  /** A clock of the world's own: from then on only changes move it, by `tick` milliseconds each (default 0). */
  set(
    time: Date | string | number,
    options?: { readonly tick?: number | undefined },
  ): Promise<void>;
  /** Moves the clock by milliseconds, the machine's included. */
  advance(milliseconds: number): Promise<void>;
  /** Goes back to the machine's. */
  release(): Promise<void>;
}

/** One world of a mock: agents and goals that no other world sees. */
export interface MockWorld {
  readonly name: string;
  /** The mock itself, in this world; every door leads here. */
  readonly handle: Handle;
  /** For anything that takes a `fetch` handler. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** For `createClient`: no socket, no interception. */
  readonly transport: Transport;
  /** Whole options for `createClient`: addresses, credentials, and the transport. */
  readonly clientOptions: ClientOptions;
  /**
   * Everything it remembers, to look at. With a store, this and all else that is had without waiting (`snapshot()`,
   * `clock.now()`) is as of the latest request, change or {@link fresh}.
   */
  readonly state: State;
  /** What it was asked, and what it answered. */
  readonly journal: MockJournal;
  /** What goes wrong in it, to be switched on and off. */
  readonly faults: Faults;
  /** Its time. */
  readonly clock: MockClock;
  /** The whole world as plain JSON: copies no record, so it costs next to nothing. */
  snapshot(): Snapshot;
  /** Replaces everything by a snapshot. @throws ContentsError when it does not fit; nothing has changed then. */
  restore(snapshot: Snapshot): Promise<void>;
  /** Brings it up to what its store holds, others' changes included; without one there is nothing to do. */
  fresh(): Promise<void>;
  /** As it was at the start: contents, faults and time; its journal is empty. */
  reset(): Promise<void>;
  /** Adds agents and goals. @throws ContentsError naming each problem by its path; nothing has changed then. */
  add(seed: WorldSeed): Promise<void>;
  /** Replaces everything by a generated world. */
  generate(options: GenerateOptions): Promise<void>;
}

/** A whole platform. It is itself the world of all requests that name none. */
export interface Mock extends MockWorld {
  /** The world with a name, made on first use. @throws Refusal for what is no name. */
  world(name: string): MockWorld;
  /** Names of the worlds that have been used. */
  worlds(): Promise<string[]>;
  /** Forgets a world. */
  removeWorld(name: string): Promise<void>;
  /** Told of each request once it is answered, in any world. @returns what ends it. */
  onCall(listener: JournalListener): () => void;
  /** Lets go of the store. */
  close(): Promise<void>;
}

/** A platform; empty, unless options say otherwise. @throws ContentsError | FaultError when they don't make sense. */
export function createMock(options: MockOptions = {}): Mock {
  checkOptions(options);
  const listeners = new Set<JournalListener>();
  const setup = setupOf(options, listeners);
  const worlds = new Worlds(startOf(options, setup), setup, options.store);
  const rules: Rules = {
    apiKey: options.apiKey,
    token: options.token,
    adminToken: options.adminToken,
    strict: options.strict === true,
    checkAnswers: options.checkAnswers === true,
  };
  const control = createControl(worlds, listeners, (name, request) =>
    answerIn(name, worlds, rules, request),
  );
  const { apiKey = 'mock-key', token = options.adminToken ?? 'mock-token' } = options;

  function worldOf(name: string, handle: Handle): MockWorld {
    const transport = transportDoor(handle);
    const world = () => worlds.get(name);
    world();
    return {
      name,
      handle,
      fetch: fetchDoor(handle),
      transport,
      clientOptions: {
        agents: { url: `http://localhost${agentsPath}`, apiKey },
        goals: { url: `http://localhost${goalsPath}`, token },
        transport,
      },
      get state() {
        return world().state;
      },
      get journal() {
        return world().journal;
      },
      get faults() {
        return world().faults;
      },
      clock: clockOf(world),
      snapshot: () => world().snapshot(),
      fresh: () => world().fresh(),
      restore: (snapshot) => world().restore(snapshot),
      reset: () => world().reset(),
      add: (seed) => world().add(seed),
      generate: async (what) => world().restore(generateWorld(what)),
    };
  }

  const handle = createPlatform(rules, worlds, control);
  return Object.assign(worldOf(defaultWorld, handle), {
    world: (name: string) =>
      worldOf(name, (request) =>
        request.path.startsWith(controlPath)
          ? control(request)
          : answerIn(name, worlds, rules, request),
      ),
    worlds: () => worlds.names(),
    removeWorld: (name: string) => worlds.remove(name),
    onCall(listener: JournalListener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: async () => options.store?.close(),
  } satisfies Omit<Mock, keyof MockWorld>);
}

const optionNames: Readonly<Record<keyof MockOptions, true>> = {
  apiKey: true,
  token: true,
  adminToken: true,
  goalsPerMinute: true,
  brain: true,
  knowledge: true,
  pace: true,
  contents: true,
  seedAgents: true,
  seed: true,
  faults: true,
  journalSize: true,
  store: true,
  now: true,
  newId: true,
  strict: true,
  checkAnswers: true,
};

/** A program without types may have got them wrong. */
function checkOptions(options: MockOptions): void {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(optionNames, name)) throw new TypeError(`${name} is no option of the mock`);
  }
  for (const name of ['seedAgents', 'journalSize', 'goalsPerMinute'] as const) {
    const value = options[name];
    if (value === undefined || (Number.isInteger(value) && value >= 0)) continue;
    throw new RangeError(`${name} must be a whole number, 0 or more, is ${String(value)}`);
  }
  if (options.seedAgents && isSnapshot(options.contents)) {
    throw new TypeError(
      'contents are a snapshot, and so a whole world; seedAgents adds nothing to it',
    );
  }
}

function setupOf(options: MockOptions, listeners: ReadonlySet<JournalListener>): Setup {
  return {
    brain: options.brain ?? scriptedBrain,
    knowledge: options.knowledge,
    pace: { firstToken: 0, token: 0, ...options.pace },
    machine: options.now ?? (() => new Date()),
    newId: options.newId,
    seed: options.seed,
    adminToken: options.adminToken,
    goalsPerMinute: options.goalsPerMinute,
    journalSize: options.journalSize ?? 1000,
    listeners,
    faults: options.faults ?? [],
  };
}

/** What each world begins with. */
function startOf({ contents, seedAgents, seed }: MockOptions, setup: Setup): State {
  const start = startState(seed);
  if (seedAgents) {
    const now = timeOf(start, setup.machine);
    start.apply([{ whole: generateWorld({ agents: seedAgents, seed, now }) }]);
  }
  if (isSnapshot(contents)) {
    start.restore(contents);
    if (seed !== undefined && !start.settings.get('clock'))
      start.settings.set('clock', seededClock);
  } else if (contents) {
    const { room, state } = new LiveWorld('start', start, setup, undefined);
    addContents(room, contents);
    return state;
  }
  return start;
}

function clockOf(world: () => LiveWorld): MockClock {
  return {
    now: () => world().time,
    set: (time, { tick = 0 } = {}) => world().setClock(clockAt(time, tick)),
    advance(milliseconds) {
      if (!Number.isFinite(milliseconds)) {
        throw new RangeError(`The clock moves by milliseconds, not by ${String(milliseconds)}`);
      }
      return world().moveClock(milliseconds);
    },
    release: () => world().setClock(undefined),
  };
}

function clockAt(time: Date | string | number, tick: number): ClockSetting {
  const at = new Date(time).getTime();
  if (Number.isNaN(at))
    throw new RangeError(`${String(time)} is no time; write 2026-01-01T00:00:00Z`);
  return { at, tick };
}
