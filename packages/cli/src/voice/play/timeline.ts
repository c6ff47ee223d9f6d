/** Which piece is heard when so many samples have been played. Pure. */
import type { Piece, Played } from '../stages';

interface Span {
  readonly piece: Piece;
  length: number;
  /** Nothing more of this piece comes. */
  closed: boolean;
}

export class Timeline {
  readonly #rate: number;
  readonly #spans: Span[] = [];
  /** Samples before the first of `#spans`. */
  #before = 0;
  #written = 0;
  #told: { readonly span: Span; readonly heard: number } | undefined;

  constructor(rate: number) {
    this.#rate = rate;
  }

  /** Samples so far. */
  get written(): number {
    return this.#written;
  }

  /** The next sound; another piece ends the one before. */
  add(piece: Piece, length: number): void {
    const last = this.#spans.at(-1);
    this.#written += length;
    if (last?.piece === piece) {
      last.length += length;
      last.closed = false;
      return;
    }
    this.close();
    this.#spans.push({ piece, length, closed: false });
  }

  /** The present piece is over. */
  close(): void {
    const last = this.#spans.at(-1);
    if (last) last.closed = true;
  }

  /** What there is to say that has not been said. */
  reports(played: number, underrun = false): Played[] {
    const reports: { piece: Piece; heard: number; done: boolean; underrun?: true }[] = [];
    for (let span = this.#spans[0]; span; span = this.#spans[0]) {
      const heard = Math.min(span.length, Math.max(0, played - this.#before));
      const done = span.closed && heard === span.length;
      const isNews = this.#told?.span !== span ? heard > 0 : heard > this.#told.heard;
      if (done || isNews) {
        this.#told = { span, heard };
        reports.push({ piece: span.piece, heard: (1000 * heard) / this.#rate, done });
      }
      if (!done) break;
      this.#spans.shift();
      this.#before += span.length;
    }
    if (underrun && reports[0]) reports[0].underrun = true;
    return reports;
  }
}
