/** What the views share: which world is looked at, what is said to the user, what is asked back. */
import { button, byId, el, section } from './dom';
import type { JournalEntry } from './journal-entry';
import { Refused } from './server';
import { asJson } from './words';

/** How many there are of what, in a world. */
export interface Summary {
  readonly name: string;
  readonly agents: Readonly<Record<'draft' | 'active' | 'archived' | 'deleted', number>>;
  readonly goals: number;
  readonly attachments: number;
  readonly faults: number;
  readonly clock: ClockState;
}

export interface ClockState {
  readonly now: string;
  readonly at?: number;
  readonly tick?: number;
  readonly ahead?: number;
}

/** One part of the page. */
export interface View {
  /** Shows what is there now. */
  refresh(): Promise<void> | void;
  /** The world is another one. */
  entered?(): void;
  /** A request was answered, in any world. */
  heard?(entry: JournalEntry): void;
  /** Requests may have been missed. */
  missed?(): void;
}

export interface App {
  readonly world: string;
  /** Steers the present world. */
  steer<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Something was changed: everything is looked at again. */
  changed(): Promise<void>;
  go(view: string, world?: string): void;
  /** Does it, and says so, or why it can't be done. @returns whether it was done. */
  attempt(done: string, what: () => Promise<unknown>): Promise<boolean>;
  /** Opens the chat with an agent. */
  chatWith(id: string, name: string): void;
}

const notice = section('notice');
const text = section('notice-text');
let timer = 0;

export function hideNotice(): void {
  notice.hidden = true;
}

button('notice-close').addEventListener('click', () => {
  hideNotice();
  byId('main', HTMLElement).focus();
});

/** Words of success go by themselves; those of a failure stay. */
export function say(words: string, failed = false): void {
  clearTimeout(timer);
  text.textContent = words;
  notice.classList.toggle('bad', failed);
  notice.hidden = false;
  section('said').textContent = failed ? '' : words;
  section('failed').textContent = failed ? words : '';
  if (!failed) timer = window.setTimeout(hideNotice, 6000);
}

export function sayFailure(error: unknown): void {
  const { status, message } = error instanceof Refused ? error : { status: 0, message: `${error}` };
  const hint =
    status === 401 ? '\nThis mock has a key of its own: name it under “Credentials…”.' : '';
  say(message + hint, true);
}

const question = byId('confirm', HTMLDialogElement);

/** Asks before what can't be undone. */
export function confirmed(title: string, words: string, yes: string): Promise<boolean> {
  section('confirm-title').textContent = title;
  section('confirm-text').textContent = words;
  button('confirm-yes').textContent = yes;
  question.returnValue = 'no';
  question.showModal();
  return new Promise((resolve) => {
    question.addEventListener('close', () => resolve(question.returnValue === 'yes'), {
      once: true,
    });
  });
}

const record = byId('record', HTMLDialogElement);
button('record-copy').addEventListener('click', () => {
  copy(section('record-json'));
});

/** Shows the whole of something. */
export function showRecord(title: string, value: unknown): void {
  section('record-title').textContent = title;
  section('record-json').textContent = asJson(value);
  record.showModal();
  section('record-json').scrollTop = 0;
}

/** Where a page may not write to the clipboard, its text is at least selected. */
async function copy(source: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(source.textContent ?? '');
    section('said').textContent = 'Copied';
  } catch {
    getSelection()?.selectAllChildren(source);
    section('said').textContent = 'Selected, to be copied';
  }
}

/** Lines for a terminal or an editor. */
export function snippet(label: string, lines: string): HTMLElement {
  const code = el('pre', {}, lines);
  const copyIt = el(
    'button',
    { type: 'button', 'aria-label': `Copy: ${label}`, click: () => copy(code) },
    'Copy',
  );
  return el(
    'div',
    { class: 'snippet' },
    el('div', { class: 'top' }, el('span', { class: 'note' }, label), copyIt),
    code,
  );
}
