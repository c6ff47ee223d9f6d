/** What kind of character it is, for everything here that reads answers. */
import { type Part, silent } from './unit';

/** A full stop is an end or not; the others are ends wherever they stand. */
export const marks = '.!?…؟؛۔。।！？';
export const surely = /[؟؛۔。।！？]/u;
/** What may close after a mark and belongs to it. */
export const closing = /["'”’)»›」』）]/u;

const wordly = /(?![\ufe00-\ufe0f])[\p{L}\p{N}\p{Mn}\p{Mc}]/u;
const blank = /\s/u;
const newline = /[\n\r\u2028\u2029]/u;
// No-break spaces; the narrow one stands before French marks and in French numbers.
const glue = /[\u00a0\u202f\u2007]/u;
// Controls, direction marks, private use, halves of characters, and all that makes up emoji.
const unsayable =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Emoji_Presentation}\p{Emoji_Modifier}\p{Regional_Indicator}]|[\ufe00-\ufe0f]|\u20e3|(?![©®™‼⁉])\p{Extended_Pictographic}/u;
/** Parts words in Persian: a format character that is heard. */
const nonJoiner = '\u200c';
const byteOrderMark = '\ufeff';

/** A letter, a digit or a sign on one. */
export function isWordly(character: string | undefined): boolean {
  return character !== undefined && wordly.test(character);
}

export function isBlank(character: string | undefined): boolean {
  return character !== undefined && blank.test(character);
}

export function isNewline(character: string): boolean {
  return newline.test(character);
}

/** A character that is no markup. */
export function plain(character: string): Part {
  const { length } = character;
  if (glue.test(character)) return { kind: 'glue', text: ' ', length };
  if (blank.test(character) && character !== byteOrderMark) {
    return { kind: 'space', text: ' ', length };
  }
  if (character !== nonJoiner && unsayable.test(character)) return silent(length);
  return { kind: 'said', text: character, length };
}
