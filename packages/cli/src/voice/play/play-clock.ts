/**
 * How much of what was written has been played. Devices don't tell, so it is reckoned from the time. Pure: every method is
 * told the time, in milliseconds.
 */

export class PlayClock {
  readonly #rate: number;
  readonly #latency: number;
  #written = 0;
  /** What had been played at `#since`, a moment that may be yet to come. */
  #base = 0;
  #since = 0;
  #underruns = 0;

  /** @param latency milliseconds from the first write to the first sound. */
  constructor(rate: number, latency = 0) {
    this.#rate = rate;
    this.#latency = latency;
  }

  get written(): number {
    return this.#written;
  }

  /** How often there was nothing to play although more came. */
  get underruns(): number {
    return this.#underruns;
  }

  write(samples: number, now: number): void {
    if (this.played(now) >= this.#written) {
      if (this.#written > 0) this.#underruns += 1;
      this.#base = this.#written;
      this.#since = now + this.#latency;
    }
    this.#written += samples;
  }

  played(now: number): number {
    const elapsed = Math.floor((Math.max(0, now - this.#since) * this.#rate) / 1000);
    return Math.min(this.#written, this.#base + elapsed);
  }

  /** Milliseconds until all that was written has been played. */
  remaining(now: number): number {
    const samples = this.#written - this.played(now);
    if (samples === 0) return 0;
    return Math.max(0, this.#since - now) + (1000 * samples) / this.#rate;
  }

  /** It can't have been more: the device stands still. */
  atMost(samples: number, now: number): void {
    if (this.played(now) <= samples) return;
    this.#base = Math.max(0, samples);
    this.#since = now;
  }

  /** All has been played. */
  finish(): void {
    this.#base = this.#written;
  }
}
