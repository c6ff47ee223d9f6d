/** What a bulk run decides, without one: ages, plans, exit codes, the file of what is left. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeTransition, planOf } from '../src/bulk/judge';
import { exitOf, type Outcome, resultOf } from '../src/bulk/outcome';
import { barText } from '../src/bulk/progress';
import { resumeText } from '../src/bulk/resume-file';
import { inTurns } from '../src/bulk/turns';
import type { Way } from '../src/bulk/work';
import { transition } from '../src/bulk/works';
import { age, isOfAge } from '../src/input/age';
import { linesOf } from '../src/input/lines';
import { wholeNumber } from '../src/input/whole-number';

describe('an age', () => {
  it.each([
    ['90s', 90_000],
    ['45m', 2_700_000],
    ['12h', 43_200_000],
    ['30d', 2_592_000_000],
    ['2w', 1_209_600_000],
    ['1.5h', 5_400_000],
    [' 1D ', 86_400_000],
    ['0d', 0],
  ])('%j is %d milliseconds', (text, milliseconds) => {
    expect(age(text)).toBe(milliseconds);
  });

  it.each([
    '',
    '30',
    'd',
    '-1d',
    '1 d',
    '1y',
    '1M0',
    '1e3d',
    '1,5d',
    'd1',
    '1dd',
    '٣d',
    '.5d',
    'NaNd',
  ])('%j is none', (text) => {
    expect(() => age(text)).toThrow(/as in 30d/);
  });

  it('is read from whatever number it is written with, and from nothing else', () => {
    const unit = fc.constantFrom('s', 'm', 'h', 'd', 'w');
    fc.assert(
      fc.property(
        fc.nat(),
        unit,
        (count, name) => age(`${count}${name}`) === count * age(`1${name}`),
      ),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^\s*\d+(\.\d+)?[smhdw]\s*$/i.test(text));
        expect(() => age(text)).toThrow();
      }),
    );
  });

  it.each([
    ['2026-01-01T00:00:00Z', {}, true],
    [undefined, {}, true],
    ['2026-01-01T00:00:00Z', { olderThan: 3_599_999 }, true],
    ['2026-01-01T00:00:00Z', { olderThan: 3_600_000 }, false],
    ['2026-01-01T00:00:00Z', { newerThan: 3_600_001 }, true],
    ['2026-01-01T00:00:00Z', { newerThan: 3_600_000 }, false],
    ['2026-01-01T00:00:00Z', { olderThan: 1, newerThan: 7_200_000 }, true],
    ['yesterday', { olderThan: 1 }, undefined],
    [undefined, { newerThan: 1 }, undefined],
  ])('of %j within %j is %j an hour later', (time, limits, expected) => {
    expect(isOfAge(time, limits, Date.parse('2026-01-01T01:00:00Z'))).toBe(expected);
  });
});

describe('a whole number', () => {
  it.each(['', '0', '33', '1.5', '1e1', '0x10', '-1', 'many', '٣'])(
    '%j is none from 1 to 32',
    (text) => {
      expect(() => wholeNumber(1, 32)(text)).toThrow('from 1 to 32');
    },
  );

  it('is itself within its bounds', () => {
    const within = fc.integer({ min: 1, max: 32 });
    fc.assert(fc.property(within, (value) => wholeNumber(1, 32)(String(value)) === value));
  });
});

describe('the plan', () => {
  const ways: Way[] = ['named', 'matched', 'picked', 'resumed'];

  it.each([
    ['activate', 'draft', undefined],
    ['activate', 'active', 'skipped'],
    ['activate', 'archived', 'failed'],
    ['archive', 'draft', undefined],
    ['archive', 'active', undefined],
    ['archive', 'archived', 'skipped'],
    ['restore', 'archived', undefined],
    ['restore', 'active', 'skipped'],
    ['restore', 'draft', 'failed'],
    ['archive', 'hibernating', undefined],
    ['archive', undefined, undefined],
  ] as const)('to %s what is %s: %s', (name, status, outcome) => {
    for (const way of ways) {
      const settled = judgeTransition(name, { id: 'a', status }, way);
      // What a filter caught was not meant one by one.
      const expected = outcome === 'failed' && way === 'matched' ? 'skipped' : outcome;
      expect(settled?.outcome).toBe(expected);
    }
  });

  it('keeps the order, and does not look for what is not there', () => {
    const targets = [
      { id: 'b', status: 'draft' },
      { id: 'a', missing: true },
    ];
    const steps = planOf(transition('archive'), targets, 'named');
    expect(steps.map(({ target, settled }) => [target.id, settled?.outcome])).toEqual([
      ['b', undefined],
      ['a', 'failed'],
    ]);
  });
});

describe('the exit code', () => {
  const failed = (exit: number): Outcome => ({
    target: { id: 'f' },
    outcome: 'failed',
    failure: { exit, code: 'X', message: 'x' },
  });
  const plain = (outcome: Outcome['outcome']): Outcome => ({ target: { id: 'p' }, outcome });

  it.each([
    ['nothing', [], 0],
    ['all done or skipped', [plain('done'), plain('skipped')], 0],
    ['one left', [plain('done'), plain('left')], 1],
    ['one failure', [plain('done'), failed(5)], 5],
    ['failures alike', [failed(7), failed(7)], 7],
    ['failures unlike', [failed(7), failed(5)], 1],
    ['a failure, and some left', [failed(4), plain('left')], 4],
  ] as const)('of %s', (_, outcomes, code) => {
    expect(exitOf(outcomes)).toBe(code);
  });

  it('is 0 exactly where nothing failed or is left, and the summary counts each once', () => {
    const any = fc.oneof(
      fc.constantFrom<Outcome['outcome']>('done', 'skipped', 'left').map(plain),
      fc.integer({ min: 1, max: 7 }).map(failed),
    );
    fc.assert(
      fc.property(fc.array(any), (outcomes) => {
        const { summary } = resultOf(outcomes);
        expect(exitOf(outcomes) === 0).toBe(summary.failed + summary.left === 0);
        expect(Object.values(summary).reduce((sum, each) => sum + each, 0)).toBe(outcomes.length);
      }),
    );
  });
});

describe('the file of what is left', () => {
  it('gives back every id, whatever a server calls its records', () => {
    const target = fc.record({
      id: fc.oneof(fc.uuid(), fc.string({ minLength: 1, unit: 'binary' })),
      name: fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(target), (targets) => {
        expect(linesOf(resumeText(targets))).toEqual(targets.map(({ id }) => id));
      }),
    );
  });
});

describe('lines of ids and names', () => {
  it.each([
    ['550e8400-e29b-41d4-a716-446655440000 # Support', '550e8400-e29b-41d4-a716-446655440000'],
    ['550E8400-e29b-41d4-a716-446655440000\t# Support', '550E8400-e29b-41d4-a716-446655440000'],
    ['agent_1\t# Support', 'agent_1'],
    ['agent_1\t#', 'agent_1'],
    ['Agent #1', 'Agent #1'],
    ['Agent # 1', 'Agent # 1'],
    ['# 1', '# 1'],
    ['550e8400 # Support', '550e8400 # Support'],
  ])('%j means %j', (line, meant) => {
    expect(linesOf(line)).toEqual([meant]);
  });

  it('never cut a name that has no tab and begins with no UUID', () => {
    const name = fc.string({ minLength: 1 }).map((text) => text.replace(/\s/g, ' ').trim());
    fc.assert(
      fc.property(name, (text) => {
        fc.pre(text !== '' && !text.startsWith('{') && !text.startsWith('\uFEFF'));
        expect(linesOf(`${text}\n`)).toEqual([text]);
      }),
    );
  });
});

describe('turns', () => {
  it('take each once, never more at a time than they may, and none once stopped', async () => {
    const task = fc.array(fc.nat(3), { maxLength: 30 });
    const property = fc.asyncProperty(
      task,
      fc.integer({ min: 1, max: 8 }),
      fc.option(fc.nat(30), { nil: Number.POSITIVE_INFINITY }),
      async (tasks, width, stopAfter) => {
        const begun: number[] = [];
        let running = 0;
        let most = 0;
        let ended = 0;
        await inTurns(
          tasks.keys(),
          width,
          () => ended >= stopAfter,
          async (at) => {
            begun.push(at);
            most = Math.max(most, ++running);
            for (let ticks = tasks[at] ?? 0; ticks > 0; ticks--) await null;
            running--;
            ended++;
          },
        );
        expect(running).toBe(0);
        expect(most).toBeLessThanOrEqual(width);
        expect(begun).toEqual([...begun.keys()]);
        expect(begun.length).toBeLessThanOrEqual(Math.min(tasks.length, stopAfter + width));
        if (stopAfter > tasks.length) expect(begun).toHaveLength(tasks.length);
      },
    );
    await fc.assert(property);
  });
});

describe('the bar', () => {
  it.each([
    [0, 0, 0, 'x [####################] 0/0'],
    [0, 10, 0, 'x [--------------------] 0/10'],
    [5, 10, 1, 'x [##########----------] 5/10, 1 failed'],
    [199, 200, 0, 'x [###################-] 199/200'],
    [200, 200, 0, 'x [####################] 200/200'],
  ])('of %d of %d, %d failed', (finished, total, failed, text) => {
    expect(barText('x', finished, total, failed)).toBe(text);
  });
});
