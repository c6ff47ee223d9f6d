/** The one writer: data to stdout in the wanted format, words to stderr. */
import { Chalk, type ChalkInstance, supportsColor, supportsColorStderr } from 'chalk';
import { type Failure, UnexpectedAnswerError } from '../failure';
import { isCi, type Streams } from '../streams';
import { clean, cleanJson, cleanLine } from './clean';
import type { Column } from './table';

export type Format = 'table' | 'json';

/** How a value looks to a person. */
export type View<T> =
  | { readonly columns: readonly Column<T>[]; readonly rows: readonly T[] }
  | { readonly fields: readonly (readonly [string, unknown])[] };

export class Output {
  readonly format: Format;
  readonly paint: ChalkInstance;
  readonly #streams: Streams;
  readonly #errorPaint: ChalkInstance;

  constructor(streams: Streams, format: Format | undefined) {
    this.#streams = streams;
    this.format = format ?? (streams.stdout.isTTY ? 'table' : 'json');
    this.paint = new Chalk({ level: colourLevel(supportsColor, streams.env) });
    this.#errorPaint = new Chalk({ level: colourLevel(supportsColorStderr, streams.env) });
  }

  /** Colours for words on stderr. */
  get errorPaint(): ChalkInstance {
    return this.#errorPaint;
  }

  /**
   * A value: as it is in JSON, by its view in a table.
   * @throws UnexpectedAnswerError when the value is not what the view expects: a server may send anything.
   */
  async show<T>(value: unknown, view: () => View<T>): Promise<void> {
    if (this.format === 'json') return this.json(value);
    const { drawRecord, drawTable } = await import('./table');
    // Off a terminal nothing has to fit, and a script must find every row whole.
    const { columns } = this.#streams.stdout;
    const width = columns === undefined ? Number.POSITIVE_INFINITY : widthOf(columns);
    const text = sensible(() => {
      const seen = view();
      return 'fields' in seen
        ? drawRecord(seen.fields, width)
        : drawTable(seen.rows, seen.columns, width);
    });
    this.write(`${text}\n`);
  }

  json(value: unknown): void {
    this.write(`${cleanJson(value, 2)}\n`);
  }

  /** One value a line. */
  jsonLine(value: unknown): void {
    this.write(`${cleanJson(value)}\n`);
  }

  /** Text that is the data itself, such as an answer. */
  text(text: string): void {
    this.write(clean(text));
  }

  /** A word to the person, in one line; silent where only JSON was asked for. */
  say(text: string): void {
    if (this.format === 'json') return;
    this.#streams.stderr.write(`${this.#errorPaint.dim(cleanLine(text))}\n`);
  }

  /** Something that is done all the same, but may not be what was meant. */
  warn(message: string): void {
    const { stderr } = this.#streams;
    if (this.format === 'json') stderr.write(`${cleanJson({ warning: { message } })}\n`);
    else stderr.write(`${this.#errorPaint.yellow('warning:')} ${cleanLine(message)}\n`);
  }

  fail(failure: Failure): void {
    const { exit: _, ...facts } = failure;
    this.#streams.stderr.write(
      this.format === 'json' ? `${cleanJson({ error: facts }, 2)}\n` : this.#failureText(failure),
    );
  }

  /** Shows a spinner while a slow call lasts: only on a terminal, never in CI. */
  async wait<T>(text: string, work: Promise<T>): Promise<T> {
    const { stderr, env } = this.#streams;
    if (!stderr.isTTY || isCi(env) || env.TERM === 'dumb') return work;
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
    this.#streams.stdout.write(text);
  }

  #failureText({ message, problems = [], hint, status, requestId }: Failure): string {
    const paint = this.#errorPaint;
    const facts = [
      status !== undefined && `status ${status}`,
      requestId && `request ${requestId}`,
    ].filter(Boolean);
    const lines = [
      // Indented, so that no line of a server's words can pass for one of ours.
      `${paint.red.bold('error:')} ${clean(message).trim().replace(/\n/g, '\n  ')}`,
      ...problems.map(({ path, message: problem }) =>
        path
          ? `  ${paint.bold(cleanLine(path))}: ${cleanLine(problem)}`
          : `  ${cleanLine(problem)}`,
      ),
      ...(facts.length > 0 ? [paint.dim(`  ${cleanLine(facts.join(', '))}`)] : []),
      ...(hint ? [`${paint.cyan('hint:')} ${cleanLine(hint)}`] : []),
    ];
    return `${lines.join('\n')}\n`;
  }
}

/** Some terminals say that they have no column at all. */
export function widthOf(columns: number): number {
  return columns || 80;
}

/** A view that stumbles has been given what no view can show. */
export function sensible<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof TypeError) throw new UnexpectedAnswerError(cause);
    throw cause;
  }
}

/** Milliseconds: a call that is over sooner needs no spinner, and loads none. */
const spinnerDelay = 200;

// FORCE_COLOR outranks NO_COLOR, as in Node itself; chalk knows the first but not the second.
function colourLevel(support: typeof supportsColor, env: NodeJS.ProcessEnv): 0 | 1 | 2 | 3 {
  if (env.NO_COLOR && !env.FORCE_COLOR) return 0;
  return support === false ? 0 : support.level;
}
