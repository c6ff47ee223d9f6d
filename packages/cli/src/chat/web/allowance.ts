/** How much sound a page may send: as much as time has passed, and a little for what was held up. Pure but for its clock. */

export class SoundAllowance {
  readonly #rate: number;
  readonly #now: () => number;
  #last: number;
  #left: number;

  constructor(rate: number, now: () => number = () => performance.now()) {
    this.#rate = rate;
    this.#now = now;
    this.#last = now();
    this.#left = held * rate;
  }

  /** @returns whether so many samples could be the sound of a microphone. */
  takes(samples: number): boolean {
    const now = this.#now();
    const gained = ((now - this.#last) * this.#rate * leeway) / 1000;
    this.#left = Math.min(held * this.#rate, this.#left + gained) - samples;
    this.#last = now;
    return this.#left >= 0;
  }
}

/** Seconds that may come at once, after a page or this machine has slept. */
const held = 20;
/** Clocks differ. */
const leeway = 1.05;
