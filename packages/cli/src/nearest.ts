/** What somebody may have meant who mistyped a word. */
import { distance } from 'fastest-levenshtein';

/** The word that differs least, where that is little enough to be a slip: one letter in three, or two that changed places. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const typed = word.toLowerCase();
  let best: string | undefined;
  let least = Math.floor(word.length / 3) + 1;
  for (const candidate of known) {
    const steps = stepsTo(candidate.toLowerCase(), typed);
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}

function stepsTo(word: string, typed: string): number {
  return isSwapped(word, typed) ? 1 : distance(typed, word);
}

/** Whether two letters beside each other are the other way round: fingers do that as easily as any other slip. */
function isSwapped(word: string, typed: string): boolean {
  if (word.length !== typed.length) return false;
  let at = 0;
  while (at < word.length && word[at] === typed[at]) at += 1;
  const swapped = `${word.slice(at + 1, at + 2)}${word.slice(at, at + 1)}${word.slice(at + 2)}`;
  return at < word.length && typed.slice(at) === swapped;
}
