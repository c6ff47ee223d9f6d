/** A terminal without a window, for tests of what a screen leaves on it. */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { type IBufferLine, Terminal } from '@xterm/headless';
import type { Screen } from '../src/chat/screen/screen';
import { openScreen } from '../src/chat/screen/terminal-screen';
import type { Streams } from '../src/streams';

export interface EmulatorOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: NodeJS.ProcessEnv;
}

export class Emulator {
  readonly #terminal: Terminal;

  constructor({ columns = 40, rows = 10 }: EmulatorOptions = {}) {
    const options = { cols: columns, rows, scrollback: 10_000 };
    this.#terminal = new Terminal({ ...options, allowProposedApi: true });
  }

  get columns(): number {
    return this.#terminal.cols;
  }

  get height(): number {
    return this.#terminal.rows;
  }

  write(text: string): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(text, resolve));
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  /** Every row that there is, from the first that was ever written; without the empty ones at the end. */
  get all(): string[] {
    return trimmed(this.#rows(0, this.#buffer.length));
  }

  /** As `all`, but what the terminal has wrapped by itself is one line. */
  get lines(): string[] {
    const rows = Array.from({ length: this.#buffer.length }, (_, at) => this.#buffer.getLine(at));
    const lines: string[] = [];
    for (const row of rows) {
      if (row?.isWrapped) lines.push(`${lines.pop() ?? ''}${textOf(row)}`);
      else lines.push(textOf(row));
    }
    return trimmed(lines.map((line) => line.trimEnd()));
  }

  /** What is seen. */
  get viewport(): string[] {
    return trimmed(this.#rows(this.#buffer.baseY, this.height));
  }

  get scrollback(): string[] {
    return this.#rows(0, this.#buffer.baseY);
  }

  /** From the top left of what is seen, from 0. */
  get cursor(): { readonly row: number; readonly column: number } {
    return { row: this.#buffer.cursorY, column: this.#buffer.cursorX };
  }

  get isWrapping(): boolean {
    return this.#terminal.modes.wraparoundMode;
  }

  get isPastingInBrackets(): boolean {
    return this.#terminal.modes.bracketedPasteMode;
  }

  get #buffer() {
    return this.#terminal.buffer.active;
  }

  #rows(start: number, count: number): string[] {
    return Array.from({ length: count }, (_, at) =>
      textOf(this.#buffer.getLine(start + at)).trimEnd(),
    );
  }
}

/** A screen on such a terminal. */
export class Stage {
  readonly emulator: Emulator;
  readonly screen: Screen;
  /** All that was written, as it was. */
  raw = '';
  writes = 0;
  readonly #stdout: EventEmitter & { columns: number; rows: number };
  #written: Promise<void> = Promise.resolve();

  constructor(options: EmulatorOptions = {}) {
    this.emulator = new Emulator(options);
    const write = (text: string) => {
      this.raw += text;
      this.writes += 1;
      this.#written = this.#written.then(() => this.emulator.write(text));
      return true;
    };
    const size = { columns: this.emulator.columns, rows: this.emulator.height };
    this.#stdout = Object.assign(new EventEmitter(), { ...size, write });
    const streams = {
      stdin: new PassThrough(),
      stdout: this.#stdout,
      env: { TERM_PROGRAM: 'vscode', ...options.env },
    };
    this.screen = openScreen(streams as unknown as Streams);
  }

  /** Until nothing more is drawn. */
  async settled(): Promise<void> {
    for (let before = -1; before !== this.writes; ) {
      before = this.writes;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await this.#written;
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.settled();
    this.emulator.resize(columns, rows);
    Object.assign(this.#stdout, { columns, rows });
    this.#stdout.emit('resize');
    await this.settled();
  }
}

function textOf(row: IBufferLine | undefined): string {
  return row?.translateToString(true) ?? '';
}

function trimmed(rows: readonly string[]): string[] {
  return rows.slice(0, rows.findLastIndex((row) => row !== '') + 1);
}
