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
  return stringWidth(text.slice(lineStart(text, at), at));
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
  for (let place = at; ; ) {
    const before = placeBefore(text, place);
    if (before === place || !isPassed(text.slice(before, place))) return place;
    place = before;
  }
}

function onwards(text: string, at: number, isPassed: (character: string) => boolean): number {
  for (let place = at; ; ) {
    const after = placeAfter(text, place);
    if (after === place || !isPassed(text.slice(place, after))) return place;
    place = after;
  }
}

function isOfWord(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}

function isSpace(character: string): boolean {
  return /^\s/.test(character);
}
