/** How loud a sound is, for a meter on the screen. Pure. */
import type { Pcm } from '../stages';

/** What counts as silence: nothing is shown below it. */
export const silence = -90;

/** RMS in dBFS: 0 is as loud as samples can say, `silence` the least. */
export function loudness(samples: Int16Array): number {
  if (samples.length === 0) return silence;
  const energy = samples.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0);
  return Math.max(silence, 10 * Math.log10(energy / samples.length));
}

/** Milliseconds that one value stands for. */
export const blockMs = 80;

/** One value for each 80 ms, however the sound is cut into parts. */
export class LoudnessMeter {
  #energy = 0;
  #count = 0;

  push({ samples, rate }: Pcm): number[] {
    const block = Math.max(1, Math.round((rate * blockMs) / 1000));
    const values: number[] = [];
    for (const sample of samples) {
      this.#energy += (sample / 32768) ** 2;
      this.#count += 1;
      if (this.#count < block) continue;
      values.push(Math.max(silence, 10 * Math.log10(this.#energy / this.#count)));
      this.#energy = 0;
      this.#count = 0;
    }
    return values;
  }
}

/** The same sound; `report` is told how loud it is every 80 ms. */
export async function* metered(
  sound: AsyncIterable<Pcm>,
  report: (decibels: number) => void,
): AsyncGenerator<Pcm, void, undefined> {
  const meter = new LoudnessMeter();
  for await (const pcm of sound) {
    for (const decibels of meter.push(pcm)) report(decibels);
    yield pcm;
  }
}
