/** What the tab key makes of a text: as much as all candidates share, then the choice between them. */
import { placeAt, placeBefore } from './graphemes';

export interface Completed {
  readonly text: string;
  readonly cursor: number;
  /** To be shown, when nothing more can be said without choosing. */
  readonly choices: readonly string[];
}

/** @param candidates what may stand in place of all that is before the cursor: `/mode`, `/mode batch`. */
export function complete(text: string, cursor: number, candidates: readonly string[]): Completed {
  const [first] = candidates;
  if (first === undefined) return { text, cursor, choices: [] };
  const typed = text.slice(0, cursor);
  const rest = text.slice(cursor);
  if (candidates.length === 1) return begun(withSpace(first, rest), rest);
  const shared = sharedStart(candidates);
  const saysMore = shared.length >= typed.length && shared !== typed;
  return saysMore ? begun(shared, rest) : { text, cursor, choices: candidates };
}

function begun(start: string, rest: string): Completed {
  return { text: start + rest, cursor: start.length, choices: [] };
}

/** A folder is the beginning of something; anything else is done with. */
function withSpace(word: string, rest: string): string {
  return word.endsWith('/') || /^\s/.test(rest) ? word : `${word} `;
}

/** Whatever the case, as the first of them spells it; of a character that is made of several, all or nothing. */
function sharedStart([first = '', ...others]: readonly string[]): string {
  const folded = others.map((word) => word.toLowerCase());
  let length = first.length;
  while (!folded.every((word) => word.startsWith(first.slice(0, length).toLowerCase())))
    length -= 1;
  return first.slice(0, placeAt(first, length) === length ? length : placeBefore(first, length));
}
