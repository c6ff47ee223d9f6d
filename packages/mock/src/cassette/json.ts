/** JSON as it is compared here: whatever the order of its keys, and whatever stands where a secret was. */
import { marker } from './cassette';

/** Nothing where a text is no JSON, or is nested so deep that to look at it would exhaust the stack. */
export function parseJson(text: string | undefined): unknown {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isShallow(value, 200) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same text for the same value. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null';
  const fields = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${fields.join()}}`;
}

/** Where two values differ. */
export interface ValueDifference {
  /** As in `data.name`; empty for the whole value. */
  readonly path: string;
  readonly recorded: unknown;
  readonly asked: unknown;
}

/** A marker in the recorded value stands for any text. */
export function* differencesOf(
  recorded: unknown,
  asked: unknown,
  path = '',
): Generator<ValueDifference> {
  if (typeof recorded === 'string' && fitsText(recorded, asked)) return;
  if (Array.isArray(recorded) && Array.isArray(asked)) {
    const most = Math.max(recorded.length, asked.length);
    for (let index = 0; index < most; index++) {
      yield* differencesOf(recorded[index], asked[index], `${path}[${index}]`);
    }
  } else if (isRecord(recorded) && isRecord(asked)) {
    for (const name of new Set([...Object.keys(recorded), ...Object.keys(asked)])) {
      yield* differencesOf(own(recorded, name), own(asked, name), path ? `${path}.${name}` : name);
    }
  } else if (recorded !== asked) {
    yield { path, recorded, asked };
  }
}

export function isSame(recorded: unknown, asked: unknown): boolean {
  return differencesOf(recorded, asked).next().done === true;
}

/** Where a number was a secret, a number may be. */
export function fitsText(recorded: string, asked: unknown): boolean {
  if (recorded === asked) return true;
  if (!recorded.includes(marker)) return false;
  if (typeof asked === 'number') return recorded === marker;
  if (typeof asked !== 'string') return false;
  let at = 0;
  const [first = '', ...rest] = recorded.split(marker);
  const last = rest.pop() ?? '';
  if (!asked.startsWith(first) || asked.length < first.length + last.length) return false;
  at = first.length;
  for (const part of rest) {
    const found = asked.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return asked.length - last.length >= at && asked.endsWith(last);
}

function own(value: JsonRecord, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
