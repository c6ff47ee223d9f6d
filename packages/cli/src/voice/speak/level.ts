/**
 * Brings every voice to one loudness. Engines differ by 13 dB, have an offset, and begin and end with a click; sound comes
 * in parts, so what is done to the first can't wait for the last.
 */

export interface LevelOptions {
  /** How loud the voice is by itself while it speaks, in dBFS (RMS). Default: what it should be. */
  readonly usual?: number | undefined;
}

/** In dBFS. */
export const target = -20;
export const ceiling = -1.5;

/** For one voice. What it learns of the voice's loudness stays from piece to piece. */
export class Leveller {
  /** Of what was loud enough to be speech: the sum of squares, and how many samples. Begins with what is usual. */
  #energy: number;
  #count: number;

  constructor({ usual }: LevelOptions = {}) {
    this.#count = usual === undefined ? guessed : known;
    this.#energy = this.#count * linear(usual ?? target) ** 2;
  }

  /** For one piece. */
  begin(): LevelledPiece {
    let state: PieceState | undefined;
    return {
      push: (samples, rate) => {
        state ??= begun(rate);
        return this.#pushed(samples, rate, state);
      },
      end: () => asIntegers(fadedOut(state?.kept ?? new Float32Array(0))),
    };
  }

  #pushed(samples: Int16Array, rate: number, piece: PieceState): Int16Array<ArrayBuffer> {
    const clean = withoutOffset(samples, piece);
    this.#listen(clean, rate);
    const leveled = this.#amplified(clean, piece);
    fadeIn(leveled, piece);
    const all = joined(piece.kept, leveled);
    const ready = Math.max(0, all.length - piece.fade);
    piece.kept = all.slice(ready);
    return asIntegers(all.subarray(0, ready));
  }

  /** Only loud parts count: pauses say nothing of a voice. */
  #listen(samples: Float32Array, rate: number): void {
    const block = Math.round(rate / 50);
    for (let at = 0; at < samples.length; at += block) {
      const part = samples.subarray(at, at + block);
      const energy = part.reduce((sum, sample) => sum + sample * sample, 0);
      if (energy < part.length * audible ** 2) continue;
      this.#energy += energy;
      this.#count += part.length;
    }
  }

  #amplified(samples: Float32Array, piece: PieceState): Float32Array {
    const gain = clamp(linear(target) / Math.sqrt(this.#energy / this.#count), 1 / most, most);
    const from = piece.gain ?? gain;
    piece.gain = gain;
    // A gain that changes in mid-word is heard as a step, so it moves over the first part.
    const ramp = Math.min(samples.length, 4 * piece.fade);
    return samples.map((sample, at) =>
      limited(sample * (at < ramp ? from + ((gain - from) * at) / ramp : gain)),
    );
  }
}

export interface LevelledPiece {
  /** The next sound of the piece; its last few milliseconds are kept back, for `end` to fade them out. */
  push(samples: Int16Array, rate: number): Int16Array<ArrayBuffer>;
  end(): Int16Array<ArrayBuffer>;
}

interface PieceState {
  /** Samples that are faded in and out. */
  readonly fade: number;
  readonly pole: number;
  offset: { input: number; output: number } | undefined;
  seen: number;
  gain: number | undefined;
  kept: Float32Array;
}

function begun(rate: number): PieceState {
  return {
    fade: Math.round((fadeMs * rate) / 1000),
    pole: Math.exp((-2 * Math.PI * lowest) / rate),
    offset: undefined,
    seen: 0,
    gain: undefined,
    kept: new Float32Array(0),
  };
}

/** A high-pass far below any voice. It starts as if the first sample had always been there. */
function withoutOffset(samples: Int16Array, piece: PieceState): Float32Array {
  const state = piece.offset ?? { input: (samples[0] ?? 0) / full, output: 0 };
  piece.offset = samples.length > 0 ? state : piece.offset;
  return Float32Array.from(samples, (sample) => {
    const input = sample / full;
    state.output = input - state.input + piece.pole * state.output;
    state.input = input;
    return state.output;
  });
}

function fadeIn(samples: Float32Array, piece: PieceState): void {
  for (let at = 0; piece.seen + at < piece.fade && at < samples.length; at++) {
    samples[at] = ((samples[at] ?? 0) * (piece.seen + at)) / piece.fade;
  }
  piece.seen += samples.length;
}

const fadedOut = (samples: Float32Array) =>
  samples.map((sample, at) => (sample * (samples.length - 1 - at)) / samples.length);

/** Leaves quiet samples alone and bends the loudest, so that none passes the ceiling. */
function limited(sample: number): number {
  const size = Math.abs(sample);
  if (size <= knee) return sample;
  return Math.sign(sample) * (knee + (limit - knee) * Math.tanh((size - knee) / (limit - knee)));
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const all = new Float32Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

const asIntegers = (samples: Float32Array) =>
  Int16Array.from(samples, (sample) => Math.round(sample * full));
const linear = (decibels: number) => 10 ** (decibels / 20);
const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

const full = 32768;
const limit = linear(ceiling);
const knee = linear(ceiling - 4);
/** No more than 18 dB either way. */
const most = linear(18);
const audible = linear(-45);
const fadeMs = 5;
/** Hertz. */
const lowest = 20;
/** As many samples heard is what is usual worth, and what is only hoped for. */
const [known, guessed] = [16_000, 3000];
