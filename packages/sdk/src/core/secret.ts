/** A key that can be used but not printed: not by a log, a template string, JSON or a debugger's inspect. */
const inspect = Symbol.for('nodejs.util.inspect.custom');

export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  /** The text without the secret, for a server that repeats what it was sent. A short secret is a word, and stays. */
  hideIn(text: string): string {
    return this.#value.length < 8 ? text : text.replaceAll(this.#value, '[redacted]');
  }

  toString(): string {
    return '[redacted]';
  }

  toJSON(): string {
    return '[redacted]';
  }

  [inspect](): string {
    return '[redacted]';
  }
}
