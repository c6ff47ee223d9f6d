/** One request and its answer, as a handler that undici drives: no stream is made for a body that is read whole. */
import { isAscii } from 'node:buffer';
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
  readonly #dress: (response: TransportResponse) => TransportResponse | Promise<TransportResponse>;
  #answer!: (response: TransportResponse | Promise<TransportResponse>) => void;
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

  /** @param dress what is done to an answer before anybody sees it. */
  constructor(
    dress: (response: TransportResponse) => TransportResponse | Promise<TransportResponse>,
  ) {
    this.#dress = dress;
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
    const response: TransportResponse = {
      status,
      headers: flatten(headers),
      body: this.#pieces(),
      text: (most) => this.#text(most),
    };
    this.#answer(this.#dress(response));
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
    this.#fail(this.#marked(error));
  }

  /** With what the rules of repeating have to know, and undici does not say. */
  #marked(error: unknown): unknown {
    if (!(error instanceof Error)) return error;
    // It waited for a connection that was never made.
    if (!this.#controller) return Object.assign(error, { unsent: true });
    const { name, code, data } = error as Error & { code?: string; data?: string };
    // Its parser loses the code of what it could not read; of an end that came too early there is nothing to be read.
    const isUnreadable = name === 'HTTPParserError' && !code && data;
    if (!isUnreadable && code !== 'UND_ERR_HEADERS_OVERFLOW') return error;
    return Object.assign(error, { code: isUnreadable ? 'HPE_UNREADABLE' : 'HPE_HEADER_OVERFLOW' });
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#refuse(this.#failure.error);
    this.#wake?.();
  }

  /** The whole body; a RangeError once more than `most` bytes have come. */
  #text(most: number): Promise<string> {
    this.#most = most;
    return new Promise((resolve, reject) => {
      const look = () => {
        if (this.#failure) reject(this.#failure.error);
        else if (this.#size > most) reject(new RangeError(`more than ${most} bytes`));
        else if (this.#ended) resolve(decode(this.#chunks));
        else this.#wake = look;
      };
      look();
      this.#resume();
    });
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

/** ASCII, which most JSON is, is read where it lies: putting the pieces together first would cost as much as parsing. */
function decode(chunks: readonly Uint8Array[]): string {
  const buffers = chunks.map((chunk) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
  if (buffers.every(isAscii)) return buffers.map((buffer) => buffer.toString('latin1')).join('');
  return new TextDecoder().decode(Buffer.concat(buffers));
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  for (const name in headers) {
    const value = headers[name];
    if (Array.isArray(value)) headers[name] = value.join(', ');
  }
  return headers as Record<string, string>;
}
