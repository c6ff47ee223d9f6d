/** How far a drawn row reaches once a terminal of another width has wrapped it again. */
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { graphemes } from './graphemes';
import type { Size } from './layout';
import type { Place } from './prompt-rows';

/**
 * `tracking`: all rows are wrapped again, and the cursor stays with its character. `xterm.js` (VS Code and others): not
 * the cursor's row, and the cursor moves as if all that became longer were above it. `none`: they are cut.
 */
export type Reflow = 'tracking' | 'xterm.js' | 'none';

export function reflowOf(env: NodeJS.ProcessEnv): Reflow {
  const { TERM = '', TERM_PROGRAM, TMUX, XTERM_VERSION } = env;
  // It stands between us and whatever terminal there is.
  if (TMUX) return 'tracking';
  if (XTERM_VERSION || TERM === 'linux') return 'none';
  return ['vscode', 'Hyper', 'Tabby'].includes(TERM_PROGRAM ?? '') ? 'xterm.js' : 'tracking';
}

/** What stands on a terminal, and how large that was. */
export interface Drawn {
  readonly rows: readonly string[];
  readonly cursor: Place;
  readonly size: Size;
}

/** Rows from the top of what was drawn down to the cursor, on a terminal that is of another size by now. */
export function rowsAboveCursor(drawn: Drawn, size: Size, reflow: Reflow): number {
  const { rows, cursor } = drawn;
  if (reflow === 'none') return cursor.row;
  if (reflow === 'xterm.js') return rowsInXterm(drawn, size);
  const above = rows.slice(0, cursor.row).reduce((sum, row) => sum + rowsOf(row, size.columns), 0);
  return above + rowsBefore(rows[cursor.row] ?? '', cursor.column, size.columns);
}

/** A terminal that becomes less high first drops what is below the cursor; how much of that was ours, is not known. */
function rowsInXterm({ rows, cursor, size: before }: Drawn, size: Size): number {
  const below = rows.length - 1 - cursor.row;
  const dropped = Math.min(Math.max(0, before.rows - size.rows), Math.max(0, below));
  const known = Array.from({ length: dropped + 1 }, (_, count) =>
    afterWrapping(rows.slice(0, rows.length - count), cursor.row, size.columns),
  );
  // Rather a row of ours that stays than one of the conversation that goes.
  return Math.min(...known);
}

/** From the last row to the first, and what is the cursor's row changes on the way. */
function afterWrapping(rows: readonly string[], cursorRow: number, columns: number): number {
  return rows.reduceRight(
    (cursor, row, at) => (at === cursor ? cursor : cursor + rowsOf(row, columns) - 1),
    cursorRow,
  );
}

function rowsOf(row: string, columns: number): number {
  return rowsBefore(row, Number.POSITIVE_INFINITY, columns) + 1;
}

/** Breaks before that column, or before the end. */
function rowsBefore(row: string, column: number, columns: number): number {
  let breaks = 0;
  let used = 0;
  let seen = 0;
  for (const grapheme of graphemes(stripVTControlCharacters(row))) {
    const width = stringWidth(grapheme);
    // A wide character that does not fit any more takes the next row.
    if (used + width > columns) {
      breaks += 1;
      used = 0;
    }
    if (seen >= column) return breaks;
    used += width;
    seen += width;
  }
  return column === Number.POSITIVE_INFINITY
    ? breaks
    : breaks + Math.floor((used + column - seen) / columns);
}
