/** What is going on in a chat and can be stopped: the innermost first, such as the answer that a command asked for. */

export class Stops {
  readonly #outer: AbortSignal;
  readonly #going: AbortController[] = [];
  readonly #changed: () => void;

  /** @param outer ends everything. @param changed told when something begins. */
  constructor(outer: AbortSignal, changed: () => void) {
    this.#outer = outer;
    this.#changed = changed;
  }

  get isBusy(): boolean {
    return this.#going.length > 0;
  }

  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    this.#going.push(stop);
    this.#changed();
    try {
      return await work(AbortSignal.any([stop.signal, this.#outer]));
    } finally {
      this.#going.splice(this.#going.indexOf(stop), 1);
    }
  }

  /** @returns whether there was anything that had not been stopped before. */
  stop(): boolean {
    const going = this.#going.findLast(({ signal }) => !signal.aborted);
    going?.abort();
    return going !== undefined;
  }

  all(): void {
    for (const stop of this.#going) stop.abort();
  }
}
