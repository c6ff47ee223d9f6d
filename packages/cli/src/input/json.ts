/** JSON that somebody has written: a key given twice is a slip, where the language itself takes the last one. */
import { UsageError } from '../failure';
import { formatPath, type Step } from './path';

/** @throws UsageError */
export function parseJson(source: string, name: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    throw new UsageError(`${name} is not valid JSON: ${reasonOf(error as Error, source)}`);
  }
  refuseTwice(source, name);
  return value;
}

/** @throws UsageError naming the first key that stands twice. `source` is valid JSON. */
export function refuseTwice(source: string, name: string): void {
  const twice = givenTwice(source);
  if (twice === undefined) return;
  throw new UsageError(
    `${name} gives ${formatPath(twice.path)} twice; the second time on line ${lineAt(source, twice.at)}`,
    'Take one of them away.',
  );
}

interface Open {
  /** Of an object, the keys that it has so far. */
  readonly keys: Set<string> | undefined;
  step: Step;
  wantsKey: boolean;
}

export function givenTwice(json: string): { path: readonly Step[]; at: number } | undefined {
  const open: Open[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const inner = open.at(-1);
    switch (json[at]) {
      case '{':
        open.push({ keys: new Set(), step: '', wantsKey: true });
        break;
      case '[':
        open.push({ keys: undefined, step: 0, wantsKey: false });
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        if (inner && typeof inner.step === 'number') inner.step += 1;
        else if (inner) inner.wantsKey = true;
        break;
      case '"': {
        const end = endOfText(json, at);
        if (inner?.keys && inner.wantsKey) {
          const key = JSON.parse(json.slice(at, end + 1)) as string;
          inner.step = key;
          inner.wantsKey = false;
          if (inner.keys.has(key)) return { path: open.map(({ step }) => step), at };
          inner.keys.add(key);
        }
        at = end;
        break;
      }
    }
  }
  return undefined;
}

function endOfText(json: string, start: number): number {
  for (let at = start + 1; ; at += 1) {
    if (json[at] === '\\') at += 1;
    else if (json[at] === '"' || at >= json.length) return at;
  }
}

/** Not all of V8's words: they quote what is in the file, and not always say where. */
function reasonOf({ message }: Error, source: string): string {
  const [, reason = message, cut, quoted = ''] =
    /^(.*?), (\.\.\.)?"([\s\S]*)"(?:\.\.\.)? is not valid JSON$/.exec(message) ?? [];
  if (cut === undefined) return reason;
  // It quotes ten characters before the place.
  const at = source.indexOf(quoted);
  return at < 0 ? reason : `${reason} on line ${lineAt(source, at + 10)}`;
}

function lineAt(source: string, at: number): number {
  return source.slice(0, at).split('\n').length;
}
