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

  /**
   * The text without the secret, for a server that repeats what it was sent, escaped as JSON or encoded as in a URL. A
   * short secret is a word, and stays.
   */
  hideIn(text: string): string {
    if (this.#value.length < 8) return text;
    const plain = text.includes('\\') ? unescaped(text) : text;
    const clear = plain.includes(this.#value) ? plain : text;
    return clear
      .replaceAll(this.#value, '[redacted]')
      .replaceAll(encodeURIComponent(this.#value), '[redacted]');
  }

  /** The same for every text in a value, names of fields included. What no sane server nests as deep is cut off. */
  hideDeepIn(value: unknown, depth = 0): unknown {
    if (depth > 100) return '[too deep]';
    if (typeof value === 'string') return this.hideIn(value);
    if (Array.isArray(value)) return value.map((item) => this.hideDeepIn(item, depth + 1));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        this.hideIn(name),
        this.hideDeepIn(item, depth + 1),
      ]),
    );
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

function unescaped(json: string): string {
  return json
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replaceAll('\\/', '/');
}
