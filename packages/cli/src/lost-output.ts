/** Standard output that is lost half way: its reader has seen enough (`| head`), or a disk is full. */
import type { Writable } from 'node:stream';

/** Nobody reads any more: no failure. */
const unread = new Set(['EPIPE', 'ECONNRESET', 'EOF', 'ERR_STREAM_DESTROYED']);

export class LostOutput {
  readonly #stderr: () => Writable;
  readonly #end: (exit: number) => void;
  #goingOn = 0;
  #exit: number | undefined;

  /** @param end is called once it is lost and nothing goes on that has to be finished. */
  constructor(stdout: Writable, stderr: () => Writable, end: (exit: number) => void) {
    this.#stderr = stderr;
    this.#end = end;
    // Each write that follows fails again.
    stdout.on('error', ({ code = '' }: NodeJS.ErrnoException) => this.#lost(code));
  }

  /** 1 when what was printed could not be kept; nobody can be told of it but by the code. */
  get exit(): number {
    return this.#exit ?? 0;
  }

  /** Until it is disposed of, something is being done that must not stop half way. */
  keepGoing(): Disposable {
    this.#goingOn++;
    return {
      [Symbol.dispose]: () => {
        this.#goingOn--;
        if (this.#exit !== undefined) this.#endIfIdle();
      },
    };
  }

  #lost(code: string): void {
    const isKnown = this.#exit !== undefined;
    this.#exit ??= unread.has(code) ? 0 : 1;
    const end = () => this.#endIfIdle();
    if (isKnown || this.#exit === 0) end();
    else this.#stderr().write(`error: Can't write the output: ${code}\n`, end);
  }

  #endIfIdle(): void {
    if (this.#goingOn === 0) this.#end(this.exit);
  }
}
