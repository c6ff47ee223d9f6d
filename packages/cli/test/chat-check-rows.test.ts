/** What came of checks as rows: which file, and no step twice. */
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../src/chat/check/result';
import { columnsOf, rowsOf } from '../src/chat/check/rows';
import { plainPaints } from '../src/output/paint';

const turn = { turn: 1, say: 'Hello', status: 'passed', problems: [], totalMs: 90 } as const;
const result = (more: Partial<CheckResult> = {}): CheckResult => ({
  ...{ file: 'checks/a.yaml', name: 'A', agent: 'x', status: 'passed', ms: 100 },
  ...{ turns: [turn], criteria: [] },
  ...more,
});
const criterion = { label: 'Polite', description: 'is', status: 'skipped' } as const;

describe('the rows of a check', () => {
  it('are one where there is one step', () => {
    expect(rowsOf([result()])).toEqual([
      {
        ...{ file: 'checks/a.yaml', check: 'A', step: '1. Hello', status: 'passed', why: '' },
        ...{ firstTokenMs: undefined, totalMs: 90 },
      },
    ]);
  });

  it('are one for the whole and one a step where there are several', () => {
    const rows = rowsOf([result({ criteria: [criterion] })]);
    expect(rows.map(({ step, status }) => [step, status])).toEqual([
      ['', 'passed'],
      ['1. Hello', 'passed'],
      ['criterion: Polite', 'skipped'],
    ]);
  });
});

describe('the column of files', () => {
  const [row] = rowsOf([result()]);
  const first = (files: readonly string[]) => columnsOf(plainPaints.stdout, files)[0];
  it.each([
    [['checks/a.yaml'], true, 'a.yaml'],
    [['checks/a.yaml', 'checks/b.yaml'], false, 'a.yaml'],
    [['checks/a.yaml', 'other/a.yaml'], false, 'checks/a.yaml'],
  ])('of %j is for --wide alone: %s; a file is %s', (files, wide, shown) => {
    const column = first(files);
    expect(column).toMatchObject({ title: 'file', wide });
    expect(row && column?.value(row)).toBe(shown);
    expect(row && column?.raw?.(row)).toBe('checks/a.yaml');
  });
});
