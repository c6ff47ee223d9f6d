/**
 * Sound at another rate, part by part: a windowed sinc with a table of its phases. The libraries that do it carry 2 MB of
 * WebAssembly, can't be flushed at the end, or take only the whole.
 */
import type { Speech } from '../stages';

/** What goes in comes out after a delay of a millisecond or two, the last of it with `end`. */
export class Resampler {
  /** In lowest terms: `up` samples out for `down` samples in. */
  readonly #up: number;
  readonly #down: number;
  readonly #taps: number;
  readonly #phases: readonly Float64Array[];
  #input: Float64Array;
  /** Where the next sample out stands: samples of `#input`, and phases between two of them. */
  #at = 0;
  #phase = 0;
  #taken = 0;
  #given = 0;

  constructor(from: number, to: number) {
    const shared = commonDivisor(from, to);
    this.#up = to / shared;
    this.#down = from / shared;
    // Downwards, the filter is wider, so that nothing folds back.
    const stretch = Math.max(1, from / to);
    const half = Math.ceil(lobes * stretch);
    this.#taps = 2 * half;
    this.#phases = phasesOf(this.#up, half, stretch);
    // So that the first sample out stands exactly on the first one in.
    this.#input = new Float64Array(half - 1);
  }

  push(samples: Int16Array): Int16Array<ArrayBuffer> {
    this.#taken += samples.length;
    return this.#resampled(Float64Array.from(samples), Number.POSITIVE_INFINITY);
  }

  /** What is still inside. As many samples come out, all in all, as take the same time. */
  end(): Int16Array<ArrayBuffer> {
    const all = Math.round((this.#taken * this.#up) / this.#down);
    return this.#resampled(new Float64Array(this.#taps), all - this.#given);
  }

  #resampled(samples: Float64Array, most: number): Int16Array<ArrayBuffer> {
    const input = new Float64Array(this.#input.length + samples.length);
    input.set(this.#input);
    input.set(samples, this.#input.length);
    const made: number[] = [];
    while (this.#at + this.#taps <= input.length && made.length < most) {
      made.push(this.#sample(input));
      this.#phase += this.#down;
      this.#at += Math.floor(this.#phase / this.#up);
      this.#phase %= this.#up;
    }
    const done = Math.min(this.#at, input.length);
    this.#input = input.slice(done);
    this.#at -= done;
    this.#given += made.length;
    return Int16Array.from(made);
  }

  #sample(input: Float64Array): number {
    const weights = this.#phases[this.#phase] ?? new Float64Array(0);
    let sum = 0;
    for (let tap = 0; tap < weights.length; tap++) {
      sum += (input[this.#at + tap] ?? 0) * (weights[tap] ?? 0);
    }
    return Math.max(-32768, Math.min(32767, Math.round(sum)));
  }
}

/** What is at that rate already is handed on as it is. Each piece is whole for itself. */
export async function* atRate(
  speech: AsyncIterable<Speech>,
  rate: number,
): AsyncGenerator<Speech, void, undefined> {
  let last: { readonly speech: Speech; readonly resampler: Resampler } | undefined;
  const rest = function* () {
    if (last) yield { piece: last.speech.piece, rate, samples: last.resampler.end() };
    last = undefined;
  };
  for await (const next of speech) {
    if (last && (last.speech.piece !== next.piece || last.speech.rate !== next.rate)) yield* rest();
    if (next.rate === rate) {
      yield next;
      continue;
    }
    last = { speech: next, resampler: last?.resampler ?? new Resampler(next.rate, rate) };
    yield { piece: next.piece, rate, samples: last.resampler.push(next.samples) };
  }
  yield* rest();
}

/** For each phase, the weights of the samples around it; their sum is 1, so that no phase is louder than another. */
function phasesOf(count: number, half: number, stretch: number): Float64Array[] {
  return Array.from({ length: count }, (_, phase) => {
    const weights = Float64Array.from({ length: 2 * half }, (_, tap) => {
      const distance = tap - (half - 1) - phase / count;
      return sinc((passed * distance) / stretch) * kaiser(distance / half);
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  });
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

const kaiser = (x: number) =>
  Math.abs(x) >= 1 ? 0 : bessel(beta * Math.sqrt(1 - x * x)) / bessel(beta);

function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function commonDivisor(one: number, other: number): number {
  return other === 0 ? one : commonDivisor(other, one % other);
}

/** Zeros of the sinc on each side: more are sharper, and slower. */
const lobes = 24;
/** Of the band: the rest is the filter's slope. */
const passed = 0.92;
const beta = 8;
