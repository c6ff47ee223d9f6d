/** Lines in rows of a width, colours and all. */
import wrapAnsi from 'wrap-ansi';
import { plainStyle } from './control-sequences';

/** Rows that break between words; a word that is wider than a row is broken too. */
export function wrapped(line: string, width: number): string[] {
  return rowsOf(line, width, true);
}

/** As `wrapped`, but a word that is too wide stays whole: the terminal wraps it, and it can be copied as one. */
export function wrappedWords(line: string, width: number): string[] {
  return rowsOf(line, width, false);
}

/** The first row, and a sign where there is more. */
export function cut(line: string, width: number): string {
  const [whole = '', ...more] = pieces(line, width);
  if (more.length === 0) return whole;
  const [start = ''] = pieces(line, Math.max(1, width - 1));
  return width > 1 ? `${start}…` : start;
}

function pieces(line: string, width: number): string[] {
  const flat = line.replace(/\n/g, ' ');
  return ended(wrapAnsi(flat, width, { hard: true, trim: false, wordWrap: false }));
}

function rowsOf(text: string, width: number, hard: boolean): string[] {
  return text.split('\n').flatMap((line) => {
    const rows = ended(wrapAnsi(line, width, { hard, trim: false }));
    // The break takes the place of the space.
    return rows.map((row, at) => {
      const start = at === 0 ? row : row.replace(leadingSpaces, '$1');
      return at === rows.length - 1 ? start : start.replace(trailingSpaces, '$1');
    });
  });
}

/** Nothing runs on from a row into the next, whoever forgot to end it. */
function ended(rows: string): string[] {
  return rows.split('\n').map((row) => (row.includes('\u001b') ? `${row}${plainStyle}` : row));
}

/* biome-ignore-start lint/suspicious/noControlCharactersInRegex: colours may stand around the spaces */
const leadingSpaces = /^((?:\u001b\[[\d;:]*m)*) +/;
const trailingSpaces = / +((?:\u001b\[[\d;:]*m)*)$/;
/* biome-ignore-end lint/suspicious/noControlCharactersInRegex: as above */
