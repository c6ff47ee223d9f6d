/** Ways through a text, from one place in it to another. */
import stringWidth from 'string-width';
import { graphemes, placeAfter, placeBefore } from './graphemes';

export type Motion = (text: string, at: number) => number;

export const left: Motion = placeBefore;
export const right: Motion = placeAfter;

export const lineStart: Motion = (text, at) => (at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1);

export const lineEnd: Motion = (text, at) => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
};

/** To the beginning of the word that it is in or behind. */
export const wordLeft: Motion = (text, at) =>
  back(
    text,
    back(text, at, (character) => !isOfWord(character)),
    isOfWord,
  );

/** To the end of the word that it is in or before. */
export const wordRight: Motion = (text, at) =>
  onwards(
    text,
    onwards(text, at, (character) => !isOfWord(character)),
    isOfWord,
  );

/** As `wordLeft`, but a word is what stands between spaces. */
export const spacedLeft: Motion = (text, at) =>
  back(text, back(text, at, isSpace), (character) => !isSpace(character));

/** @returns undefined where there is no line above. */
export function lineUp(text: string, at: number, column: number): number | undefined {
  const start = lineStart(text, at);
  return start === 0 ? undefined : placeInLine(text, lineStart(text, start - 1), column);
}

/** @returns undefined where there is no line below. */
export function lineDown(text: string, at: number, column: number): number | undefined {
  const end = lineEnd(text, at);
  return end === text.length ? undefined : placeInLine(text, end + 1, column);
}

export function columnOf(text: string, at: number): number {
  // Of a long text that is not ASCII, `stringWidth` would take seconds.
  return graphemes(text.slice(lineStart(text, at), at)).reduce(
    (sum, character) => sum + stringWidth(character),
    0,
  );
}

function placeInLine(text: string, start: number, column: number): number {
  let at = start;
  let used = 0;
  for (const character of graphemes(text.slice(start, lineEnd(text, start)))) {
    used += stringWidth(character);
    if (used > column) break;
    at += character.length;
  }
  return at;
}

function back(text: string, at: number, isPassed: (character: string) => boolean): number {
  for (let place = at; place > 0; ) {
    const start = placeBefore(text, Math.max(0, place - part));
    for (const character of graphemes(text.slice(start, place)).reverse()) {
      if (!isPassed(character)) return place;
      place -= character.length;
    }
  }
  return 0;
}

function onwards(text: string, at: number, isPassed: (character: string) => boolean): number {
  for (let place = at; place < text.length; ) {
    const end = placeAfter(text, Math.min(text.length, place + part));
    for (const character of graphemes(text.slice(place, end))) {
      if (!isPassed(character)) return place;
      place += character.length;
    }
  }
  return text.length;
}

/** Characters that are looked at together: a place in the middle of a text takes longer to find, the longer the text is. */
const part = 512;

function isOfWord(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}

function isSpace(character: string): boolean {
  return /^\s/.test(character);
}
