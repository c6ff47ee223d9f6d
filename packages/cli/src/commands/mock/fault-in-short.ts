/** A fault as it would be written in short, for those who look at it. */
import { isDeepStrictEqual } from 'node:util';
import type { Fault } from '@voicectl/mock';

export type ReadShort = (text: string) => unknown;

/** What goes wrong: in short where that reads as the same again, else as JSON. */
export function effectsOf({ operation: _, times: __, ...rest }: Fault, read: ReadShort): string {
  const short = Object.entries(rest)
    .map(([name, value]) => (value === true ? name : `${name}=${inShort(name, value)}`))
    .join('; ');
  return isSame(short, rest, read) ? short : JSON.stringify(rest);
}

function inShort(name: string, value: unknown): string {
  if (typeof value !== 'object') return String(value);
  const { min, max } = Object(value) as Record<string, unknown>;
  return name === 'latency' && min !== undefined ? `${min}-${max}` : '{';
}

function isSame(short: string, fault: object, read: ReadShort): boolean {
  try {
    return isDeepStrictEqual(read(short), fault);
  } catch {
    return false;
  }
}
