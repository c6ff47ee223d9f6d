/** What is said, unit by unit, into pieces: a sentence each, or what fits when a sentence is long. */
import type { Piece } from '../stages';
import { closing, marks } from './characters';
import { judge, mayEnd } from './judge';
import type { Unit } from './unit';

const word = /[\p{L}\p{N}]/u;
/** Where a breath can be taken within a sentence. */
const pause = /[,،;:—–、，；]$/u;
/** The same in writing without spaces. */
const wide = /[、，；]$/u;
const combining = /\p{M}/u;
/** What was left of a sentence's end, once the sentence has gone. */
const leftOver = new RegExp(`^(?:[${marks},،;:、，)»”’]+(?:\\s+|$))+`, 'u');

export class Cutter {
  readonly #cap: number;
  #units: Unit[] = [];
  /** What `#units` say. */
  #text = '';
  /** How many of the units may be a sentence, and what they say. */
  #sentence: { readonly units: number; readonly text: string } | undefined;
  #quoted = false;

  /** @param cap the most characters of a piece. */
  constructor(cap: number) {
    this.#cap = cap;
  }

  add(unit: Unit): Piece[] {
    if (unit.kind === 'break') return this.end();
    if (unit.text === '') {
      this.#hide(unit);
      // Marks of emphasis around a sentence close with it.
      if (this.#sentence?.text === this.#text) this.#mark();
      return [];
    }
    const pieces = this.#judged(unit);
    this.#append(unit);
    return this.#text.trimEnd().length > this.#cap ? [...pieces, ...this.#cutLong()] : pieces;
  }

  /** What can be spoken before more comes: whole words, and no abbreviation without its name. */
  pause(): Piece[] {
    const { units } = this.#sentence ?? {};
    if (units !== undefined && this.#isLikely()) return this.#cut(units);
    const place = this.#units.findLastIndex(
      ({ kind }, index) => kind === 'space' && this.#canPause(this.#said(index)),
    );
    return place > 0 && word.test(this.#said(place)) ? this.#cut(place) : [];
  }

  end(): Piece[] {
    return this.#cut(this.#units.length);
  }

  /** The sentence before this unit, if it is one. */
  #judged(unit: Unit): Piece[] {
    const sentence = this.#sentence;
    if (!sentence) return [];
    const next = this.#text.slice(sentence.text.length) + unit.text;
    // Dots, and quotes that close, follow without a space; a French one with it.
    if (this.#extends(next)) return [];
    const verdict = judge(sentence.text, next, this.#quoted);
    if (verdict === 'open') return [];
    this.#sentence = undefined;
    return verdict === 'end' && word.test(sentence.text) ? this.#cut(sentence.units) : [];
  }

  #extends(next: string): boolean {
    if (/^\s+»$/u.test(next)) return this.#quoted;
    return [...next].length === 1 && (marks.includes(next) || closing.test(next));
  }

  #append(unit: Unit): void {
    const spaced = /\s$/u.test(this.#text) || this.#text === '';
    if (unit.text === ' ' && spaced) return;
    if (unit.kind === 'soft' && this.#unspace()) {
      this.#hide(unit);
      return;
    }
    this.#units.push(unit);
    this.#text += unit.text;
    if (unit.text === '«') this.#quoted = true;
    const endsHere = marks.includes(unit.text) || closing.test(unit.text);
    if (unit.kind === 'said' && endsHere && mayEnd(this.#text)) this.#mark();
    if (unit.text === '»') this.#quoted = false;
  }

  /** Nothing stands between a word and the pause after it; and where there is no word, no pause (true). */
  #unspace(): boolean {
    const at = this.#units.findLastIndex(({ text }) => text !== '');
    const last = this.#units[at];
    if (last?.text !== ' ') return last === undefined || last.kind === 'soft';
    const before = this.#units.findLast(({ text }) => text.trim() !== '');
    if (before?.kind === 'soft') return true;
    this.#units[at] = { ...last, kind: 'silent', text: '' };
    this.#text = this.#text.slice(0, -1);
    return false;
  }

  #hide({ start, end }: Unit): void {
    const last = this.#units.at(-1);
    const unit: Unit = { kind: 'silent', text: '', start, end };
    if (last?.text === '' && last.end === start) {
      this.#units[this.#units.length - 1] = { ...unit, start: last.start };
    } else this.#units.push(unit);
  }

  #mark(): void {
    this.#sentence = { units: this.#units.length, text: this.#text };
  }

  /** At the sentence's end, at a pause that is not too early, between words, or within one. */
  #cutLong(): Piece[] {
    const places = { end: 0, pause: 0, space: 0, word: 0 };
    let said = '';
    for (const [index, unit] of this.#units.entries()) {
      const fits = said.trimEnd();
      if (fits.length > this.#cap) break;
      if (fits !== '') {
        const blank = unit.kind === 'space';
        const early = fits.length * 4 < this.#cap;
        if (this.#sentence?.units === index) places.end = index;
        if (blank) places.space = index;
        if (!early && (blank ? pause : wide).test(fits)) places.pause = index;
        if (unit.text !== '' && !combining.test(unit.text)) places.word = index;
      }
      said += unit.text;
    }
    return this.#cut(places.end || places.pause || places.space || places.word || 1);
  }

  #isLikely(): boolean {
    const { text = '' } = this.#sentence ?? {};
    const next = this.#text.slice(text.length);
    const verdict = judge(text, next || ' ', false);
    // 12. may become 12.50, and U. may become U.S.
    const unsure = next === '' && /(?<!\.)\.$/.test(text);
    if (unsure) return verdict === 'end' && !/\p{N}\.$/u.test(text);
    return verdict !== 'goes on' && word.test(text);
  }

  #canPause(text: string): boolean {
    return !text.endsWith('.') || judge(text, ' ', false) === 'end';
  }

  #said(units: number): string {
    return saidBy(this.#units.slice(0, units)).trimEnd();
  }

  #cut(place: number): Piece[] {
    const piece = pieceOf(this.#units.slice(0, place));
    const ends = place < this.#units.length && this.#sentence?.text === this.#text;
    const rest = this.#units.slice(place);
    const first = rest.findIndex(({ text }) => text !== '' && text !== ' ');
    this.#units = rest.filter(({ text }, index) => text !== ' ' || (first >= 0 && index > first));
    this.#text = saidBy(this.#units);
    this.#sentence = undefined;
    if (ends) this.#mark();
    return piece ? [piece] : [];
  }
}

function saidBy(units: readonly Unit[]): string {
  return units.map(({ text }) => text).join('');
}

function pieceOf(units: readonly Unit[]): Piece | undefined {
  const last = units.findLastIndex(({ kind, text }) => text.trim() !== '' && kind !== 'soft');
  const text = saidBy(units.slice(0, last + 1))
    .trim()
    .replace(leftOver, '');
  const printed = units.filter((unit) => unit.text !== ' ' && unit.end > unit.start);
  const [start, end] = [printed[0]?.start, printed.at(-1)?.end];
  if (!word.test(text) || start === undefined || end === undefined) return undefined;
  return { text, start, end };
}
