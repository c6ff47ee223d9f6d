/** The silence around a sentence: what stands before it is waiting time, what follows is the pause to the next one. */

export interface Kept {
  /** Milliseconds of silence that stay before the first sound. */
  readonly before: number;
  /** Milliseconds of silence after the last one, whether there was more or less. */
  readonly after: number;
}

/** Of sound that is silent all through, nothing but the pause is left. */
export function withoutSilence(
  samples: Int16Array,
  rate: number,
  { before, after }: Kept,
): Int16Array<ArrayBuffer> {
  const block = Math.max(1, Math.round(rate / 200));
  let first = 0;
  while (first < samples.length && isSilent(samples.subarray(first, first + block))) first += block;
  let last = samples.length;
  while (last > first && isSilent(samples.subarray(Math.max(first, last - block), last))) {
    last -= block;
  }
  const from = Math.max(0, Math.min(first, samples.length) - millis(before, rate));
  const until = Math.max(from, last);
  const end = Math.min(samples.length, until + millis(after, rate));
  const kept = new Int16Array(until - from + millis(after, rate));
  kept.set(samples.subarray(from, end));
  return kept;
}

const millis = (count: number, rate: number) => Math.round((count * rate) / 1000);

// From the lowest to the highest, so that a constant offset, which some voices have, is no sound.
function isSilent(block: Int16Array): boolean {
  let low = 32767;
  let high = -32768;
  for (const sample of block) {
    if (sample < low) low = sample;
    if (sample > high) high = sample;
  }
  return high - low < 400;
}
