/** What came of checks for a person: a line a check, below it one a turn and one a criterion. Pure. */
import type { Paint } from '../../output/paint';
import type { Column } from '../../output/view';
import type { CheckResult, Status } from './result';

export interface Row {
  readonly check: string;
  /** Empty in the line of the check itself. */
  readonly step: string;
  readonly status: Status;
  readonly firstTokenMs?: number | undefined;
  readonly totalMs?: number | undefined;
  readonly why: string;
}

export function rowsOf(results: readonly CheckResult[]): readonly Row[] {
  return results.flatMap(({ name: check, status, ms, turns, criteria }) => [
    { check, step: '', status, totalMs: ms, why: '' },
    ...turns.map(({ turn, say, problems, ...rest }) => ({
      ...{ check, step: `${turn}. ${say}`, why: problems.join('; ') },
      ...{ status: rest.status, firstTokenMs: rest.firstTokenMs, totalMs: rest.totalMs },
    })),
    ...criteria.map(({ label, reason = '', ...rest }) => ({
      ...{ check, step: `criterion: ${label}`, status: rest.status, why: reason },
    })),
  ]);
}

export function columnsOf(paint: Paint): readonly Column<Row>[] {
  return [
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
