/** Streamed text in lines that break between words: a word is shown once it is known where it ends. */
import stringWidth from 'string-width';

export class Wrap {
  readonly #width: number;
  #column: number;
  #pending = '';

  /** @param column where the line stands already. */
  constructor(width: number, column: number) {
    this.#width = width;
    this.#column = column;
  }

  push(text: string): string {
    this.#pending += text;
    const [whole = ''] = /^(?:\s*\S+(?=\s))*/.exec(this.#pending) ?? [];
    this.#pending = this.#pending.slice(whole.length);
    return this.#lay(whole);
  }

  end(): string {
    const rest = this.#pending;
    this.#pending = '';
    return this.#lay(rest);
  }

  #lay(text: string): string {
    return text.replace(/(\s*)(\S*)/g, (_, space: string, word: string) =>
      this.#place(space, word),
    );
  }

  #place(space: string, word: string): string {
    const line = space.slice(space.lastIndexOf('\n') + 1);
    const length = stringWidth(word);
    if (line !== space) this.#column = 0;
    const start = this.#column + line.length;
    if (space !== '' && word !== '' && start > 0 && start + length > this.#width) {
      this.#column = length;
      // The break takes the place of the space.
      return `${line === space ? '' : space.trimEnd()}\n${word}`;
    }
    this.#column = start + length;
    return space + word;
  }
}
