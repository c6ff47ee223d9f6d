/** Where a sound can be cut with the least harm. */

/** The middle of the quietest part of so many samples, from `from` on. */
export function quietestPlace(samples: Int16Array, from: number, length: number): number {
  let quietest = { at: samples.length, power: Number.POSITIVE_INFINITY };
  for (let at = from; at + length <= samples.length; at += length / 4) {
    const power = powerOf(samples.subarray(at, at + length));
    if (power < quietest.power) quietest = { at: at + length / 2, power };
  }
  return quietest.at;
}

function powerOf(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum;
}
