/** Hands free: an endless sound cut into what was said, each part a sound of its own that can be listened to at once. */
import { untilAborted } from '../../output/until-aborted';
import { Channel } from '../channel';
import type { Pcm } from '../stages';
import { AtSixteenKilohertz, joined } from './at-sixteen-kilohertz';
import { ActivityFinder, type ActivityOptions } from './voice-activity';
import { rate } from './webrtc-vad';

/** At 16 kHz, with a moment before the voice and one after it. It ends when the voice has. */
export type Utterance = AsyncIterable<Pcm>;

/** What is said while nobody reads is kept for whoever reads next. Ends with the sound, or at an abort. */
export async function* utterances(
  sound: AsyncIterable<Pcm>,
  signal: AbortSignal,
  options?: ActivityOptions,
): AsyncGenerator<Utterance, void, undefined> {
  const found = new Channel<Utterance>();
  const stop = new AbortController();
  cut(sound, AbortSignal.any([signal, stop.signal]), found, options).then(
    () => found.end(),
    (error) => found.fail(error),
  );
  try {
    yield* found;
  } finally {
    stop.abort();
  }
}

async function cut(
  sound: AsyncIterable<Pcm>,
  signal: AbortSignal,
  found: Channel<Utterance>,
  options: ActivityOptions | undefined,
): Promise<void> {
  const cutter = new UtteranceCutter(await ActivityFinder.load(options));
  const resampling = new AtSixteenKilohertz();
  const take = (samples: Int16Array) => {
    for (const { type, utterance } of cutter.push(samples)) {
      if (type === 'start') found.push(utterance);
    }
  };
  try {
    for await (const pcm of until(sound, signal)) inSteps(resampling.push(pcm), take);
    inSteps(resampling.end(), take);
  } finally {
    cutter.forget();
  }
}

export interface Cut {
  readonly type: 'start' | 'end';
  readonly utterance: Utterance;
}

/** For one sound, pushed in small parts at 16 kHz. */
export class UtteranceCutter {
  readonly #activity: ActivityFinder;
  #before: Int16Array = new Int16Array(0);
  #taken = 0;
  #current: Channel<Pcm> | undefined;

  constructor(activity: ActivityFinder) {
    this.#activity = activity;
  }

  push(samples: Int16Array): readonly Cut[] {
    this.#taken += samples.length;
    this.#current?.push({ samples, rate });
    this.#before = joined([this.#before, samples]).slice(-Math.max(kept, samples.length));
    return this.#activity.push(samples).flatMap(({ type, at }) => {
      const utterance = type === 'start' ? this.#started(at) : this.#current;
      if (type === 'end') this.#ended();
      return utterance ? { type, utterance } : [];
    });
  }

  /** Ends what is being said; nothing that was pushed will be heard of again. */
  forget(): void {
    this.#activity.forget();
    this.#before = new Int16Array(0);
    this.#ended();
  }

  #started(at: number): Utterance {
    const utterance = new Channel<Pcm>();
    const start = Math.max(0, at - margin - (this.#taken - this.#before.length));
    utterance.push({ samples: this.#before.slice(start), rate });
    this.#current = utterance;
    return utterance;
  }

  #ended(): void {
    this.#current?.end();
    this.#current = undefined;
  }
}

/** A part may hold several utterances. */
export function inSteps(samples: Int16Array, take: (step: Int16Array) => void): void {
  for (let at = 0; at < samples.length; at += step) take(samples.slice(at, at + step));
}

/** A device may be silent for ever: an abort doesn't wait for its next sound. */
export async function* until<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const reader = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await untilAborted(reader.next(), signal).catch((error: unknown) => {
        if (signal.aborted) return undefined;
        throw error;
      });
      if (next === undefined || next.done) return;
      yield next.value;
    }
  } finally {
    // Not waited for: a generator that waits for a device would not return before it.
    void reader.return?.().catch(() => {});
  }
}

const step = 0.1 * rate;
/** As much as lies before a start that is found. */
const kept = 1.5 * rate;
/** Its first sound is soft. */
const margin = 0.2 * rate;
