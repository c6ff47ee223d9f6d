/** The words of a text that say something, and their stems: how messages, instructions and documents are compared. */

const fillers = new Set(
  `a about after again all also am an and any are as at be been but by can could did do does doing for from get give
  good had has have having hello help hey hi how i if in into is it its just like make may me more morning my need no
  not of off on only or our out over please should so some tell than thank thanks that the their them then there these
  they thing this to too up us want was we were what when where which who why will with would yes you your`.split(
    /\s+/,
  ),
);

/** Lower-case words of at least two letters or digits, without those that any English sentence has. */
export function significant(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.filter((word) => word.length > 1 && !fillers.has(word));
}

/** A word without its ending, so that "refunds" and "refunded" are one. */
export function stem(word: string): string {
  return word.replace(/(ing|ed|es|e|s)$/, '');
}
