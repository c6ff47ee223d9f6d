/** The terminal as a chat uses it: a scrollback above, live lines below. */
import { widthOf } from '../../output/index';
import type { Streams } from '../../streams';
import { newRow } from './control-sequences';
import { Frames } from './frames';
import { withoutKeys } from './keys';
import { layoutOf, type Size } from './layout';
import { LiveArea } from './live-area';
import { reflowOf } from './reflow';
import type { Live, Screen } from './screen';
import { watchSuspension } from './suspension';
import { TerminalModes } from './terminal-modes';
import { wrappedWords } from './wrapped';

/** Takes raw mode and bracketed paste from here on, and gives them back in `close`, at the latest when the process ends. */
export function openScreen(streams: Streams): Screen {
  return new TerminalScreen(streams);
}

class TerminalScreen implements Screen {
  readonly #streams: Streams;
  readonly #modes: TerminalModes;
  readonly #area: LiveArea;
  readonly #frames = new Frames(() => this.#draw());
  readonly #onResize = new Set<() => void>();
  readonly #endWatch: () => void;
  #live: Live = { body: [], status: [] };
  /** For the scrollback, not yet written. */
  #printed: string[] = [];
  #isAside = false;
  #isClosed = false;

  constructor(streams: Streams) {
    const { env, stdout } = streams;
    this.#streams = streams;
    this.#modes = new TerminalModes(streams);
    this.#area = new LiveArea(reflowOf(env));
    stdout.on('resize', this.#resized);
    stdout.on('drain', this.#drained);
    // Before others: who tells what has happened finds the terminal as it was, and what is closed can't be set back.
    process.prependListener('exit', this.#end);
    process.prependListener('uncaughtExceptionMonitor', this.#end);
    this.#endWatch = watchSuspension(
      () => this.#leave(),
      () => this.#comeBack(),
    );
    this.#modes.set();
  }

  get columns(): number {
    return widthOf(this.#streams.stdout.columns);
  }

  get rows(): number {
    return this.#streams.stdout.rows || 24;
  }

  /** Wrapped between words; a word that is wider than the screen is left to the terminal, so that it is copied as one. */
  print(text: string): void {
    this.#printed.push(text.replace(/\n$/, ''));
    if (this.#isClosed) this.#write(lines(this.#takePrinted()));
    else this.#frames.ask();
  }

  show(live: Live): void {
    this.#live = live;
    if (!this.#isClosed) this.#frames.ask();
  }

  onResize(changed: () => void): void {
    this.#onResize.add(changed);
  }

  redraw(): void {
    this.#area.disturb();
    this.#frames.ask();
  }

  async aside<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isAside) return work();
    this.#leave();
    this.#isAside = true;
    try {
      return await withoutKeys(this.#streams.stdin, work);
    } finally {
      this.#isAside = false;
      this.#comeBack();
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#leave();
    this.#isClosed = true;
    this.#write(lines(this.#takePrinted()));
    this.#frames.stop();
    const { stdout } = this.#streams;
    stdout.off('resize', this.#resized);
    stdout.off('drain', this.#drained);
    process.off('exit', this.#end);
    process.off('uncaughtExceptionMonitor', this.#end);
    this.#endWatch();
  }

  #draw(): void {
    // What waits for the terminal would only be drawn over.
    if (this.#isElsewhere || this.#streams.stdout.writableNeedDrain) return;
    const layout = layoutOf(this.#live, this.#size);
    this.#write(this.#area.frame(layout, this.#size, this.#takePrinted()));
  }

  /** The terminal is as it was found, and all that was printed stands on it. */
  #leave(): void {
    if (this.#isElsewhere) return;
    this.#frames.stop();
    this.#write(`${this.#area.wipe(this.#size)}${lines(this.#takePrinted())}`);
    this.#modes.unset();
  }

  #comeBack(): void {
    if (this.#isElsewhere) return;
    this.#area.forget();
    this.#modes.set();
    this.#frames.ask();
  }

  get #size(): Size {
    return { columns: this.columns, rows: this.rows };
  }

  get #isElsewhere(): boolean {
    return this.#isAside || this.#isClosed;
  }

  #takePrinted(): string[] {
    const width = Math.max(1, this.columns - 1);
    return this.#printed.splice(0).flatMap((text) => wrappedWords(text, width));
  }

  #write(text: string): void {
    if (text !== '') this.#streams.stdout.write(text);
  }

  readonly #resized = () => {
    this.#area.disturb();
    for (const changed of this.#onResize) changed();
    if (!this.#isClosed) this.#frames.ask();
  };

  readonly #drained = () => this.#frames.ask();
  readonly #end = () => this.close();
}

function lines(rows: readonly string[]): string {
  return rows.map((row) => `${row}${newRow}`).join('');
}
