/** A sheet as a person reads it. A file of its own, so that only tables load what draws them. */
import { drawRecord } from './cards';
import { cellLine, type Room } from './cell';
import { clean } from './clean';
import type { Sheet } from './sheet';
import { drawTable } from './table';

export function draw({ look, columns, rows, text = '' }: Sheet, room: Room): string {
  if (look === 'list') return ended(drawTable(rows, columns, room));
  if (look === 'text') return ended(clean(text));
  if (look === 'lines') return drawLines(rows);
  const [record] = rows;
  const fields = columns.map(({ title, value, paint }) => [title, value(record), paint] as const);
  return ended(drawRecord(fields, room));
}

/** A single text keeps its line breaks; of several, each is a line. */
function drawLines(lines: readonly unknown[]): string {
  const [only] = lines;
  if (lines.length === 1 && typeof only === 'string') return ended(clean(only));
  return lines.map((line) => ended(cellLine(line))).join('');
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
