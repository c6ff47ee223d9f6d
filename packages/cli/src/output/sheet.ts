/** A value and its view, with `--columns`, `--sort` and `--wide` applied: what every format but JSON and YAML prints. */
import { UsageError } from '../failure';
import type { OutputFlags } from './formats';
import { emptyPaths, pickColumns, sortRows } from './select';
import { type AnyView, type Column, viewOf } from './view';

export interface Sheet {
  readonly look: 'list' | 'record' | 'lines' | 'text';
  readonly columns: readonly Column<unknown>[];
  readonly rows: readonly unknown[];
  /** Columns that were asked for and are empty in all rows. */
  readonly empty?: readonly string[] | undefined;
  /** Where a text is the answer. */
  readonly text?: string | undefined;
}

/** @throws UsageError for a column that is not there. */
export function sheetOf(
  value: unknown,
  view: AnyView,
  { columns: picked, sort, wide }: OutputFlags,
): Sheet {
  const whole = unpicked(value, view);
  if (sort !== undefined && whole.look !== 'list' && whole.look !== 'lines') {
    throw new UsageError('--sort is for lists, and this is one record');
  }
  const rows = sort === undefined ? whole.rows : sortRows(sort, whole.columns, whole.rows);
  if (picked !== undefined) {
    const look = whole.look === 'text' ? 'record' : whole.look;
    const columns = pickColumns(picked, whole.columns, rows);
    return { look, rows, columns, empty: emptyPaths(columns, rows) };
  }
  return { ...whole, rows, columns: whole.columns.filter((column) => wide || !column.wide) };
}

function unpicked(value: unknown, view: AnyView): Sheet {
  if ('rows' in view) {
    return { look: 'list', columns: view.columns, rows: view.rows };
  }
  if ('lines' in view) return { look: 'lines', columns: [itself], rows: view.lines };
  if ('text' in view) return { ...unpicked(value, viewOf(value)), look: 'text', text: view.text };
  const columns = view.fields.map(([title, field, paint]) => ({
    title,
    value: () => field,
    paint,
  }));
  return { look: 'record', columns, rows: [view.record ?? value] };
}

const itself: Column<unknown> = { title: 'value', value: (line) => line };

/** The same value with its list in another order: the list itself, or what holds it. */
export function withRows(value: unknown, rows: readonly unknown[], sorted: readonly unknown[]) {
  if (value === rows) return sorted;
  return Object.fromEntries(
    Object.entries(Object(value)).map(([key, held]) => [key, held === rows ? sorted : held]),
  );
}
