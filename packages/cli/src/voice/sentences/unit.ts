/** A character of an answer as it is spoken, with its place; what is read from a run of characters, before it has one. */

/**
 * - `said`: spoken. `solid`: spoken, and no end of a sentence whatever it is (a host's dots, code).
 * - `soft`: a pause in place of a mark (the bars of a table): not spoken at the end of a piece.
 * - `space`, and `glue`: a space that nothing may be cut at.
 * - `silent`: markup. It belongs to the piece around it.
 * - `break`: here a piece ends.
 */
export type Kind = 'said' | 'solid' | 'soft' | 'space' | 'glue' | 'silent' | 'break';

export interface Part {
  readonly kind: Kind;
  /** A code point as it is spoken; empty where nothing is. */
  readonly text: string;
  /** How many characters (UTF-16) of the answer it stands for. */
  readonly length: number;
}

export interface Unit {
  readonly kind: Kind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export function silent(length: number): Part {
  return { kind: 'silent', text: '', length };
}

/** Markup with the white space around it, which is no part of any piece's edge. */
export function silentBetweenSpaces(text: string): Part[] {
  const mark = text.trim();
  if (mark === '') return [space(text.length)];
  const lead = text.length - text.trimStart().length;
  return [space(lead), silent(mark.length), space(text.length - lead - mark.length)];
}

export function space(length: number): Part {
  return { kind: 'space', text: ' ', length };
}

export function solid(text: string): Part[] {
  return Array.from(text, (character) => ({
    kind: 'solid',
    text: character,
    length: character.length,
  }));
}
