/** A prompt as rows, and where in them the cursor stands. */
import stringWidth from 'string-width';
import { clean } from '../../output/clean';
import { graphemes } from './graphemes';
import type { Prompt } from './screen';
import { cut } from './wrapped';

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface PromptRows {
  readonly rows: readonly string[];
  readonly cursor: Place;
}

interface Cell {
  readonly at: number;
  readonly shown: string;
  readonly width: number;
  readonly isSpace: boolean;
}

export function promptRows({ label, text, cursor }: Prompt, width: number): PromptRows {
  const first = cut(label, Math.max(1, width - leastRoom));
  const indent = stringWidth(first);
  const room = Math.max(1, width - indent);
  const rows: string[] = [];
  let place: Place = { row: 0, column: indent };
  for (const cells of cellRows(text, room)) {
    const before = cells.filter(({ at }) => at < cursor);
    if ((cells[0]?.at ?? 0) <= cursor) {
      place = { row: rows.length, column: indent + widthOfCells(before) };
    }
    const shown = cells.map((cell) => cell.shown).join('');
    rows.push(`${rows.length === 0 ? first : ' '.repeat(indent)}${shown}`);
  }
  return { rows, cursor: place };
}

/** A row ends with a cell that shows nothing: the place where a line ends. */
function cellRows(text: string, room: number): Cell[][] {
  const rows: Cell[][] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    const cells = cellsOf(line, at);
    at += line.length;
    rows.push(...broken([...cells, { at, shown: '', width: 0, isSpace: false }], room));
    at += 1;
  }
  return rows;
}

function cellsOf(line: string, start: number): Cell[] {
  let at = start;
  return graphemes(line).map((grapheme) => {
    const shown = clean(grapheme).replace(/\t/g, '  ');
    const cell = { at, shown, width: stringWidth(shown), isSpace: /^[ \t]/.test(grapheme) };
    at += grapheme.length;
    return cell;
  });
}

/** Between words where there are any. */
function broken(cells: readonly Cell[], room: number): Cell[][] {
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let used = 0;
  for (const [at, cell] of cells.entries()) {
    const isTooMuch = row.length > 0 && used + cell.width > room;
    if (isTooMuch && cell.isSpace && isWord(cells[at + 1])) {
      // The break takes its place.
      row.push({ ...cell, shown: '', width: 0 });
      continue;
    }
    if (isTooMuch) {
      const kept = cell.isSpace ? row.length : wordsEnd(row);
      rows.push(row.slice(0, kept));
      row = row.slice(kept);
      used = widthOfCells(row);
    }
    row.push(cell);
    used += cell.width;
  }
  return [...rows, row];
}

function isWord(cell: Cell | undefined): boolean {
  return cell !== undefined && cell.shown !== '' && !cell.isSpace;
}

/** How many cells may stay in the row when its last word moves on. */
function wordsEnd(row: readonly Cell[]): number {
  const space = row.findLastIndex(({ isSpace }) => isSpace);
  return space < 0 ? row.length : space + 1;
}

function widthOfCells(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}

/** Columns that what is typed has at the least, however long the label is. */
const leastRoom = 4;
