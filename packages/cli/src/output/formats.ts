/** The formats of what is printed, and which flags make sense with which. */
import { UsageError } from '../failure';

export const formats = ['table', 'json', 'yaml', 'ndjson', 'csv', 'name', 'id'] as const;
export type Format = (typeof formats)[number];

export interface OutputFlags {
  readonly format?: Format | undefined;
  readonly columns?: string | undefined;
  readonly sort?: string | undefined;
  readonly query?: string | undefined;
  readonly wide?: boolean | undefined;
  /** False by `--no-headers`. */
  readonly headers?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

const withColumns: readonly Format[] = ['table', 'csv'];

/**
 * The format that was asked for: of a terminal a table, of a pipe JSON.
 * @throws UsageError for a flag that would change nothing in it.
 */
export function formatOf(flags: OutputFlags, isTerminal: boolean): Format {
  const format = flags.format ?? (isTerminal ? 'table' : 'json');
  if (withColumns.includes(format)) return format;
  const idle =
    (flags.columns !== undefined && '--columns') ||
    (flags.wide && '--wide') ||
    (flags.headers === false && '--no-headers');
  if (!idle) return format;
  const because = flags.format === undefined ? ', as standard output is no terminal' : '';
  const others =
    idle === '--columns' ? 'Add -o table or -o csv; or pick by --query' : 'Add -o table or -o csv';
  throw new UsageError(
    `${idle} is for table and csv, and the output is ${format}${because}`,
    `${others}.`,
  );
}
