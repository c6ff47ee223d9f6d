/** How a value looks to a person: a list, a record, or text. Made from the value itself where nobody said how. */
import { isRecord } from '../is-record';

export interface Column<T> {
  readonly title: string;
  /** What a person sees. */
  readonly value: (row: T) => unknown;
  /** What csv holds and --sort compares, where that is another: a time itself, not how long ago it was. */
  readonly raw?: ((row: T) => unknown) | undefined;
  /** What --columns, --sort and the header of csv call it; default: its title. */
  readonly key?: string | undefined;
  /** Shown whole in any terminal: an id that is cut is of no use. */
  readonly whole?: boolean | undefined;
  /** Shown only with --wide. */
  readonly wide?: boolean | undefined;
  /** Colours the finished cell. */
  readonly paint?: ((cell: string) => string) | undefined;
}

export type Field = readonly [
  title: string,
  value: unknown,
  paint?: ((line: string) => string) | undefined,
];

export interface ListView<T> {
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
}

export interface RecordView {
  readonly fields: readonly Field[];
  /** What --columns, -o name and -o id look into; default: the value that is shown. */
  readonly record?: unknown;
}

/** Text that is the answer itself. */
export interface TextView {
  readonly text: string;
}

export type View<T> = ListView<T> | RecordView | TextView;

/** Of rows of whatever kind; the columns go with them. */
export type AnyView = View<unknown> | Lines;

/** Rows without columns: a line each. */
export interface Lines {
  readonly lines: readonly unknown[];
}

/** What `--query` left over, or an answer of unknown shape. */
export function viewOf(value: unknown): ListView<unknown> | RecordView | Lines {
  if (value === undefined || value === null) return { lines: [] };
  if (!Array.isArray(value)) {
    return isRecord(value) ? { fields: Object.entries(value) } : { lines: [value] };
  }
  if (value.length > 0 && value.every(isRecord)) {
    const keys = new Set(value.flatMap((row) => Object.keys(row)));
    const columns = [...keys].map((key) => column(key, (row) => own(row, key)));
    return { columns, rows: value };
  }
  if (value.length > 0 && value.every(Array.isArray)) {
    const longest = value.reduce((most: number, row) => Math.max(most, row.length), 0);
    const columns = Array.from({ length: longest }, (_, at) =>
      column(String(at + 1), (row) => (row as readonly unknown[])[at]),
    );
    return { columns, rows: value };
  }
  return { lines: value };
}

/** Nothing that is inherited: a server may name a field `constructor`. */
export function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

export function keyOf({ key, title }: Pick<Column<never>, 'key' | 'title'>): string {
  return key ?? title;
}

/** As it came: whole, not painted, not in relation to now. */
export function rawOf<T>({ raw, value }: Column<T>, row: T): unknown {
  return (raw ?? value)(row);
}

function column(title: string, value: (row: unknown) => unknown): Column<unknown> {
  return { title, value };
}
