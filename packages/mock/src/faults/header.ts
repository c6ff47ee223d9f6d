/** The fault of a single request, in its header `x-voicectl-fault`. */
import { Refusal } from '../refusal';
import type { Effects } from './fault';
import { FaultError, parseEffects } from './parse';

/** Where a request carries a fault of its own. */
export const faultHeader = 'x-voicectl-fault';

/**
 * JSON, or a short form: effects with `=` and their value, or alone where that is `true`, with `;` between them, as in
 * `status=503`, `html; status=502`, `latency=100-300; reset=after`. Whole numbers are numbers, two with `-` between
 * them a latency's range, `true` and `false` are themselves, everything else is text. What needs more takes JSON.
 *
 * @throws Refusal 400 that names each problem.
 */
export function faultOfHeader(text: string): Effects {
  try {
    const data = text.trim().startsWith('{') ? fromJson(text) : fromShort(text);
    return parseEffects(data, faultHeader);
  } catch (error) {
    throw error instanceof FaultError ? new Refusal(400, error.problems) : error;
  }
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FaultError([`${faultHeader}: is not valid JSON`]);
  }
}

function fromShort(text: string): Record<string, unknown> {
  const parts = text.split(';').map((part) => part.trim());
  const pairs = parts.filter((part) => part !== '').map(pairOf);
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new FaultError([`${faultHeader}.${twice}: is given twice`]);
  return Object.fromEntries(pairs);
}

function pairOf(part: string): [string, unknown] {
  const at = part.indexOf('=');
  if (at < 0) return [part, true];
  const name = part.slice(0, at).trim();
  return [name, valueIn(name, part.slice(at + 1).trim())];
}

function valueIn(name: string, text: string): unknown {
  const range = name === 'latency' ? /^(\d+)-(\d+)$/.exec(text) : null;
  if (range) return { min: Number(range[1]), max: Number(range[2]) };
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d+$/.test(text) ? Number(text) : text;
}
