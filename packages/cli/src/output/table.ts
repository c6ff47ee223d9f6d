/** Rows as aligned text, fitted to the terminal; drawn by cli-table3 without its own colours. */
import Table from 'cli-table3';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { cleanLine } from './clean';

export interface Column<T> {
  readonly title: string;
  readonly value: (row: T) => unknown;
  /** Shown whole in any terminal: an id that is cut is of no use. */
  readonly whole?: boolean | undefined;
  /** Colours the finished cell. */
  readonly paint?: ((cell: string) => string) | undefined;
}

export function drawTable<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  width: number,
): string {
  const cells = rows.map((row) => columns.map(({ value }) => cellText(value(row))));
  const widths = fit(
    columns.map(({ title }, index) =>
      Math.max(title.length, ...cells.map((line) => stringWidth(line[index] ?? ''))),
    ),
    columns.map(({ whole }) => whole === true),
    width,
  );
  const table = new Table({
    head: columns.map(({ title }) => title.toUpperCase()),
    colWidths: widths.map((inner) => inner + gap),
    ...borderless,
  });
  for (const line of cells) {
    table.push(line.map((cell, index) => (columns[index]?.paint ?? plain)(cell)));
  }
  return trimLines(table.toString());
}

/** One record, a field a line; long texts are wrapped at words, and nothing is cut. */
export function drawRecord(fields: readonly (readonly [string, unknown])[], width: number): string {
  const named = fields.map(([name, value]) => [cleanLine(name), cellText(value)] as const);
  const label = Math.max(...named.map(([name]) => stringWidth(name))) + gap;
  const room = Math.min(100, Math.max(20, width - label));
  const lines = named.map(([name, text]) => {
    const wrapped = width === Number.POSITIVE_INFINITY ? text : wrapAnsi(text, room);
    const value = wrapped.replaceAll('\n', `\n${' '.repeat(label)}`);
    return name + ' '.repeat(label - stringWidth(name)) + value;
  });
  return lines.join('\n');
}

const gap = 2;
const plain = (cell: string) => cell;

// Its own colours are written into pipes too, whatever NO_COLOR says: both must be emptied.
const borderless = {
  style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': gap },
  chars: Object.fromEntries(
    `top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right
    right-mid middle`
      .split(/\s+/)
      .map((part) => [part, '']),
  ),
};

/** Takes from the widest column that may be cut, until all fit or nothing is left to take. */
function fit(natural: readonly number[], whole: readonly boolean[], width: number): number[] {
  const widths = [...natural];
  const smallest = 8;
  for (;;) {
    const excess = widths.reduce((sum, inner) => sum + inner + gap, 0) - width;
    const widest = Math.max(...widths.filter((_, index) => !whole[index]));
    if (excess <= 0 || widest <= smallest) return widths;
    const index = widths.findIndex((inner, at) => inner === widest && !whole[at]);
    widths[index] = Math.max(smallest, widest - excess);
  }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '-';
  return cleanLine(typeof value === 'string' ? value : JSON.stringify(value, null, 1));
}

function trimLines(text: string): string {
  return text.replace(/[ \t]+$/gm, '');
}
