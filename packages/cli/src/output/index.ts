/** The one writer: data to stdout in the wanted format, words to stderr. */
import type { Failure } from '../failure';
import type { Streams } from '../streams';
import { isAnimated } from './animated';
import type { Room } from './cell';
import { clean, cleanJson, cleanLine } from './clean';
import { failureText } from './failure-text';
import { type Format, formatOf, formats, type OutputFlags } from './formats';
import { jsonLine } from './lines';
import { loadPaints, type Paint, type Paints, plainPaints } from './paint';
import { give, pour } from './pour';
import type { Query } from './query';
import type { Form } from './render';
import { untilAborted } from './until-aborted';
import { type AnyView, type Column, type View, viewOf } from './view';

export { sensible } from './sensible';
export { type Column, type Format, formats, type OutputFlags, type Paint, type View };

/** A list that is printed while it comes. */
export interface StreamedView<T> {
  readonly columns: readonly Column<T>[];
  /** The whole as JSON has it, when all rows are there; default: a list of them. */
  readonly whole?: ((rows: readonly T[]) => unknown) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was printed while it was held back. */
export interface Held {
  data: string;
  words: string;
  /** What was shown, whatever it looks like. */
  readonly values: unknown[];
}

export class Output {
  readonly format: Format;
  readonly #streams: Streams;
  readonly #flags: OutputFlags;
  #paints: Paints = plainPaints;
  #query: Query | undefined;
  #prepared: Promise<void> | undefined;
  #held: Held | undefined;
  #diverted: ((text: string) => void) | undefined;

  /** @throws UsageError for flags that make no sense together. */
  constructor(streams: Streams, flags: OutputFlags | Format | undefined) {
    this.#streams = streams;
    this.#flags = typeof flags === 'object' ? flags : { format: flags };
    this.format = formatOf(this.#flags, streams.stdout.isTTY === true);
  }

  /**
   * Loads colours where they are seen, and reads `--query`: before anything is sent.
   * @throws UsageError for a query that makes no sense.
   */
  prepare(): Promise<void> {
    this.#prepared ??= this.#prepare();
    return this.#prepared;
  }

  get paint(): Paint {
    return this.#paints.stdout;
  }

  /** Colours for words on stderr. */
  get errorPaint(): Paint {
    return this.#paints.stderr;
  }

  /** Whether a program reads, and not a person. */
  get isForMachines(): boolean {
    return this.format !== 'table';
  }

  /** The screen that data goes to, if it is one that can be drawn on. */
  get screen(): { readonly columns: number; readonly rows: number } | undefined {
    const { stdout, env } = this.#streams;
    if (!stdout.isTTY || env.TERM === 'dumb') return undefined;
    return { columns: widthOf(stdout.columns), rows: stdout.rows || 24 };
  }

  /**
   * A value: as it is in JSON and YAML, by its view elsewhere; without a view, as its shape has it.
   * @throws UnexpectedAnswerError when the value is not what the view expects: a server may send anything.
   * @throws UsageError for a column that is not there.
   */
  async show<T>(value: unknown, view?: () => View<T>): Promise<void> {
    await this.prepare();
    const shown = this.#query ? this.#query(value) : value;
    const look = this.#query ? undefined : view;
    this.#held?.values.push(shown);
    const drawn = look === undefined ? () => viewOf(shown) : (look as () => AnyView);
    const { render } = await import('./render');
    await this.#put(await render(shown, drawn, this.#form));
  }

  /**
   * Rows as they come: a line each in ndjson, csv, name and id, written while further pages arrive. Other formats, and
   * `--sort` and `--query`, need all of them first. Ends quietly when nobody reads any more.
   */
  async stream<T>(rows: AsyncIterable<T>, view: StreamedView<T>): Promise<void> {
    await this.prepare();
    const { columns, whole = (all: readonly T[]) => all, signal } = view;
    const { rowByRow } = await import('./render');
    const single = await rowByRow(columns, this.#form);
    if (single === undefined) {
      const all: T[] = [];
      for await (const row of rows) all.push(row);
      return this.show(whole(all), () => ({ columns, rows: all }));
    }
    await this.#put(single.head, signal);
    await pour(rows, single.textOf, (text) => this.#put(text, signal));
    signal?.throwIfAborted();
  }

  json(value: unknown): void {
    this.write(`${cleanJson(value, 2)}\n`);
  }

  /** One value a line. */
  jsonLine(value: unknown): void {
    this.write(jsonLine(value));
  }

  /** Text that is the data itself, such as an answer. */
  text(text: string): void {
    this.write(clean(text));
  }

  /** A word to the person, in one line; silent where a program reads. */
  say(text: string): void {
    if (this.isForMachines || this.#flags.quiet) return;
    this.#word(`${this.errorPaint.dim(cleanLine(text))}\n`);
  }

  /** Something that is done all the same, but may not be what was meant. */
  warn(message: string): void {
    this.#word(
      this.#wordsAreJson
        ? jsonLine({ warning: { message } })
        : `${this.errorPaint.yellow('warning:')} ${cleanLine(message)}\n`,
    );
  }

  fail(failure: Failure): void {
    const { exit: _, ...facts } = failure;
    const indent = this.format === 'json' ? 2 : undefined;
    this.#word(
      this.#wordsAreJson
        ? `${cleanJson({ error: facts }, indent)}\n`
        : failureText(failure, this.errorPaint, this.#wordRoom()),
    );
  }

  /** Shows a spinner while a slow call lasts: only on a terminal, never in CI. */
  async wait<T>(text: string, work: Promise<T>): Promise<T> {
    const { stderr } = this.#streams;
    if (!isAnimated(this.#streams) || this.#flags.quiet || this.#held || this.#diverted)
      return work;
    let spinner: { stop(): void } | undefined;
    let settled = false;
    const timer = setTimeout(async () => {
      const { default: ora } = await import('ora');
      if (!settled) spinner = ora({ text, stream: stderr, discardStdin: false }).start();
    }, spinnerDelay);
    try {
      return await work;
    } finally {
      settled = true;
      clearTimeout(timer);
      spinner?.stop();
    }
  }

  write(text: string): void {
    if (this.#held) this.#held.data += text;
    else if (this.#diverted) this.#diverted(text);
    else this.#streams.stdout.write(text);
  }

  /** Data and words go there from now on: somebody draws on the screen that both would be written to. */
  divert(to: (text: string) => void): Disposable {
    this.#diverted = to;
    return {
      [Symbol.dispose]: () => {
        this.#diverted = undefined;
      },
    };
  }

  /** Keeps back what is printed meanwhile, data and words. Work that does not hear the signal is not waited for. */
  async hold(work: () => Promise<void>, signal: AbortSignal): Promise<Held> {
    const held: Held = { data: '', words: '', values: [] };
    this.#held = held;
    try {
      await untilAborted(work(), signal);
    } finally {
      this.#held = undefined;
    }
    return held;
  }

  /** Words that are ready to be written, such as those that were held back. */
  words(text: string): void {
    this.#word(text);
  }

  async #prepare(): Promise<void> {
    this.#paints = await loadPaints(this.#streams);
    if (this.#flags.query === undefined) return;
    const { parseQuery } = await import('./query');
    this.#query = parseQuery(this.#flags.query);
  }

  get #form(): Form {
    const warn = (message: string) => this.warn(message);
    return { format: this.format, flags: this.#flags, room: this.#room(), warn };
  }

  #room(): Room {
    const { stdout, env } = this.#streams;
    // Off a terminal nothing has to fit, and a script must find every row whole.
    const isEndless = stdout.columns === undefined || this.#flags.wide;
    return {
      width: isEndless ? Number.POSITIVE_INFINITY : widthOf(stdout.columns),
      headers: this.#flags.headers !== false,
      isolate: stdout.isTTY === true && env.TERM !== 'dumb' && env.TERM !== 'linux',
    };
  }

  /** Columns for words; none where they need not fit. */
  #wordRoom(): number | undefined {
    const { stderr } = this.#streams;
    return stderr.isTTY ? widthOf(stderr.columns ?? 0) : undefined;
  }

  get #wordsAreJson(): boolean {
    return this.format === 'json' || this.format === 'ndjson';
  }

  #word(text: string): void {
    if (this.#held) this.#held.words += text;
    else if (this.#diverted) this.#diverted(text);
    else this.#streams.stderr.write(text);
  }

  async #put(text: string, signal?: AbortSignal): Promise<boolean> {
    if (this.#held) {
      this.#held.data += text;
      return true;
    }
    if (this.#diverted) {
      this.#diverted(text);
      return true;
    }
    return text === '' || give(this.#streams.stdout, text, signal);
  }
}

/** Some terminals say that they have no column at all. */
export function widthOf(columns: number): number {
  return columns || 80;
}

/** Milliseconds: a call that is over sooner needs no spinner, and loads none. */
const spinnerDelay = 200;
