/** A sound as words: what is said between pauses is understood as a whole, and once more every moment while it comes. */
import type { Channel } from '../channel';
import type { Heard } from '../stages';
import { joined } from './at-sixteen-kilohertz';
import { quietestPlace } from './quietest-place';
import type { Recogniser } from './recogniser';
import { inSteps } from './utterances';
import type { Activity, ActivityFinder } from './voice-activity';
import { rate } from './webrtc-vad';

export interface DictationOptions {
  readonly partials: boolean;
}

/** Places are samples from the beginning. */
interface Segment {
  readonly start: number;
  /** Where it ended, unless the voice goes on, and what was understood of it. */
  readonly settled?: { readonly end: number; readonly text: Promise<string> } | undefined;
}

export class Dictation {
  readonly #activity: ActivityFinder;
  readonly #recogniser: Recogniser;
  readonly #heard: Channel<Heard>;
  readonly #options: DictationOptions;
  #kept: Int16Array[] = [];
  /** Where what is kept begins, and where all ends that has come. */
  #from = 0;
  #to = 0;
  #segment: Segment | undefined;
  /** Everything that has been asked for. */
  #said: Promise<unknown> = Promise.resolve();
  #busy = 0;
  #nextPartial = 0;

  constructor(
    activity: ActivityFinder,
    recogniser: Recogniser,
    heard: Channel<Heard>,
    options: DictationOptions,
  ) {
    this.#activity = activity;
    this.#recogniser = recogniser;
    this.#heard = heard;
    this.#options = options;
  }

  /** At 16 kHz. */
  push(samples: Int16Array): void {
    inSteps(samples, (step) => this.#take(step));
  }

  /** When all has been said that there is to say, or that it failed. */
  async end(): Promise<void> {
    for (const activity of this.#activity.end()) this.#follow(activity);
    this.#finish();
    await this.#said;
  }

  #take(samples: Int16Array): void {
    this.#kept.push(samples);
    this.#to += samples.length;
    for (const activity of this.#activity.push(samples)) this.#follow(activity);
    const { start = this.#to - before, settled } = this.#segment ?? {};
    if (settled) {
      if (this.#to - settled.end >= pause || this.#to - start >= long) this.#finish();
    } else if (this.#segment) {
      if (this.#to - start >= longest) this.#cut(start);
      else this.#sayPartial(start);
    }
    this.#forget(this.#segment?.start ?? start);
  }

  #follow({ type, at }: Activity): void {
    if (type === 'start') {
      const start = this.#segment?.start ?? Math.max(this.#from, at - margin);
      this.#segment = { start };
    } else if (this.#segment) {
      const { start } = this.#segment;
      const end = Math.min(this.#to, at + margin);
      const text = this.#understood(start, end);
      // Nobody may ever ask for it.
      text.catch(() => {});
      this.#segment = { start, settled: { end, text } };
      if (this.#options.partials) this.#say('partial', text);
    }
  }

  /** Most often nothing is left to compute: it was done when the voice fell silent. */
  #finish(): void {
    const { settled } = this.#segment ?? {};
    if (!settled) return;
    this.#segment = undefined;
    this.#forget(settled.end);
    this.#say('final', settled.text);
  }

  /** Somebody speaks without a breath: the model takes half a minute at most. */
  #cut(start: number): void {
    const place = start + quietestPlace(this.#sound(start, this.#to), shortest, 0.1 * rate);
    this.#say('final', this.#understood(start, place));
    this.#segment = { start: place };
  }

  #sayPartial(start: number): void {
    const now = performance.now();
    const isDue = this.#busy === 0 && now >= this.#nextPartial && this.#to - start >= margin * 3;
    if (!this.#options.partials || !isDue) return;
    // The first one waits, too: where a sound comes from a file, it is over before.
    if (this.#nextPartial !== 0) this.#say('partial', this.#understood(start, this.#to));
    this.#nextPartial = now + every;
  }

  async #understood(start: number, end: number): Promise<string> {
    this.#busy += 1;
    try {
      const { text, ms } = await this.#recogniser.recognise(this.#sound(start, end));
      // A slow machine says less, not later.
      this.#nextPartial = Math.max(this.#nextPartial, performance.now() + 3 * ms);
      return text;
    } finally {
      this.#busy -= 1;
    }
  }

  #say(type: Heard['type'], text: Promise<string>): void {
    this.#said = Promise.all([this.#said, text]).then(
      ([, said]) => said !== '' && this.#heard.push({ type, text: said }),
      (error) => this.#heard.fail(error),
    );
  }

  #sound(start: number, end: number): Int16Array {
    return joined(this.#kept).slice(start - this.#from, end - this.#from);
  }

  #forget(until: number): void {
    for (;;) {
      const [first] = this.#kept;
      if (!first || this.#from + first.length > until) return;
      this.#kept.shift();
      this.#from += first.length;
    }
  }
}

/** Kept while nobody speaks: a start is known only afterwards. */
const before = 1.5 * rate;
/** Around a voice: its first and last sounds are soft. */
const margin = 0.2 * rate;
/** Silence after which a sentence is over. */
const pause = 0.7 * rate;
/** A segment that is as long ends with the first breath, and at last without one. */
const long = 12 * rate;
const longest = 25 * rate;
const shortest = 10 * rate;
/** Milliseconds between two partials. */
const every = 700;
