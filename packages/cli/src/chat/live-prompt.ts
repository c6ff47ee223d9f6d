/** What is being typed in a chat: the line, what the tab key offers, and what a key is to do beyond it. */
import { setTimeout } from 'node:timers/promises';
import { complete } from './screen/complete';
import { type EditorState, newEditor, press, replaced } from './screen/editor';
import type { Key } from './screen/key';

export interface PromptEvents {
  submit(line: string): void;
  /** Ctrl-C, and what nobody has taken back by it yet. */
  interrupt(): void;
  escape(): void;
  /** Ctrl-D where nothing is typed. */
  end(): void;
  redraw(): void;
  /** What may stand in place of all that is before the cursor. */
  candidates(text: string, cursor: number): Promise<readonly string[]>;
  /** Something looks different now. */
  changed(): void;
}

export class LivePrompt {
  readonly #events: PromptEvents;
  #editor: EditorState = newEditor();
  #choices: readonly string[] = [];
  /** What was pressed while the line is being completed. */
  #later: Key[] | undefined;

  constructor(events: PromptEvents) {
    this.#events = events;
  }

  get text(): string {
    return this.#editor.text;
  }

  get cursor(): number {
    return this.#editor.cursor;
  }

  /** What the line could still become. */
  get choices(): readonly string[] {
    return this.#choices;
  }

  set text(text: string) {
    this.#editor = replaced(this.#editor, text);
  }

  /** @param isTaken whether somebody else takes the key. */
  key(key: Key, isTaken: (key: Key) => boolean): void {
    if (this.#later) {
      this.#later.push(key);
      return;
    }
    this.#choices = [];
    if (!isTaken(key)) this.#pressed(key, isTaken);
    this.#events.changed();
  }

  insert(text: string): void {
    this.#editor = press(this.#editor, { type: 'paste', text }).state;
  }

  #pressed(key: Key, isTaken: (key: Key) => boolean): void {
    if (key.type === 'key' && key.name === 'escape' && !key.alt) {
      this.#events.escape();
      return;
    }
    const { state, did } = press(this.#editor, key);
    this.#editor = state;
    if (did?.type === 'submit') this.#events.submit(did.text);
    else if (did?.type === 'complete') void this.#complete(isTaken);
    else if (did) this.#events[did.type]();
  }

  /** Keys wait meanwhile, though not for a platform that is slow: what is typed next is about what stands there then. */
  async #complete(isTaken: (key: Key) => boolean): Promise<void> {
    const { text, cursor } = this.#editor;
    const later: Key[] = [];
    this.#later = later;
    const found = this.#events.candidates(text, cursor).catch(() => []);
    const candidates = await Promise.race([found, setTimeout(patience, [])]);
    const completed = complete(text, cursor, candidates);
    this.#editor = replaced(this.#editor, completed.text, completed.cursor);
    this.#choices = completed.choices;
    this.#later = undefined;
    for (const key of later) this.key(key, isTaken);
    this.#events.changed();
  }
}

/** Milliseconds for what a platform has to be asked for. */
const patience = 500;
