/** One request and its answer, as a handler that undici drives: no stream is made for a body that is read whole. */
import type { TransportResponse } from './transport';

/** What undici gives its handlers to steer with. */
interface Controller {
  abort(reason: Error): void;
  pause(): void;
  resume(): void;
}

/** Bytes that may wait for a reader before the server is told to wait. */
const enough = 64 * 1024;

export class Exchange {
  readonly answered: Promise<TransportResponse>;
  #answer!: (response: TransportResponse) => void;
  #refuse!: (error: unknown) => void;
  #controller: Controller | undefined;
  #chunks: Uint8Array[] = [];
  #size = 0;
  #most = Number.POSITIVE_INFINITY;
  #paused = false;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;
  /** Called when something has come. */
  #wake: (() => void) | undefined;

  constructor() {
    this.answered = new Promise((resolve, reject) => {
      this.#answer = resolve;
      this.#refuse = reject;
    });
  }

  /** Ended before it began: there is nothing to send. */
  get cancelled(): boolean {
    return this.#failure !== undefined;
  }

  /** Ends it wherever it stands, also while it is still waiting for a connection. */
  cancel(reason: unknown): void {
    if (this.#ended) return;
    const error = reason instanceof Error ? reason : new Error('cancelled', { cause: reason });
    this.#fail(error);
    this.#controller?.abort(error);
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#failure) controller.abort(this.#failure.error as Error);
  }

  onResponseStart(
    _: Controller,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#answer({
      status,
      headers: flatten(headers),
      body: this.#pieces(),
      text: (most) => this.#text(most),
    });
  }

  onResponseData(controller: Controller, chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#size += chunk.byteLength;
    if (this.#size > this.#most) {
      this.#fail(new RangeError(`more than ${this.#most} bytes`));
      controller.abort(new RangeError('too large'));
    } else if (this.#most === Number.POSITIVE_INFINITY && this.#size > enough) {
      this.#paused = true;
      controller.pause();
    }
    this.#wake?.();
  }

  onResponseEnd(): void {
    this.#ended = true;
    this.#wake?.();
  }

  onResponseError(_: Controller, error: unknown): void {
    this.#fail(error);
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#refuse(this.#failure.error);
    this.#wake?.();
  }

  /** The whole body; a RangeError once more than `most` bytes have come. */
  async #text(most: number): Promise<string> {
    this.#most = most;
    if (this.#size > most) throw new RangeError(`more than ${most} bytes`);
    this.#resume();
    while (!this.#ended && !this.#failure) await this.#something();
    if (this.#failure) throw this.#failure.error;
    const [first] = this.#chunks;
    const whole = this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    return new TextDecoder().decode(whole);
  }

  async *#pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        const chunks = this.#chunks;
        this.#chunks = [];
        this.#size = 0;
        yield* chunks;
        this.#resume();
        if (this.#chunks.length > 0) continue;
        if (this.#failure) throw this.#failure.error;
        if (this.#ended) return;
        await this.#something();
      }
    } finally {
      this.cancel(new Error('The answer was left before its end'));
    }
  }

  #something(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined;
        resolve();
      };
    });
  }

  #resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#controller?.resume();
  }
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}
