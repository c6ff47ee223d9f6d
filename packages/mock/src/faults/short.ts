/** A fault as it is written in one line: in a request's header, on a command line. */
import { Fault } from './fault';
import { FaultError } from './parse';

/**
 * A fault out of JSON or its short form: fields with `=` and their value, or alone where that is `true`, with `;`
 * between them, as in `status=503; retryAfter=2`, `html; status=502`, `latency=100-300; reset=after`. Numbers are
 * numbers, two with `-` between them a latency's range, `true` and `false` are themselves, everything else is text, and
 * so is an `id`. What needs more takes JSON. Whether it makes sense is left to whoever takes it.
 * @param place where the text stands, for messages. Default `fault`.
 * @throws FaultError for JSON that is none, a field that is given twice, and `,` where `;` belongs.
 */
export function readShort(text: string, place = 'fault'): Record<string, unknown> {
  if (text.trim().startsWith('{')) return fromJson(text, place);
  const parts = text.split(';').map((part) => part.trim());
  const pairs = parts.filter((part) => part !== '').map((part) => pairOf(part, place));
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new FaultError([`${place}.${twice}: is given twice`]);
  return Object.fromEntries(pairs);
}

function fromJson(text: string, place: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    throw new FaultError([`${place}: is not valid JSON`]);
  }
}

function pairOf(part: string, place: string): [string, unknown] {
  const [, next] = comma.exec(part) ?? [];
  if (next !== undefined) {
    throw new FaultError([
      `${place}: has a "," before "${next}", where ";" is between two effects; a text with commas can be given as JSON`,
    ]);
  }
  const at = part.indexOf('=');
  if (at < 0) return [part, true];
  const name = part.slice(0, at).trim();
  return [name, valueIn(name, part.slice(at + 1).trim())];
}

// A text may have commas; it seldom has the name of a field and `=` after one.
const names = Object.keys(Fault.shape).join('|');
const comma = new RegExp(
  `,\\s*(?:(?=(?:${names})\\s*=)|(?=(?:html|acts|malformed)\\s*(?:,|$)))(\\w+)`,
);

function valueIn(name: string, text: string): unknown {
  if (name === 'id') return text;
  const range = name === 'latency' ? /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text) : null;
  if (range) return { min: Number(range[1]), max: Number(range[2]) };
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
