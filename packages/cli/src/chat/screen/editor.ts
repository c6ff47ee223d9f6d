/** What is being typed, and what a key makes of it. */
import { type EditorState, inserted, killed, moved, removed, replaced } from './editor-state';
import { remembering, stepped } from './history';
import type { Key } from './key';
import * as motion from './motion';

export { type EditorState, newEditor, replaced } from './editor-state';

export type Did =
  /** `text` as it was typed; the editor is empty again and remembers it. */
  | { readonly type: 'submit'; readonly text: string }
  /** Ctrl-C, Ctrl-D where nothing is typed, tab, Ctrl-L: nothing has changed yet. */
  | { readonly type: 'interrupt' | 'end' | 'complete' | 'redraw' };

export interface Pressed {
  readonly state: EditorState;
  readonly did?: Did | undefined;
}

export function press(state: EditorState, key: Key): Pressed {
  if (key.type === 'paste') return { state: inserted(state, key.text) };
  const act = keymap[nameOf(key)];
  if (act) return act(state);
  return { state: key.text === '' ? state : inserted(state, key.text) };
}

type Act = (state: EditorState) => Pressed;

const change =
  (by: (state: EditorState) => EditorState): Act =>
  (state) => ({ state: by(state) });

const tell =
  (type: 'interrupt' | 'end' | 'complete' | 'redraw'): Act =>
  (state) => ({ state, did: { type } });

const go = (way: motion.Motion) => change((state) => moved(state, way(state.text, state.cursor)));
const remove = (way: motion.Motion) => change((state) => removed(state, way));
const kill = (way: motion.Motion) => change((state) => killed(state, way));

const breakLine = change((state) => inserted(state, '\n'));
const yank = change((state) => inserted(state, state.killed));

const enter: Act = (state) => {
  const { text, cursor, history } = state;
  if (continues(text, cursor)) {
    return { state: inserted(removed(state, motion.left), '\n') };
  }
  const next = { ...replaced(state, ''), history: remembering(history, text) };
  return { state: next, did: { type: 'submit', text } };
};

/** A backslash at the end of a line takes its break in; one that is itself behind a backslash is a backslash. */
function continues(text: string, cursor: number): boolean {
  const [backslashes = ''] = /\\*$/.exec(text.slice(motion.lineStart(text, cursor), cursor)) ?? [];
  return cursor === motion.lineEnd(text, cursor) && backslashes.length % 2 === 1;
}

const deleteOrEnd: Act = (state) =>
  state.text === '' ? tell('end')(state) : remove(motion.right)(state);

/** Through the lines; past the first or the last of them, through what was sent before. */
const through =
  (line: typeof motion.lineUp, step: -1 | 1): Act =>
  (state) => {
    const { text, cursor, column = motion.columnOf(text, cursor) } = state;
    const place = line(text, cursor, column);
    if (place !== undefined) return { state: { ...moved(state, place), column } };
    const passed = stepped(state.history, text, step);
    if (!passed) return { state: moved(state, cursor) };
    return { state: { ...replaced(state, passed.text), history: passed.history } };
  };

/** By how Emacs and bash have it. */
const keymap: Readonly<Record<string, Act>> = {
  return: enter,
  enter: breakLine,
  'M-return': breakLine,
  'S-return': breakLine,
  'M-enter': breakLine,
  tab: tell('complete'),
  'C-c': tell('interrupt'),
  'C-d': deleteOrEnd,
  'C-l': tell('redraw'),
  left: go(motion.left),
  'C-b': go(motion.left),
  right: go(motion.right),
  'C-f': go(motion.right),
  home: go(motion.lineStart),
  'C-a': go(motion.lineStart),
  end: go(motion.lineEnd),
  'C-e': go(motion.lineEnd),
  'C-left': go(motion.wordLeft),
  'M-left': go(motion.wordLeft),
  'M-b': go(motion.wordLeft),
  'C-right': go(motion.wordRight),
  'M-right': go(motion.wordRight),
  'M-f': go(motion.wordRight),
  up: through(motion.lineUp, -1),
  'C-p': through(motion.lineUp, -1),
  down: through(motion.lineDown, 1),
  'C-n': through(motion.lineDown, 1),
  backspace: remove(motion.left),
  'C-h': remove(motion.left),
  delete: remove(motion.right),
  'C-k': kill(lineEndOrBreak),
  'C-u': kill(lineStartOrBreak),
  'C-w': kill(motion.spacedLeft),
  'M-backspace': kill(motion.wordLeft),
  'C-backspace': kill(motion.wordLeft),
  'M-d': kill(motion.wordRight),
  'M-delete': kill(motion.wordRight),
  'C-delete': kill(motion.wordRight),
  'C-y': yank,
};

/** Where nothing is left of the line, its break goes too. */
function lineEndOrBreak(text: string, at: number): number {
  const end = motion.lineEnd(text, at);
  return end === at ? motion.right(text, at) : end;
}

function lineStartOrBreak(text: string, at: number): number {
  const start = motion.lineStart(text, at);
  return start === at ? motion.left(text, at) : start;
}

/** Shift makes a difference where it would be no other key without. */
function nameOf(key: Key & { readonly type: 'key' }): string {
  const { name, ctrl, alt, shift } = key;
  const isTold = shift && (name === 'return' || name === 'tab');
  return `${ctrl ? 'C-' : ''}${alt ? 'M-' : ''}${isTold ? 'S-' : ''}${name}`;
}
