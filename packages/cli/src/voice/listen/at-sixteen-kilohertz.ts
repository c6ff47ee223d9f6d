/** Any sound at the rate that detectors and recognisers know. */
import { Resampler } from '../speak/resample';
import type { Pcm } from '../stages';
import { rate } from './webrtc-vad';

export class AtSixteenKilohertz {
  #from = rate;
  #resampler: Resampler | undefined;

  push({ samples, rate: from }: Pcm): Int16Array {
    const rest = from === this.#from ? none : this.end();
    if (from !== this.#from)
      this.#resampler = from === rate ? undefined : new Resampler(from, rate);
    this.#from = from;
    return joined([rest, this.#resampler?.push(samples) ?? samples]);
  }

  /** What a filter held back. */
  end(): Int16Array {
    const rest = this.#resampler?.end() ?? none;
    this.#resampler = undefined;
    this.#from = rate;
    return rest;
  }
}

export function joined(parts: readonly Int16Array[]): Int16Array {
  const some = parts.filter(({ length }) => length > 0);
  if (some.length === 1 && some[0]) return some[0];
  const all = new Int16Array(some.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of some) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const none = new Int16Array(0);
