/**
 * How a shared world is changed, wherever it is kept: look what is new, run the changes on a draft, keep what came of
 * it if nobody was quicker, else again.
 */
import { type Change, Draft, type State } from '../state/state';
import { StoreError } from './failure';
import type { Keeper } from './store';

/** What a kind of store has to be able to do for one world. */
export interface Ledger {
  /** The world's memory in this process. */
  readonly state: State;
  /** Brings the state up to what is kept. Next to free when nothing is new. */
  fresh(): Promise<void>;
  /**
   * Keeps other writers out meanwhile, where the store can do so; others find out in `append`. It waits for them only
   * as long as `isWanted`.
   */
  alone<T>(work: () => Promise<T>, isWanted: () => boolean): Promise<T>;
  /**
   * Keeps changes for good, and then gives them to the state.
   * @param ranOn `state.changes` when the changes were made.
   * @returns false when the state is no longer that one, or no longer the latest; nothing has changed then.
   */
  append(changes: readonly Change[], ranOn: number): Promise<boolean>;
}

type Run = (draft: Draft) => unknown;

interface Waiting {
  readonly change: Run;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Runs the changes of one process to one world. While some are being kept, others wait, and are then kept together. */
export class Committer implements Keeper {
  readonly #ledger: Ledger;
  #waiting: Waiting[] = [];
  #isWorking = false;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  fresh(): Promise<void> {
    return this.#ledger.fresh();
  }

  write<T>(change: (draft: Draft) => T, signal?: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ change, signal, resolve: resolve as Waiting['resolve'], reject });
      if (!this.#isWorking) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    while (this.#waiting.length > 0) await this.#commit();
    this.#isWorking = false;
  }

  async #commit(): Promise<void> {
    let group: Waiting[] = [];
    const isWanted = () => this.#waiting.some(({ signal }) => signal?.aborted !== true);
    try {
      const settle = await this.#ledger.alone(async () => {
        for (let tries = 1; tries <= mostTries; tries++) {
          await this.#ledger.fresh();
          // Taken as late as can be: whoever came while the store was busy goes along.
          group = [...group, ...this.#waiting.splice(0)];
          const { changes: ranOn } = this.#ledger.state;
          const { changes, settle } = runAll(group, this.#ledger.state);
          if (changes.length === 0 || (await this.#ledger.append(changes, ranOn))) return settle;
          await lagBehind(tries);
        }
        throw new StoreError(`Others were quicker to change this world, ${mostTries} times over`);
      }, isWanted);
      settle();
    } catch (error) {
      if (group.length === 0) group = this.#waiting.splice(0);
      for (const { signal, reject } of group) reject(signal?.aborted ? signal.reason : error);
    }
  }
}

/** Somebody gets through each time, so this is never reached but where something is wrong with the store. */
const mostTries = 1000;

/** Who has lost often waits a little, each for some other time. */
async function lagBehind(tries: number): Promise<void> {
  const most = Math.min(2 ** tries, 64);
  if (tries > 1) await new Promise((resolve) => setTimeout(resolve, Math.random() * most));
}

/** Each change sees those before it; one that throws leaves nothing, and so does one that nobody waits for any more. */
function runAll(group: readonly Waiting[], state: State) {
  const draft = new Draft(state);
  const outcomes = group.map(({ change, signal, resolve, reject }) => {
    try {
      signal?.throwIfAborted();
      const own = new Draft(draft);
      const result = change(own);
      draft.apply(own.changes());
      return () => resolve(result);
    } catch (error) {
      return () => reject(error);
    }
  });
  const settle = () => {
    for (const tell of outcomes) tell();
  };
  return { changes: draft.changes(), settle };
}
