/** Rows as CSV (RFC 4180, lines ended by \n), safe to open in a spreadsheet. */
import { stringify } from 'csv-stringify/sync';
import { clean } from './clean';
import { type Column, keyOf, rawOf } from './view';

export function csvHeader<T>(columns: readonly Column<T>[]): string {
  return stringify([columns.map((column) => cell(keyOf(column)))]);
}

export function csvRows<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  return stringify(rows.map((row) => columns.map((column) => cell(rawOf(column, row)))));
}

/** Spreadsheets take these, and their full-width forms, for the beginning of a formula. */
const formula = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;
const number = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** A value as text: objects as JSON, nothing as nothing. */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = clean(typeof value === 'string' ? value : JSON.stringify(value));
  return formula.test(text) && !number.test(text) ? `'${text}` : text;
}
