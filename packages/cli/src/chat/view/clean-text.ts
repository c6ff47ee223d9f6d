/** A stream of text made harmless for a terminal, however it is cut into tokens, and where each place of it went. Pure. */
import { clean } from '../../output/clean';

export class CleanText {
  #held = '';
  #came = 0;
  #went = 0;
  /** After each place where what came and what went differ in length. */
  readonly #shifts: { readonly came: number; readonly went: number }[] = [];

  /** A line break may be cut in two: its first half waits for what follows. */
  push(token: string): string {
    const text = this.#held + token;
    this.#held = text.endsWith('\r') ? '\r' : '';
    return this.#cleaned(this.#held === '' ? text : text.slice(0, -1));
  }

  end(): string {
    const rest = this.#held;
    this.#held = '';
    return this.#cleaned(rest);
  }

  /** Where in the clean text an index into the original stands. */
  placeOf(index: number): number {
    let [low, high] = [0, this.#shifts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#shifts[middle]?.came ?? 0) <= index) low = middle + 1;
      else high = middle;
    }
    const { came, went } = this.#shifts[low - 1] ?? { came: 0, went: 0 };
    return Math.min(this.#went, went + Math.max(0, index - came));
  }

  #cleaned(text: string): string {
    let shift = this.#went - this.#came;
    const result = text.replace(suspicious, (found, at: number) => {
      const kept = harmless(found);
      if (kept.length !== found.length) {
        shift += kept.length - found.length;
        const came = this.#came + at + found.length;
        this.#shifts.push({ came, went: came + shift });
      }
      return kept;
    });
    this.#came += text.length;
    this.#went += result.length;
    return result;
  }
}

/** More than is taken out; that is for `clean` to say. */
const suspicious = /\r\n?|[\p{Cc}\p{Cf}]/gu;

/** How far a tab goes depends on where it stands; what is wrapped needs a width. */
const harmless = (text: string) => clean(text).replace('\t', '  ');
