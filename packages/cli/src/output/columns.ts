/** Columns that many lists have. */
import { ago } from './ago';
import type { Paint } from './paint';
import { paintState } from './state';
import type { Column } from './view';

/** How long ago, to a person; the time itself in csv and for --sort. */
export function timeColumn<T>(title: string, key: string, at: (row: T) => string): Column<T> {
  return { title, key, raw: at, value: (row) => ago(at(row), Date.now()), whole: true };
}

export function stateColumn<T>(paint: Paint, state: (row: T) => string): Column<T> {
  return {
    title: 'status',
    value: state,
    whole: true,
    paint: (cell) => paintState(paint, cell),
  };
}
