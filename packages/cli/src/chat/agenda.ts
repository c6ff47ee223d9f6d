/** What a chat has still to do: lines and questions, one after the other. Lines can be taken back. */
import type { Question } from './talk/talk';

export type Item = { readonly line: string } | { readonly question: Question };

export class Agenda {
  #items: Item[] = [];
  #isOver = false;
  #wake: (() => void) | undefined;

  /** Those that wait. */
  get lines(): readonly string[] {
    return this.#items.flatMap((item) => ('line' in item ? item.line : []));
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  add(item: Item): void {
    if (this.#isOver) return;
    this.#items.push(item);
    this.#wake?.();
  }

  /** Lines that wait will not be done. */
  takeBack(): readonly string[] {
    const { lines } = this;
    this.#items = this.#items.filter((item) => !('line' in item));
    return lines;
  }

  /** Nothing is added any more; what waits is still done, unless it is dropped. */
  end({ drop = false } = {}): void {
    this.#isOver = true;
    if (drop) this.#items = [];
    this.#wake?.();
  }

  /** For one reader. Undefined when all is done. */
  async next(): Promise<Item | undefined> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined || this.#isOver) return item;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
