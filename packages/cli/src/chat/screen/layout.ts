/** Which rows a screen has for what lives: status first, then what is typed, then as much of the answer's end as fits. */
import { type Place, promptRows } from './prompt-rows';
import type { Live, Prompt } from './screen';
import { cut, wrapped } from './wrapped';

export interface Layout {
  readonly rows: readonly string[];
  /** Where typing happens; none without a prompt. */
  readonly cursor?: Place | undefined;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export function layoutOf({ body, prompt, status }: Live, { columns, rows }: Size): Layout {
  // The last column stays empty: a terminal that wraps by itself would make two rows of one.
  const width = Math.max(1, columns - 1);
  const foot = status.slice(0, prompt ? rows - 1 : rows).map((line) => cut(line, width));
  const typed = prompt && windowOf(prompt, width, rows - foot.length);
  const typedRows = typed?.rows ?? [];
  const head = lastRows(body, width, rows - foot.length - typedRows.length);
  return {
    rows: [...head, ...typedRows, ...foot],
    cursor: typed?.cursor && { ...typed.cursor, row: typed.cursor.row + head.length },
  };
}

/** The rows around the cursor, down to the last where they fit. */
function windowOf(prompt: Prompt, width: number, height: number): Layout & { cursor: Place } {
  const { rows, cursor } = promptRows(prompt, width);
  const start = Math.max(0, Math.min(cursor.row, rows.length - height));
  return {
    rows: rows.slice(start, start + height),
    cursor: { ...cursor, row: cursor.row - start },
  };
}

function lastRows(lines: readonly string[], width: number, height: number): string[] {
  const rows: string[] = [];
  for (let at = lines.length - 1; at >= 0 && rows.length < height; at--) {
    rows.unshift(...wrapped(lines[at] ?? '', width));
  }
  return height > 0 ? rows.slice(-height) : [];
}
