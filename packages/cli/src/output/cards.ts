/** One record: a field a line, or a block of them. Long texts are wrapped at words, and nothing is cut. */
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { cellLine, cellLines, isolated, type Room } from './cell';
import { cleanLine } from './clean';
import type { Column, Field } from './view';

/** A record a block, its first column above: for terminals too narrow for a table. */
export function drawCards<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  room: Room,
): string {
  const [first, ...others] = columns;
  if (first === undefined) return '';
  const blocks = rows.map((row) => {
    const head = wrapped(cellLine(first.value(row)), '', room, first.paint);
    const lines = others.map(
      ({ title, value, paint }) => ({ name: title, text: cellLine(value(row)), paint }) as const,
    );
    return [head, ...drawFields(lines, '  ', room)].join('\n');
  });
  return blocks.join('\n\n');
}

export function drawRecord(fields: readonly Field[], room: Room): string {
  const lines = fields.map(([name, value, paint]) => ({ name, text: cellLines(value), paint }));
  const label = labelWidth(lines);
  // Beside its name an id would not fit: names above, then.
  if (!room.headers || room.width - label >= narrowest)
    return drawFields(lines, '', room).join('\n');
  return lines
    .flatMap(({ name, text, paint }) => [cleanLine(name), `  ${wrapped(text, '  ', room, paint)}`])
    .join('\n');
}

interface Line {
  readonly name: string;
  readonly text: string;
  readonly paint?: Column<never>['paint'];
}

const gap = 2;
const narrowest = 40;
/** Columns that are read with ease. */
const widest = 100;

function labelWidth(lines: readonly Line[]): number {
  return Math.max(0, ...lines.map(({ name }) => stringWidth(cleanLine(name)))) + gap;
}

function drawFields(lines: readonly Line[], indent: string, room: Room): string[] {
  const label = room.headers ? labelWidth(lines) : 0;
  return lines.map(({ name, text, paint }) => {
    const title = room.headers ? cleanLine(name) : '';
    const start = indent + title + ' '.repeat(Math.max(0, label - stringWidth(title)));
    return start + wrapped(text, ' '.repeat(indent.length + label), room, paint);
  });
}

/** All lines but the first behind the margin, so that none can pass for a field of ours. */
function wrapped(text: string, margin: string, room: Room, paint?: Column<never>['paint']): string {
  const inner = Math.max(10, room.width - margin.length);
  const lines =
    inner === Number.POSITIVE_INFINITY
      ? text
      : wrapAnsi(text, Math.min(widest, inner), { hard: true });
  return lines
    .split('\n')
    .map((line) => isolated(line, room))
    .map((line) => paint?.(line) ?? line)
    .join(`\n${margin}`);
}
