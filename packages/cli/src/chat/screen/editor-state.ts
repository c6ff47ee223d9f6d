/** A text as it is being typed, and the changes that keys are made of. */
import { placeAt } from './graphemes';
import { type History, newHistory } from './history';
import type { Motion } from './motion';

export interface EditorState {
  readonly text: string;
  /** Where in `text` it stands (UTF-16), always between two whole characters. */
  readonly cursor: number;
  readonly history: History;
  /** What was taken out last, to be put in again. */
  readonly killed: string;
  /** The key before was one that took something out: the next one adds to it. */
  readonly isKilling: boolean;
  /** Where it wants to be in the lines above and below, which may be shorter. */
  readonly column?: number | undefined;
}

/** @param history what was sent before, the last at the end. */
export function newEditor(history: readonly string[] = []): EditorState {
  return { text: '', cursor: 0, history: newHistory(history), killed: '', isKilling: false };
}

/** Another text in its place, such as a completed one; the cursor at its end unless told. */
export function replaced(
  state: EditorState,
  text: string,
  cursor: number = text.length,
): EditorState {
  return { ...still(state), text, cursor: placeAt(text, cursor) };
}

export function moved(state: EditorState, cursor: number): EditorState {
  return { ...still(state), cursor };
}

export function inserted(state: EditorState, text: string): EditorState {
  return spliced(still(state), state.cursor, state.cursor, text);
}

export function removed(state: EditorState, motion: Motion): EditorState {
  const [start, end] = between(state, motion);
  return spliced(still(state), start, end, '');
}

/** As `removed`, but it can be put in again. */
export function killed(state: EditorState, motion: Motion): EditorState {
  const [start, end] = between(state, motion);
  const part = state.text.slice(start, end);
  const before = state.isKilling ? state.killed : '';
  const kept = end > state.cursor ? before + part : part + before;
  const next = spliced(still(state), start, end, '');
  return { ...next, killed: part === '' ? state.killed : kept, isKilling: true };
}

/** Of the last key, nothing is of any consequence. */
function still(state: EditorState): EditorState {
  return { ...state, isKilling: false, column: undefined };
}

function between({ text, cursor }: EditorState, motion: Motion): [start: number, end: number] {
  const to = motion(text, cursor);
  return [Math.min(cursor, to), Math.max(cursor, to)];
}

function spliced(state: EditorState, start: number, end: number, by: string): EditorState {
  const text = state.text.slice(0, start) + by + state.text.slice(end);
  // What was put in may have become one with what follows it.
  return { ...state, text, cursor: placeAt(text, start + by.length) };
}
