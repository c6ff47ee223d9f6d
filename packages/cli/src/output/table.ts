/** Rows as aligned text, fitted to the terminal; laid out by cli-table3 without its own colours. */
import Table from 'cli-table3';
import stringWidth from 'string-width';
import { drawCards } from './cards';
import { cellLine, cut, isolated, type Room } from './cell';
import { cleanLine } from './clean';
import type { Column } from './view';

/** A record a block where the columns don't fit side by side. */
export function drawTable<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  room: Room,
): string {
  const cells = rows.map((row) => columns.map(({ value }) => cellLine(value(row))));
  const titles = columns.map(({ title }) => cleanLine(title).toUpperCase());
  const widths = fit(
    titles.map((title, at) =>
      widest([room.headers ? title : '', ...cells.map((line) => line[at] ?? '')]),
    ),
    columns.map(({ whole }) => whole === true),
    room.width,
  );
  if (widths === undefined) return drawCards(rows, columns, room);
  const drawn = cells.map((line) =>
    line.map((text, at) => {
      const shown = cut(text, widths[at] ?? 0);
      const finished = isolated(shown, room);
      return { finished: columns[at]?.paint?.(finished) ?? finished, width: stringWidth(shown) };
    }),
  );
  const head = titles.map((title, at) => {
    const shown = cut(title, widths[at] ?? 0);
    return { finished: isolated(shown, room), width: stringWidth(shown) };
  });
  return layOut(room.headers ? [head, ...drawn] : drawn, widths);
}

const gap = 2;

interface Cell {
  /** Cut, coloured, with whatever takes no room. */
  readonly finished: string;
  readonly width: number;
}

/**
 * cli-table3 measures by rules of its own, which take the vowel signs of Arabic for letters: so it is given stand-ins
 * of the right width, and the cells take their places.
 */
function layOut(lines: readonly (readonly Cell[])[], widths: readonly number[]): string {
  const drawn: string[] = [];
  for (let from = 0; from < lines.length; from += batch) {
    const table = new Table({ colWidths: widths.map((inner) => inner + gap), ...borderless });
    for (const line of lines.slice(from, from + batch)) {
      table.push(line.map(({ width }) => standIn.repeat(width)));
    }
    drawn.push(table.toString());
  }
  const finished = lines.flat().filter(({ width }) => width > 0);
  let next = 0;
  return drawn
    .join('\n')
    .replace(/[ \t]+$/gm, '')
    .replace(standIns, () => finished[next++]?.finished ?? '');
}

/** Rows at a time: the time that cli-table3 takes grows with the square of them. */
const batch = 100;
const standIn = '#';
const standIns = /#+/g;

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

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, stringWidth(text)), 0);
}

/** Takes from the widest column that may be cut, until all fit; nothing where they can't. */
export function fit(
  natural: readonly number[],
  whole: readonly boolean[],
  width: number,
): number[] | undefined {
  // cli-table3 knows no empty column.
  const widths = natural.map((inner) => Math.max(inner, 1));
  const smallest = 8;
  for (;;) {
    const excess = widths.reduce((sum, inner) => sum + inner + gap, -gap) - width;
    if (excess <= 0) return widths;
    const widest = Math.max(...widths.filter((_, at) => !whole[at]));
    if (widest <= smallest) return undefined;
    const at = widths.findIndex((inner, index) => inner === widest && !whole[index]);
    widths[at] = Math.max(smallest, widest - excess);
  }
}
