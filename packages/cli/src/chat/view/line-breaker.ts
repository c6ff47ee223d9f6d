/** Where lines of a growing text end, by the width that it has on a screen: each character is looked at once. Pure. */
import stringWidth from 'string-width';

/** A line: characters of the text from `start` up to, not including, `end` (UTF-16). Spaces at its end are left out. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface LineOptions {
  readonly width: number;
  /** Columns of the first line that are taken. Default: 0 */
  readonly taken?: number | undefined;
  /** Where in the text it begins. Default: 0 */
  readonly at?: number | undefined;
}

/** Breaks lines at spaces, beside wide characters, and within what is longer than a line. */
export class LineBreaker {
  /** What may still become another character by what follows: an accent, a part of an emoji. */
  #tail = '';
  /** Half of a character: it says nothing yet about where it belongs. */
  #half = '';
  #line: Line;

  constructor({ width, taken = 0, at = 0 }: LineOptions) {
    this.#line = new Line(Math.max(2, width), at, taken);
  }

  /** @returns the lines that are over, for good. */
  push(text: string): Span[] {
    const over: Span[] = [];
    const all = this.#tail + this.#half + text;
    this.#half = /[\ud800-\udbff]$/.exec(all)?.[0] ?? '';
    const characters = charactersOf(all.slice(0, all.length - this.#half.length));
    this.#tail = characters.pop() ?? '';
    for (const character of characters) this.#line.add(character, over);
    return over;
  }

  /** The rest, if nothing follows: a line at least. */
  open(): Span[] {
    const over: Span[] = [];
    const line = this.#line.copy();
    for (const character of [this.#tail, this.#half]) {
      if (character !== '') line.add(character, over);
    }
    return [...over, line.whole];
  }
}

/** All lines of a text. */
export function linesOf(text: string, options: LineOptions): Span[] {
  const breaker = new LineBreaker(options);
  return [...breaker.push(text), ...breaker.open()];
}

/** Where a line may end: what follows `end` is on the next one, but for spaces. */
interface Place extends Span {
  /** Where the word begins that would move on, and its column. */
  readonly word: number;
  readonly column: number;
}

/** One line after the other, each left behind when the next one begins. */
class Line {
  readonly #width: number;
  #start: number;
  /** Where the next character stands, in the text and on the screen. */
  #at: number;
  #column: number;
  /** Whether there is more than spaces. */
  #inked: boolean;
  /** Where the spaces begin that are its last. */
  #spaces: number | undefined;
  #before = { character: '', width: 0 };
  /** The last one that there was, unless the line would be empty. */
  #place: Place | undefined;

  constructor(width: number, at: number, taken: number) {
    this.#width = width;
    this.#start = at;
    this.#at = at;
    this.#column = taken;
    this.#inked = taken > 0;
    if (this.#inked) this.#place = { start: at, end: at, word: at, column: taken };
  }

  copy(): Line {
    const line = new Line(this.#width, this.#start, 0);
    line.#at = this.#at;
    line.#column = this.#column;
    line.#inked = this.#inked;
    line.#spaces = this.#spaces;
    line.#before = this.#before;
    line.#place = this.#place;
    return line;
  }

  get whole(): Span {
    return { start: this.#start, end: this.#spaces ?? this.#at };
  }

  add(character: string, over: Span[]): void {
    const width = widthOf(character);
    if (character === '\n') {
      over.push(this.whole);
      this.#begin(this.#at + 1);
    } else if (space.test(character)) {
      this.#spaces ??= this.#at;
      this.#column += width;
    } else {
      this.#findPlace(character, width);
      this.#makeRoom(width, over);
      this.#spaces = undefined;
      this.#inked = true;
      this.#column += width;
    }
    this.#at += character === '\n' ? 0 : character.length;
    this.#before = { character, width };
  }

  #findPlace(character: string, width: number): void {
    if (!this.#inked) return;
    const { character: before, width: widthBefore } = this.#before;
    const isBesideWide = width > 1 || widthBefore > 1;
    if (this.#spaces === undefined && !(isBesideWide && mayPart(before, character))) return;
    const { start, end } = this.whole;
    this.#place = { start, end, word: this.#at, column: this.#column };
  }

  #makeRoom(width: number, over: Span[]): void {
    while (this.#column + width > this.#width && (this.#place || this.#at > this.#start)) {
      const place = this.#place ?? { ...this.whole, word: this.#at, column: this.#column };
      over.push({ start: place.start, end: place.end });
      const [at, used] = [this.#at, this.#column - place.column];
      this.#begin(place.word);
      this.#at = at;
      this.#column = used;
      this.#inked = at > place.word;
    }
  }

  #begin(at: number): void {
    this.#start = at;
    this.#at = at;
    this.#column = 0;
    this.#inked = false;
    this.#spaces = undefined;
    this.#place = undefined;
  }
}

/** Not before what closes, nor after what opens. */
const mayPart = (before: string, character: string) =>
  !closing.test(character) && !opening.test(before);

const closing = /^[\p{Pe}\p{Pf}\p{Po}\p{Lm}ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u;
const opening = /^[\p{Ps}\p{Pi}]/u;

/** Those at which a line may end: the others, such as the one before a French `€`, hold together what is beside them. */
const space = /^[ \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]$/;

const plain = /^[\n -~]*$/;

/** As a reader sees them. Never longer than so much, or a thousand accents would be looked at a thousand times. */
function charactersOf(text: string): string[] {
  if (plain.test(text)) return [...text];
  const characters: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    for (let from = 0; from < segment.length; from += longest) {
      characters.push(segment.slice(from, from + longest));
    }
  }
  return characters;
}

const longest = 256;
const segmenter = new Intl.Segmenter();

const widthOf = (character: string) =>
  character.length === 1 && plain.test(character)
    ? Number(character !== '\n')
    : stringWidth(character);
