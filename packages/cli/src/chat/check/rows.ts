/** What came of checks for a person: a line a check, below it one a turn and one a criterion; of one step, that one alone. Pure. */
import { basename } from 'node:path';
import type { Paint } from '../../output/paint';
import type { Column } from '../../output/view';
import type { CheckResult, Status } from './result';

export interface Row {
  readonly file: string;
  readonly check: string;
  /** Empty in the line of the check itself. */
  readonly step: string;
  readonly status: Status;
  readonly firstTokenMs?: number | undefined;
  readonly totalMs?: number | undefined;
  readonly why: string;
}

export function rowsOf(results: readonly CheckResult[]): readonly Row[] {
  return results.flatMap((result) => {
    const { file, name: check, status, ms } = result;
    const steps = stepsOf(result).map((step) => ({ file, check, ...step }));
    // What came of its only step is what came of it.
    if (steps.length === 1) return steps;
    return [{ file, check, step: '', status, totalMs: ms, why: '' }, ...steps];
  });
}

function stepsOf({ turns, criteria }: CheckResult): readonly Omit<Row, 'file' | 'check'>[] {
  return [
    ...turns.map(({ turn, say, status, problems, firstTokenMs, totalMs }) => ({
      step: `${turn}. ${say}`,
      ...{ status, firstTokenMs, totalMs, why: problems.join('; ') },
    })),
    ...criteria.map(({ label, status, reason = '' }) => ({
      ...{ step: `criterion: ${label}`, status, why: reason },
    })),
  ];
}

/** @param files those that have to be told from each other: one needs no column. */
export function columnsOf(paint: Paint, files: readonly string[]): readonly Column<Row>[] {
  const names = files.map((file) => basename(file));
  const areAlike = new Set(names).size < new Set(files).size;
  return [
    {
      title: 'file',
      value: ({ file }) => (areAlike ? file : basename(file)),
      raw: ({ file }) => file,
      wide: files.length === 1,
    },
    { title: 'check', value: ({ check }) => check },
    { title: 'step', value: ({ step }) => step },
    { title: 'result', value: ({ status }) => status, paint: (cell) => painted(cell, paint) },
    { title: 'first token', value: ms('firstTokenMs'), raw: (row) => row.firstTokenMs ?? null },
    { title: 'done', value: ms('totalMs'), raw: (row) => row.totalMs ?? null },
    { title: 'why', value: ({ why }) => why },
  ];
}

const ms = (name: 'firstTokenMs' | 'totalMs') => (row: Row) =>
  row[name] === undefined ? null : `${row[name]} ms`;

const colours = { passed: 'green', failed: 'red', error: 'red', skipped: 'yellow' } as const;

function painted(cell: string, paint: Paint): string {
  const status = cell.trim();
  return Object.hasOwn(colours, status) ? paint[colours[status as Status]](cell) : cell;
}
