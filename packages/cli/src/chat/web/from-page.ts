/** Whether what a page sent is a message at all: anybody who has the link can send anything. Pure. */
import { isRecord } from '../../is-record';
import { messageLimit } from '../carry';
import type { FromPage } from './wire';

/** Something that no page of ours says. */
export class Nonsense extends Error {
  override readonly name = 'Nonsense';
}

/** @throws Nonsense */
export function fromPage(text: string): FromPage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Nonsense('not JSON');
  }
  if (!isRecord(value)) throw new Nonsense('not an object');
  const kind = String(value.type);
  const read = Object.hasOwn(kinds, kind) ? kinds[kind as FromPage['type']] : undefined;
  if (!read) throw new Nonsense('type: unknown');
  return read(value);
}

/** @throws Nonsense for half a sample. */
export function samplesFromPage(bytes: Buffer): Int16Array {
  if (bytes.length % 2 !== 0) throw new Nonsense('sound: half a sample');
  // A view of the buffer would have to begin at an even place.
  const copy = new Uint8Array(bytes);
  return new Int16Array(copy.buffer);
}

type Fields = Readonly<Record<string, unknown>>;
type Kinds = {
  readonly [K in FromPage['type']]: (fields: Fields) => Extract<FromPage, { type: K }>;
};

const kinds: Kinds = {
  hello: ({ rate, token, key }) => ({
    type: 'hello',
    rate: whole(rate, 'rate', 8000, 384_000),
    ...(token !== undefined && { token: words(token, 'token', 200) }),
    ...(key !== undefined && { key: words(key, 'key', 200) }),
  }),
  say: ({ text }) => ({ type: 'say', text: words(text, 'text', messageLimit) }),
  talk: ({ on }) => ({ type: 'talk', on: truth(on) }),
  open: ({ on }) => ({ type: 'open', on: truth(on) }),
  voice: ({ on }) => ({ type: 'voice', on: truth(on) }),
  stop: () => ({ type: 'stop' }),
  end: () => ({ type: 'end' }),
  mode: ({ mode }) => {
    if (mode !== 'batch' && mode !== 'streaming') throw new Nonsense('mode: unknown');
    return { type: 'mode', mode };
  },
  played: ({ stream, samples, underruns, over }) => ({
    type: 'played',
    stream: whole(stream, 'stream', 1),
    samples: whole(samples, 'samples', 0),
    underruns: whole(underruns, 'underruns', 0),
    over: truth(over),
  }),
};

function whole(
  value: unknown,
  name: string,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  throw new Nonsense(`${name}: not a whole number from ${least} on`);
}

function words(value: unknown, name: string, most: number): string {
  if (typeof value === 'string' && value.trim() !== '' && value.length <= most) return value.trim();
  throw new Nonsense(`${name}: not 1 to ${most} characters`);
}

function truth(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new Nonsense('not true or false');
}
