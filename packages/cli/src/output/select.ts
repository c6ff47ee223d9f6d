/** `--columns` and `--sort`: which columns, and in which order the rows. */

import { closest, distance } from 'fastest-levenshtein';
import { UsageError } from '../failure';
import { isRecord } from '../is-record';
import { columnPath, follow, type Path, parsePaths } from './path';
import { type Column, keyOf, own, rawOf } from './view';

/** @throws UsageError that lists what there is. */
export function pickColumns<T>(
  wanted: string,
  columns: readonly Column<T>[],
  rows: readonly T[],
): Column<T>[] {
  return parsePaths(wanted, '--columns').map((path) => columnAt(path, columns, rows, '--columns'));
}

/** Those that no row has anything for: data may be so, and so may be a typing mistake. */
export function emptyPaths<T>(columns: readonly Column<T>[], rows: readonly T[]): string[] {
  if (rows.length === 0) return [];
  return columns
    .filter((column) => rows.every((row) => rawOf(column, row) === undefined))
    .map(({ title }) => title);
}

/** Whether all of them are columns of the view, so that no row has to be looked at. */
export function areColumns<T>(wanted: string | undefined, columns: readonly Column<T>[]): boolean {
  return (
    wanted === undefined ||
    parsePaths(wanted, '--columns').every((path) => named(path, columns) !== undefined)
  );
}

/** In a new list. Stable; what has no value comes last, whichever way round. */
export function sortRows<T>(
  wanted: string,
  columns: readonly Column<T>[],
  rows: readonly T[],
): T[] {
  const orders = parseOrders(wanted).map(({ path, descending }) => ({
    column: columnAt(path, columns, rows, '--sort'),
    sign: descending ? -1 : 1,
  }));
  const keyed = rows.map((row) => ({
    row,
    values: orders.map(({ column }) => rawOf(column, row)),
  }));
  keyed.sort((a, b) => {
    for (const [at, { sign }] of orders.entries()) {
      const order = compare(a.values[at], b.values[at], sign);
      if (order !== 0) return order;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

interface Order {
  readonly path: Path;
  readonly descending: boolean;
}

/** `name`, `-name`, `updatedAt:desc`, and several with commas. */
export function parseOrders(text: string): Order[] {
  const direction = /:(asc|desc)$/i;
  return parsePaths(text, '--sort').map((path) => {
    const [first = '', ...rest] = path;
    const minus = /^-./s.test(first);
    const names = [minus ? first.slice(1) : first, ...rest];
    const last = names.at(-1) ?? '';
    const word = direction.exec(last)?.[1]?.toLowerCase();
    if (word !== undefined) names.splice(-1, 1, last.replace(direction, ''));
    return { path: names, descending: minus !== (word === 'desc') };
  });
}

let collator: Intl.Collator | undefined;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** A total order of whatever JSON can say: numbers, times, words, the rest; then what is not there. */
export function compare(a: unknown, b: unknown, sign = 1): number {
  const [left, right] = [rank(a), rank(b)];
  // Nothing is last, however the rest is turned.
  if (left === nothing || right === nothing) return left - right;
  if (left !== right) return sign * (left - right);
  return sign * (compareAlike(a, b, left) || 0);
}

const nothing = 4;

function rank(value: unknown): number {
  if (value === null || value === undefined || Number.isNaN(value)) return nothing;
  if (typeof value === 'number') return 0;
  if (typeof value !== 'string') return 3;
  return time.test(value) && !Number.isNaN(Date.parse(value)) ? 1 : 2;
}

function compareAlike(a: unknown, b: unknown, kind: number): number {
  if (kind === 0) return Math.sign(Number(a) - Number(b));
  if (kind === 1) return Math.sign(Date.parse(String(a)) - Date.parse(String(b)));
  const [left, right] =
    kind === 2 ? [String(a), String(b)] : [JSON.stringify(a), JSON.stringify(b)];
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(left ?? '', right ?? '');
}

function columnAt<T>(
  path: Path,
  columns: readonly Column<T>[],
  rows: readonly T[],
  flag: string,
): Column<T> {
  const known = named(path, columns);
  if (known) return known;
  const [first = ''] = path;
  // Of no rows at all, nothing can be said.
  if (rows.length > 0 && !rows.some((row) => own(row, first) !== undefined)) {
    throw unknownColumn(columnPath(path), columns, rows, flag);
  }
  return { title: columnPath(path), value: (row) => follow(row, path) };
}

/** By its key or its title, in any case. */
function named<T>(path: Path, columns: readonly Column<T>[]): Column<T> | undefined {
  const name = path.join('.').toLowerCase();
  return (
    columns.find((column) => keyOf(column).toLowerCase() === name) ??
    columns.find(({ title }) => title.toLowerCase() === name)
  );
}

function unknownColumn<T>(
  name: string,
  columns: readonly Column<T>[],
  rows: readonly T[],
  flag: string,
): UsageError {
  const fields = rows.slice(0, 20).flatMap((row) => (isRecord(row) ? Object.keys(row) : []));
  const names = [...new Set([...columns.map(keyOf), ...fields])];
  const near = names.length > 0 ? closest(name, names) : '';
  const meant = near && distance(name, near) <= Math.max(2, name.length / 3) && near.length > 2;
  const inside = fields.length > 0 ? '; and what is inside of them, as in modelConfig.model' : '';
  return new UsageError(
    `${flag}: there is no column ${JSON.stringify(name)}`,
    `${meant ? `Did you mean ${near}? ` : ''}There is ${names.join(', ')}${inside}.`,
  );
}
