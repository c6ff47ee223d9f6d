/** Sound to listen to, and Moonshine to listen with where npm can bring it. */
import { join } from 'node:path';
import { moonshineFolder } from '../src/voice/listen/moonshine-files';
import { flite } from '../src/voice/speak/flite';
import type { Heard, Listener, Pcm } from '../src/voice/stages';
import { packageRoot, voicectl } from './voicectl';

const cache = join(packageRoot, 'node_modules', '.cache', 'voice');

/** Kept between runs, and checked by each. Undefined, with the reason on stderr, where there is no registry. */
export async function moonshineHere(): Promise<string | undefined> {
  const env = { XDG_CACHE_HOME: cache, VOICECTL_UPDATE_NOTICE: 'off' };
  const { code, stderr } = await voicectl(['voice', 'install', '--yes'], { env });
  if (code === 0) return moonshineFolder({ env });
  process.stderr.write(`skipped: Moonshine can't be installed here. ${stderr}`);
  return undefined;
}

export const built = (name: string): string => join(packageRoot, 'dist', `${name}.js`);

export const rate = 16_000;

/** As flite speaks it, at 16 kHz. */
export async function spoken(...sentences: readonly string[]): Promise<Int16Array[]> {
  const speaker = flite({ entry: built('flite-worker') });
  try {
    const all: Int16Array[] = [];
    for (const text of sentences) {
      const piece = { text, start: 0, end: text.length };
      const parts: Int16Array[] = [];
      const pieces = (async function* () {
        yield piece;
      })();
      for await (const { samples } of speaker.speak(pieces, new AbortController().signal)) {
        parts.push(samples);
      }
      all.push(together(...parts));
    }
    return all;
  } finally {
    await speaker.close?.();
  }
}

export const silence = (seconds: number): Int16Array => new Int16Array(seconds * rate);

/** The same each time. */
export function noise(seconds: number, loudness: number): Int16Array {
  let state = 1;
  return silence(seconds).map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 31 - 1) * loudness;
  });
}

export function mixed(one: Int16Array, other: Int16Array): Int16Array {
  return one.map((sample, at) => sample + (other[at] ?? 0));
}

export function together(...parts: readonly Int16Array[]): Int16Array {
  return Int16Array.from(parts.flatMap((part) => [...part]));
}

/** In parts of so many samples, as a device gives it, but at once. */
export async function* sound(
  samples: Int16Array,
  { at = rate, part = 700 }: { at?: number; part?: number } = {},
): AsyncGenerator<Pcm, void, undefined> {
  for (let from = 0; from < samples.length; from += part) {
    yield { samples: samples.slice(from, from + part), rate: at };
  }
}

export async function heard(
  listener: Listener,
  samples: AsyncIterable<Pcm>,
  signal: AbortSignal = new AbortController().signal,
): Promise<Heard[]> {
  const all: Heard[] = [];
  for await (const next of listener.listen(samples, signal)) all.push(next);
  return all;
}

export const finals = (all: readonly Heard[]): string[] =>
  all.filter(({ type }) => type === 'final').map(({ text }) => text);

/** Words that would have to be changed, as a share of those that were said. */
export function wordErrors(said: string, understood: string): number {
  const [one, other] = [wordsOf(said), wordsOf(understood)];
  let row = [...other.keys(), other.length];
  for (const [at, word] of one.entries()) {
    const next = [at + 1];
    for (const [index, against] of other.entries()) {
      const changed = (row[index] ?? 0) + (word === against ? 0 : 1);
      next.push(Math.min(changed, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return (row.at(-1) ?? 0) / one.length;
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z0-9']+/g) ?? [];
