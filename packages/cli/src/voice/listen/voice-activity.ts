/** When somebody speaks: found in any sound, without a device. */
import type { Pcm } from '../stages';
import { AtSixteenKilohertz, joined } from './at-sixteen-kilohertz';
import { LoudnessGate, variesLikeSpeech } from './loudness-gate';
import { type Detector, frameLength, loadDetector, rate } from './webrtc-vad';

/** `at`: samples from the beginning at 16 kHz, where the voice began or ended. It is known a moment later. */
export interface Activity {
  readonly type: 'start' | 'end';
  readonly at: number;
}

export interface ActivityOptions {
  /** Milliseconds without a voice after which it has ended. Default: 300 */
  readonly hangover?: number | undefined;
  /** Milliseconds of a voice that count as speech: a cough or a key is none. Default: 200 */
  readonly minimum?: number | undefined;
}

/** Starts and ends take turns; a sound that ends in a voice ends with an `end`. */
export async function* voiceActivity(
  sound: AsyncIterable<Pcm>,
  options?: ActivityOptions,
): AsyncGenerator<Activity, void, undefined> {
  const activity = await ActivityFinder.load(options);
  const resampling = new AtSixteenKilohertz();
  for await (const pcm of sound) yield* activity.push(resampling.push(pcm));
  yield* activity.push(resampling.end());
  yield* activity.end();
}

/** For one sound, pushed part by part at 16 kHz. */
export class ActivityFinder {
  readonly #detector: Detector;
  readonly #gate = new LoudnessGate();
  readonly #hangover: number;
  readonly #minimum: number;
  /** The last frames: how loud each was that held a voice. */
  readonly #window: (number | undefined)[] = [];
  /** Whether each of the last frames stood out, voice or not. */
  readonly #standing: boolean[] = [];
  #rest: Int16Array = new Int16Array(0);
  #frames = 0;
  /** The frame after the last one with a voice. */
  #lastVoice = 0;
  #speaking = false;

  static async load(options?: ActivityOptions): Promise<ActivityFinder> {
    return new ActivityFinder(await loadDetector(), options);
  }

  constructor(detector: Detector, { hangover = 300, minimum = 200 }: ActivityOptions = {}) {
    this.#detector = detector;
    this.#hangover = Math.ceil(hangover / frameMs);
    this.#minimum = Math.max(1, Math.ceil(minimum / frameMs));
  }

  get speaking(): boolean {
    return this.#speaking;
  }

  push(samples: Int16Array): Activity[] {
    const all = joined([this.#rest, samples]);
    const whole = all.length - (all.length % frameLength);
    this.#rest = all.slice(whole);
    const found: Activity[] = [];
    for (let at = 0; at < whole; at += frameLength) {
      const activity = this.#judge(all.subarray(at, at + frameLength));
      if (activity) found.push(activity);
    }
    return found;
  }

  end(): Activity[] {
    if (!this.#speaking) return [];
    this.#speaking = false;
    return [{ type: 'end', at: this.#lastVoice * frameLength }];
  }

  /** Whoever speaks is not heard to the end: only what comes from now on counts. How loud the room is stays known. */
  forget(): void {
    this.#speaking = false;
    this.#window.length = 0;
    this.#standing.length = 0;
  }

  #judge(frame: Int16Array): Activity | undefined {
    // Both are asked each time: they remember.
    const level = this.#gate.levelOf(frame);
    const voice = this.#detector.isVoice(frame) ? level : undefined;
    this.#standing.push(level !== undefined);
    if (this.#standing.length > longestOnset) this.#standing.shift();
    this.#frames += 1;
    if (voice !== undefined) this.#lastVoice = this.#frames;
    this.#window.push(voice);
    // Between syllables it may be silent for as long again.
    if (this.#window.length > 2 * this.#minimum) this.#window.shift();
    return this.#speaking ? this.#ended() : this.#started();
  }

  #started(): Activity | undefined {
    const voiced = this.#window.filter((level) => level !== undefined);
    if (voiced.length < this.#minimum || !variesLikeSpeech(voiced)) return undefined;
    this.#speaking = true;
    const sure = this.#window.length - this.#window.findIndex((level) => level !== undefined);
    return { type: 'start', at: (this.#frames - onset(this.#standing, sure)) * frameLength };
  }

  #ended(): Activity | undefined {
    if (this.#frames - this.#lastVoice < this.#hangover) return undefined;
    this.#speaking = false;
    this.#window.length = 0;
    return { type: 'end', at: this.#lastVoice * frameLength };
  }
}

/** In noise, the detector hesitates: what stood out just before belongs to it. @returns frames from the end. */
function onset(standing: readonly boolean[], sure: number): number {
  let first = sure;
  for (let back = sure + 1; back <= standing.length && back - first <= longestGap; back++) {
    if (standing.at(-back)) first = back;
  }
  return first;
}

/** Frames: a second; between two syllables. */
const longestOnset = 50;
const longestGap = 10;

const frameMs = (1000 * frameLength) / rate;
