/** How far into an answer somebody has heard it: what was spoken counts, to the last whole word. Pure. */
import type { Piece, Played, Speech } from './stages';

interface Spoken {
  /** Milliseconds of sound that have been made. */
  made: number;
  /** Whether no more of it comes. */
  whole: boolean;
  /** Milliseconds that have been heard. */
  heard: number;
  done: boolean;
}

/** Follows the pieces, the sound and the playing of one turn. */
export class HeardSoFar {
  readonly #pieces: Piece[] = [];
  readonly #spoken = new Map<Piece, Spoken>();
  #last: Piece | undefined;

  piece(piece: Piece): void {
    this.#pieces.push(piece);
  }

  sound({ piece, samples, rate }: Speech): void {
    const before = this.#last;
    if (before && before !== piece) this.#of(before).whole = true;
    this.#last = piece;
    const spoken = this.#of(piece);
    spoken.made += (1000 * samples.length) / rate;
    if (samples.length === 0) spoken.whole = true;
  }

  played({ piece, heard, done }: Played): void {
    const spoken = this.#of(piece);
    spoken.heard = heard;
    spoken.done = done;
  }

  /**
   * An index into the answer. What has no sound, such as a line of code, counts with the piece before it.
   * @param ended whether the answer was spoken to its end.
   */
  reached(answer: string, ended: boolean): number {
    const open = this.#pieces.findIndex((piece) => !this.#spoken.get(piece)?.done);
    const piece = this.#pieces[open];
    if (!piece) {
      if (ended) return answer.length;
      return this.#pieces.at(-1)?.end ?? 0;
    }
    const before = open === 0 ? 0 : piece.start;
    const spoken = this.#spoken.get(piece);
    if (!spoken || spoken.heard === 0) return before;
    return wholeWords(answer, piece, spoken.heard / lengthOf(piece, spoken)) ?? before;
  }

  #of(piece: Piece): Spoken {
    const known = this.#spoken.get(piece);
    if (known) return known;
    const spoken: Spoken = { made: 0, whole: false, heard: 0, done: false };
    this.#spoken.set(piece, spoken);
    return spoken;
  }
}

/** Where the last word ends that lies in the first part of a piece's span. Undefined before the first one is over. */
export function wholeWords(answer: string, piece: Piece, share: number): number | undefined {
  const span = answer.slice(piece.start, piece.end);
  const most = Math.min(1, share) * span.length;
  let end: number | undefined;
  for (const { segment, index, isWordLike } of new Intl.Segmenter(undefined, {
    granularity: 'word',
  }).segment(span)) {
    if (index + segment.length > most) break;
    if (isWordLike) end = piece.start + index + segment.length;
  }
  return end;
}

/** Of a sound that is still being made, as long as the text would take: what there is of it says too little. */
function lengthOf({ text }: Piece, { made, whole }: Spoken): number {
  return Math.max(1, whole ? made : Math.max(made, text.length * usualPace));
}

/** Milliseconds that a character takes to say. */
const usualPace = 60;
