/** Values from one task to another, in order, without a limit: what an agent says is short. */

export class Channel<T> implements AsyncIterable<T> {
  readonly #values: T[] = [];
  #state: 'open' | 'ended' | { readonly error: unknown } = 'open';
  #wake: (() => void) | undefined;

  push(value: T): void {
    if (this.#state !== 'open') return;
    this.#values.push(value);
    this.#wake?.();
  }

  /** What has been pushed is still read. */
  end(): void {
    if (this.#state === 'open') this.#state = 'ended';
    this.#wake?.();
  }

  /** The reader is thrown the error at once: nobody wants the rest of what went wrong. */
  fail(error: unknown): void {
    if (this.#state === 'open') this.#state = { error };
    this.#wake?.();
  }

  /** For one reader. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      if (typeof this.#state === 'object') throw this.#state.error;
      const values = this.#values.splice(0);
      if (values.length > 0) {
        yield* values;
        continue;
      }
      if (this.#state === 'ended') return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }
}
