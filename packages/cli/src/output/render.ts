/** A value in a format, as text. What a format needs is loaded with its first use. */
import type { Room } from './cell';
import { cleanJson } from './clean';
import type { Format, OutputFlags } from './formats';
import { jsonLine, partLine } from './lines';
import { areColumns } from './select';
import { sensible } from './sensible';
import { type Sheet, sheetOf, withRows } from './sheet';
import type { AnyView, Column } from './view';

export interface Form {
  readonly format: Format;
  readonly flags: OutputFlags;
  readonly room: Room;
  readonly warn: (message: string) => void;
}

export async function render(value: unknown, view: () => AnyView, form: Form): Promise<string> {
  const { format, flags, room, warn } = form;
  if (format === 'json' || format === 'yaml') {
    return document(
      flags.sort === undefined ? value : sorted(value, sensible(view), flags),
      format,
    );
  }
  const sheet = sensible(() => sheetOf(value, view(), flags));
  for (const path of sheet.empty ?? []) warn(`Nothing here has ${path}`);
  if (format === 'table') {
    const { draw } = await import('./draw');
    return sensible(() => draw(sheet, room));
  }
  if (format === 'csv') {
    const { csvHeader, csvRows } = await import('./csv');
    const head = flags.headers === false ? '' : csvHeader(sheet.columns);
    return head + sensible(() => csvRows(sheet.rows, sheet.columns));
  }
  if (format === 'ndjson') return (isList(sheet) ? sheet.rows : [value]).map(jsonLine).join('');
  return sheet.rows.map((row) => partLine(format, row, sheet.columns)).join('');
}

/** How each row is written by itself; nothing where all of them are needed first. */
export async function rowByRow<T>(
  columns: readonly Column<T>[],
  { format, flags }: Form,
): Promise<{ readonly head: string; readonly textOf: (row: T) => string } | undefined> {
  if (flags.sort !== undefined || flags.query !== undefined) return undefined;
  if (format === 'ndjson') return { head: '', textOf: jsonLine };
  if (format === 'name' || format === 'id') {
    const known = columns as readonly Column<unknown>[];
    return { head: '', textOf: (row) => partLine(format, row, known) };
  }
  // Whether a path leads anywhere is only known when all rows are there.
  if (format !== 'csv' || !areColumns(flags.columns, columns)) return undefined;
  const { csvHeader, csvRows } = await import('./csv');
  const { columns: shown } = sheetOf(
    [],
    { columns: columns as readonly Column<unknown>[], rows: [] },
    flags,
  );
  return {
    head: flags.headers === false ? '' : csvHeader(shown),
    textOf: (row) => sensible(() => csvRows([row], shown)),
  };
}

function sorted(value: unknown, view: AnyView, { sort }: OutputFlags): unknown {
  const { rows } = sheetOf(value, view, { sort });
  const before = 'rows' in view ? view.rows : 'lines' in view ? view.lines : rows;
  return withRows(value, before, rows);
}

async function document(value: unknown, format: 'json' | 'yaml'): Promise<string> {
  if (format === 'json') return `${cleanJson(value, 2)}\n`;
  const { toYaml } = await import('./yaml');
  return toYaml(value);
}

function isList({ look }: Sheet): boolean {
  return look === 'list' || look === 'lines';
}
