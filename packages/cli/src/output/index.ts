/** The one writer: data to stdout in the wanted format, words to stderr. */
import { Chalk, type ChalkInstance, supportsColor, supportsColorStderr } from 'chalk';
import type { Failure } from '../failure';
import { clean, cleanJson } from './clean';
import type { Column } from './table';

export type Format = 'table' | 'json';

/** How a value looks to a person. */
export type View<T> =
  | { readonly columns: readonly Column<T>[]; readonly rows: readonly T[] }
  | { readonly fields: readonly (readonly [string, unknown])[] };

export interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

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

  /** A value: as it is in JSON, by its view in a table. */
  async show<T>(value: unknown, view: View<T>): Promise<void> {
    if (this.format === 'json') return this.json(value);
    const { drawRecord, drawTable } = await import('./table');
    // Off a terminal nothing has to fit, and a script must find every row whole.
    const width = this.#streams.stdout.columns ?? Number.POSITIVE_INFINITY;
    const text =
      'fields' in view ? drawRecord(view.fields, width) : drawTable(view.rows, view.columns, width);
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

  /** A word to the person; silent where only JSON was asked for. */
  say(text: string): void {
    if (this.format === 'table')
      this.#streams.stderr.write(`${this.#errorPaint.dim(clean(text))}\n`);
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
    if (!stderr.isTTY || env.CI || env.TERM === 'dumb') return work;
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
      `${paint.red.bold('error:')} ${clean(message)}`,
      ...problems.map(({ path, message: problem }) =>
        path ? `  ${paint.bold(clean(path))}: ${clean(problem)}` : `  ${clean(problem)}`,
      ),
      ...(facts.length > 0 ? [paint.dim(clean(`  ${facts.join(', ')}`))] : []),
      ...(hint ? [`${paint.cyan('hint:')} ${clean(hint)}`] : []),
    ];
    return `${lines.join('\n')}\n`;
  }
}

/** Milliseconds: a call that is over sooner needs no spinner, and loads none. */
const spinnerDelay = 200;

// FORCE_COLOR outranks NO_COLOR, as in Node itself; chalk knows the first but not the second.
function colourLevel(support: typeof supportsColor, env: NodeJS.ProcessEnv): 0 | 1 | 2 | 3 {
  if (env.NO_COLOR && !env.FORCE_COLOR) return 0;
  return support === false ? 0 : support.level;
}
