/** Where worlds are kept when memory is not enough. */
import type { Draft, State } from '../state/state';

/** Keeps one world: in a file, on a server. */
export interface Keeper {
  /** Brings the state up to what is kept. */
  fresh(): Promise<void>;
  /**
   * Runs a change on a draft of the latest state, and keeps what came of it. Only then does the state have it; when
   * somebody else was quicker, the change runs again. What it throws is thrown, and nothing has changed. Nor does it
   * change anything when the signal fires before the change has run.
   */
  write<T>(change: (draft: Draft) => T, signal?: AbortSignal): Promise<T>;
}

/** A place for worlds, shared by every process that opens it. One of these belongs to one mock. */
export interface Store {
  /** What keeps a world; `state` is its memory here, and what it begins with when the store has no such world. */
  keeper(world: string, state: State): Keeper;
  /** Names of the worlds that it holds. */
  worlds(): Promise<readonly string[]>;
  /** Forgets a world. */
  remove(world: string): Promise<void>;
  /** Lets go of files and connections. */
  close(): Promise<void>;
}
