/** What a chat is written on: a scrollback that stays as it is, and below it a few lines that change. */

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** Whole lines for the scrollback, above what lives. They may be coloured; others' control characters are out already. */
  print(text: string): void;
  /** What lives from now on, in place of what lived before. */
  show(live: Live): void;
  /** What lives is drawn again, for a terminal on which somebody else has written. */
  redraw(): void;
  /** The size has changed: what is shown should be made anew. */
  onResize(changed: () => void): void;
  /** Gives the terminal to somebody else meanwhile, such as an editor: what lives is gone, keys are theirs. */
  aside<T>(work: () => Promise<T>): Promise<T>;
  /** Wipes what lives and leaves the terminal as it was found. Can be called again. */
  close(): void;
}

/** From top to bottom. A line that is too long for the screen is cut, one of `body` and `prompt` wrapped. */
export interface Live {
  /** An answer on its way, what is being understood. Of more than fits, the last is seen. */
  readonly body: readonly string[];
  readonly prompt?: Prompt | undefined;
  /** Two or three lines at the foot. */
  readonly status: readonly string[];
}

export interface Prompt {
  /** Before the first line: `you › `. Coloured. */
  readonly label: string;
  /** What is being typed; lines after the first stand below it, indented by the label's width. */
  readonly text: string;
  /** Where in `text` the cursor stands (UTF-16). */
  readonly cursor: number;
}
