/** Takes secrets out of what is recorded: credentials that were used, and whatever is a secret by name or by look. */
import { hideByLook, hideInBrokenJson, marker, numberOr } from '../secret-looks';
import { isSecretName } from '../secret-names';
import { readEvents, writeEvent } from './event-blocks';
import { patternOf } from './secret-pattern';
import { hideAcross } from './split-secrets';

/**
 * Knows the credentials that it was told of. One of 8 characters or more, or of 4 with a digit, is taken out wherever it
 * stands; a shorter one is a word, and goes only where it is all that there is.
 */
export class Redactor {
  readonly #whole = new Set<string>();
  readonly #inside = new Set<string>();
  #pattern: RegExp | undefined;

  /** A credential to take out from now on. */
  learn(secret: string): void {
    if (secret === '' || this.#whole.has(secret) || this.#whole.size >= mostSecrets) return;
    this.#whole.add(secret);
    if (secret.length < 8 && !(secret.length >= 4 && /\d/.test(secret))) return;
    this.#inside.add(secret);
    this.#pattern = patternOf([...this.#inside]);
  }

  /** A text of any kind. */
  text(text: string): string {
    if (this.#whole.has(text)) return marker;
    const known = this.#pattern === undefined ? text : text.replace(this.#pattern, marker);
    return hideByLook(known);
  }

  /** The value of a header, parameter or field. */
  named(name: string, value: string): string {
    return isSecretName(name, numberOr(value)) && value !== '' ? marker : this.text(value);
  }

  /** A query without what is secret in it. */
  query(query: string): string {
    const pairs = [...new URLSearchParams(query)];
    const kept = pairs.map(([name, value]): [string, string] => [
      this.text(name),
      this.named(name, value),
    ]);
    const changed = pairs.some(([name, value], index) => {
      const [keptName, keptValue] = kept[index] ?? [];
      return name !== keptName || value !== keptValue;
    });
    return changed ? String(new URLSearchParams(kept)) : query;
  }

  /** JSON stays as it was written unless there is something to take out of it. */
  body(text: string): string {
    const value = tryJson(text);
    if (value === undefined) return hideInBrokenJson(this.text(text));
    const kept = this.json(value);
    const asItWas = !kept.changed && !this.#isIn(text) && !hasTwins(text, kept.names);
    return asItWas ? text : JSON.stringify(kept.value);
  }

  /** The events of a stream, secrets included that are spread over several of them. */
  events(events: readonly (readonly [number, string])[]): [number, string][] {
    const pieces = events.map(([at, text]) => [at, this.#event(text)] as [number, string]);
    if (this.#pattern === undefined) return pieces;
    const texts = hideAcross(
      pieces.map(([, text]) => text),
      this.#pattern,
    );
    return pieces.map(([at, text], index) => [at, texts[index] ?? text]);
  }

  /** A copy of a value without its secrets, and how many names of fields were met. */
  json(value: unknown): { value: unknown; changed: boolean; names: number } {
    let changed = false;
    let names = 0;
    const replace = (text: string, kept: string) => {
      changed ||= kept !== text;
      return kept;
    };
    // `under` is the name that makes all below it a secret.
    const walk = (inner: unknown, under: string | undefined, depth: number): unknown => {
      const isSecret = under !== undefined && isSecretName(under, inner);
      if (typeof inner === 'string') {
        return replace(inner, isSecret && inner !== '' ? marker : this.text(inner));
      }
      if (typeof inner === 'number' && isSecret) return replace('', marker);
      if (typeof inner !== 'object' || inner === null) return inner;
      // What no sane server nests as deep would only exhaust the stack.
      if (depth > 100) return replace('', '[too deep]');
      if (Array.isArray(inner)) return inner.map((item) => walk(item, under, depth + 1));
      return Object.fromEntries(
        Object.entries(inner).map(([name, item]) => {
          names++;
          const secret = under ?? (isSecretName(name) ? name : undefined);
          return [replace(name, this.text(name)), walk(item, secret, depth + 1)];
        }),
      );
    };
    return { value: walk(value, undefined, 0), changed, names };
  }

  #event(text: string): string {
    const [event, ...others] = readEvents(text);
    if (event === undefined || others.length > 0) return this.body(text);
    const data = this.body(event.data);
    if (data === event.data && this.text(text) === text) return text;
    return writeEvent({ event: this.text(event.event), data });
  }

  #isIn(text: string): boolean {
    return this.text(text) !== text;
  }
}

/** More would be somebody's attempt at making the recorder slow. */
const mostSecrets = 200;

/** Whether a field stands twice in an object: a parser keeps the last one, and the first could hold anything. */
function hasTwins(json: string, names: number): boolean {
  const written = [...json.matchAll(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"(\s*:)?/g)].filter(
    ([, colon]) => colon,
  );
  return written.length !== names;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
