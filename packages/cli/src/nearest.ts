/** What somebody may have meant who mistyped a word. */
import { distance } from 'fastest-levenshtein';

/** The word that differs least, where that is little enough to be a slip: one letter in three. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const typed = word.toLowerCase();
  let best: string | undefined;
  let least = Math.floor(word.length / 3) + 1;
  for (const candidate of known) {
    const steps = distance(typed, candidate.toLowerCase());
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}
