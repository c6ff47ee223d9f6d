/** What a person should know, said between turns, so that nothing breaks into an answer; each sentence once. */

export class Notes {
  readonly #known = new Set<string>();
  readonly #waiting: string[] = [];

  add(text: string): void {
    if (this.#known.has(text)) return;
    this.#known.add(text);
    this.#waiting.push(text);
  }

  taken(): readonly string[] {
    return this.#waiting.splice(0);
  }
}
