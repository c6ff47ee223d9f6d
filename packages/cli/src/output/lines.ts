/** Formats of a line a row: ndjson, names and ids. */
import { isRecord } from '../is-record';
import { cleanJson, cleanName } from './clean';
import { type Column, keyOf, own, rawOf } from './view';

/** What was asked for is done, but the answer has nothing of the kind to print. */
export class NothingToPrintError extends Error {
  override readonly name = 'NothingToPrintError';
}

export function jsonLine(row: unknown): string {
  return `${cleanJson(row)}\n`;
}

/**
 * The name or id of a row, in one line.
 * @throws NothingToPrintError
 */
export function partLine(
  part: 'name' | 'id',
  row: unknown,
  columns: readonly Column<unknown>[],
): string {
  const column = columns.find((each) => keyOf(each) === part);
  const value = isRecord(row) ? (own(row, part) ?? (column && rawOf(column, row))) : row;
  const text = typeof value === 'string' || typeof value === 'number' ? cleanName(`${value}`) : '';
  if (text.trim() !== '') return `${text}\n`;
  throw new NothingToPrintError(
    `-o ${part} has nothing to print: the answer has no ${part}. Use -o json, or pick by --query`,
  );
}
