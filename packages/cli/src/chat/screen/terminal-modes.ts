/** How a terminal is set while a chat has it, and that it is set back. */
import type { Streams } from '../../streams';
import { pasteInBrackets, pastePlainly, showCursor, wrapRows } from './control-sequences';

export class TerminalModes {
  readonly #stdin: NodeJS.ReadStream;
  readonly #stdout: NodeJS.WriteStream;
  readonly #knowsSequences: boolean;
  #areSet = false;

  constructor({ stdin, stdout, env }: Streams) {
    this.#knowsSequences = env.TERM !== 'dumb';
    this.#stdin = stdin;
    this.#stdout = stdout;
  }

  set(): void {
    // After a stop the shell has set the terminal its own way, which Node does not know of.
    this.#raw(false);
    this.#raw(true);
    if (this.#knowsSequences) this.#stdout.write(pasteInBrackets);
    this.#areSet = true;
  }

  unset(): void {
    if (!this.#areSet) return;
    this.#areSet = false;
    if (this.#knowsSequences) this.#stdout.write(`${pastePlainly}${wrapRows}${showCursor}`);
    this.#raw(false);
  }

  #raw(on: boolean): void {
    if (!this.#stdin.isTTY) return;
    // A terminal that is gone can't be set, and need not be.
    const ignore = () => {};
    this.#stdin.on('error', ignore);
    try {
      this.#stdin.setRawMode(on);
    } catch {}
    this.#stdin.off('error', ignore);
  }
}
