/** One turn's sound on its way into a sink: in small parts, never too far ahead, counted as it is played. */
import type { Sink } from './backend';
import type { Position } from './output';
import { PlayClock } from './play-clock';

export class PlayingSound {
  readonly #sink: Sink;
  readonly #part: number;
  readonly #clock: PlayClock;
  readonly #waiting: Int16Array[] = [];
  /** Sizes of the parts that the sink has taken last. */
  readonly #taken: number[] = [];
  /** Size of a part that waits to be taken. */
  #blocked = 0;
  #state: 'open' | 'ended' | 'stopped' = 'open';
  #wake: (() => void) | undefined;

  constructor(sink: Sink, rate: number) {
    this.#sink = sink;
    this.#part = Math.max(1, Math.round(rate / 50));
    this.#clock = new PlayClock(rate, sink.latency);
  }

  write(samples: Int16Array): void {
    for (let at = 0; at < samples.length; at += this.#part) {
      this.#waiting.push(samples.subarray(at, at + this.#part));
    }
    this.#wake?.();
  }

  end(): void {
    if (this.#state === 'open') this.#state = 'ended';
    this.#wake?.();
  }

  stop(): void {
    this.#state = 'stopped';
    this.#sink.stop();
    this.#wake?.();
  }

  position(): Position {
    const now = performance.now();
    // While a write waits, all that the sink can hold is still inside.
    if (this.#blocked) {
      this.#clock.atMost(this.#clock.written - this.#blocked - sum(this.#taken), now);
    }
    // The last of it counts when the sink says so.
    const rest = this.#state === 'ended' ? 1 : 0;
    const played = Math.max(0, Math.min(this.#clock.played(now), this.#clock.written - rest));
    return { played, underruns: this.#clock.underruns };
  }

  /** Until all has been played, or until the stop. @throws what the sink throws. */
  async run(): Promise<Position> {
    try {
      while (await this.#hasMore()) {
        await this.#give(this.#next());
      }
      if (this.#state === 'ended') await this.#finished();
    } catch (error) {
      // What a stop breaks off, fails.
      if (this.#state !== 'stopped') throw error;
    }
    return this.position();
  }

  async #hasMore(): Promise<boolean> {
    while (this.#state === 'open' && this.#waiting.length === 0) await this.#woken();
    return this.#state !== 'stopped' && this.#waiting.length > 0;
  }

  /** The first of a sound is larger: a device that is given less than it asks for fills up with silence. */
  #next(): Int16Array {
    const first = this.#ahead() > 0 ? 1 : firstParts;
    const parts = this.#waiting.splice(0, first);
    const all = new Int16Array(sum(parts.map(({ length }) => length)));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  async #give(part: Int16Array): Promise<void> {
    const { lead, holds } = this.#sink;
    while (lead !== undefined && this.#ahead() > lead) {
      await this.#woken(this.#ahead() - lead);
      if (this.#state === 'stopped') return;
    }
    this.#clock.write(part.length, performance.now());
    const blocked = setTimeout(() => {
      if (holds !== undefined) this.#blocked = part.length;
    }, surely);
    try {
      await this.#sink.write(part);
    } finally {
      clearTimeout(blocked);
      this.position();
      this.#blocked = 0;
    }
    this.#taken.push(part.length);
    if (this.#taken.length > (holds ?? 0)) this.#taken.shift();
  }

  async #finished(): Promise<void> {
    await this.#sink.finish();
    // It may have handed on what nobody has heard yet.
    if (this.#sink.holds !== undefined) await this.#woken(this.#ahead());
    if (this.#state !== 'ended') return;
    this.#clock.finish();
    this.#state = 'open';
  }

  /** Milliseconds of sound that have been given and not been heard. */
  #ahead(): number {
    return this.#clock.remaining(performance.now());
  }

  #woken(most?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = most === undefined ? undefined : setTimeout(resolve, Math.ceil(most));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Of 20 ms. */
const firstParts = 10;
/** Milliseconds after which a write counts as one that waits. */
const surely = 5;
