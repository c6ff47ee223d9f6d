/** `--columns`, `--sort` and `--query`: what they mean, and what they say of what makes no sense. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../src/failure';
import { type Format, formatOf, type OutputFlags } from '../src/output/formats';
import { columnPath, follow, parsePaths } from '../src/output/path';
import { parseQuery } from '../src/output/query';
import { compare, parseOrders, pickColumns, sortRows } from '../src/output/select';
import type { Column } from '../src/output/view';

interface Row {
  readonly id?: unknown;
  readonly name?: unknown;
  readonly updatedAt?: unknown;
  readonly modelConfig?: unknown;
}

const columns: readonly Column<Row>[] = [
  { title: 'id', value: ({ id }) => id },
  { title: 'name', value: ({ name }) => name },
  { title: 'updated', key: 'updatedAt', value: () => 'now', raw: ({ updatedAt }) => updatedAt },
];

const rows: readonly Row[] = [
  { id: '1', name: 'b10', updatedAt: '2026-01-02T00:00:00Z', modelConfig: { model: 'x/y' } },
  { id: '2', name: 'b9', updatedAt: '2025-01-02T00:00:00.000Z' },
  { id: '3', name: null, updatedAt: null },
  { id: '4', name: 'a', updatedAt: '2026-01-01T23:59:59.999Z' },
];

function problem(work: () => unknown): { message: string; hint: string | undefined } {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    const { message, hint } = error as UsageError;
    return { message, hint };
  }
  throw new Error('It was not refused');
}

describe('--columns', () => {
  it.each([
    ['id', [['id']]],
    ['id, name', [['id'], ['name']]],
    ['modelConfig.model,id', [['modelConfig', 'model'], ['id']]],
    ['a."b.c, d".0', [['a', 'b.c, d', '0']]],
    ['"\\u0041"', [['A']]],
    ['goes wrong', [['goes wrong']]],
  ])('%j is %j', (text, paths) => {
    expect(parsePaths(text, '--columns')).toEqual(paths);
  });

  it.each([
    ['', 'at its end'],
    ['a,', 'at its end'],
    ['a..b', 'at character 3'],
    [',a', 'at character 1'],
    ['a."b', 'at character 3'],
    ['"a"b', 'at character 4'],
    ['"\\x"', 'at character 1'],
  ])('%j is refused %s', (text, place) => {
    expect(problem(() => parsePaths(text, '--columns')).message).toContain(place);
  });

  it('reads back every path that can be written', () => {
    const path = fc.array(fc.string({ unit: 'binary', minLength: 0 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.array(path, { minLength: 1, maxLength: 4 }), (paths) => {
        expect(parsePaths(paths.map(columnPath).join(','), '--columns')).toEqual(paths);
      }),
    );
  });

  it('reads or refuses any text, and never hangs', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', '\\', '.', ',', ' ') }), (text) => {
        try {
          expect(parsePaths(text, '--columns').every((path) => path.length > 0)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });

  it('knows a column by its key, by its title in any case, and by a path into the records', () => {
    const picked = pickColumns('UPDATED,updatedAt,modelConfig.model,Name', columns, rows);
    expect(picked.map(({ title }) => title)).toEqual([
      'updated',
      'updated',
      'modelConfig.model',
      'name',
    ]);
    expect(rows.map((row) => picked[2]?.value(row))).toEqual([
      'x/y',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reaches nothing that a record inherits', () => {
    expect(follow({}, ['constructor'])).toBeUndefined();
    expect(follow({ a: 'text' }, ['a', 'length'])).toBeUndefined();
    expect(problem(() => pickColumns('__proto__', columns, rows)).message).toContain('__proto__');
  });

  it('says which columns there are, and which was meant', () => {
    const { message, hint } = problem(() => pickColumns('id,naem', columns, rows));
    expect(message).toBe('--columns: there is no column "naem"');
    expect(hint).toContain('Did you mean name? There is id, name, updatedAt, modelConfig');
    expect(problem(() => pickColumns('zzz', columns, rows)).hint).not.toContain('Did you mean');
  });

  it('takes any path where there are no records to tell', () => {
    expect(pickColumns('metadata.team', columns, [])).toHaveLength(1);
  });
});

describe('--sort', () => {
  const ids = (wanted: string) => sortRows(wanted, columns, rows).map(({ id }) => id);

  it.each([
    ['name', ['4', '2', '1', '3']],
    ['-name', ['1', '2', '4', '3']],
    ['name:desc', ['1', '2', '4', '3']],
    ['updated', ['2', '4', '1', '3']],
    ['updatedAt:desc', ['1', '4', '2', '3']],
    ['modelConfig.model,-id', ['1', '4', '3', '2']],
  ])('by %s', (wanted, order) => {
    expect(ids(wanted)).toEqual(order);
  });

  it.each([
    ['-name:desc', [{ path: ['name'], descending: false }]],
    ['a.b:ASC', [{ path: ['a', 'b'], descending: false }]],
    [
      'status,-name',
      [
        { path: ['status'], descending: false },
        { path: ['name'], descending: true },
      ],
    ],
  ])('%s is read', (text, orders) => {
    expect(parseOrders(text)).toEqual(orders);
  });

  it('refuses a column that is not there', () => {
    expect(problem(() => ids('naem')).hint).toContain('Did you mean name?');
  });

  it('is stable, loses nothing, and changes nothing in place', () => {
    const row = fc.record({
      name: fc.oneof(fc.constantFrom('a', 'A', 'b', null, 1, 2), fc.jsonValue()),
    });
    fc.assert(
      fc.property(fc.array(row), fc.constantFrom('name', '-name'), (given, wanted) => {
        const before = [...given];
        const sorted = sortRows<object>(wanted, columns as readonly Column<object>[], given);
        expect(given).toEqual(before);
        expect(new Set(sorted)).toEqual(new Set(given));
        for (const [at, next] of sorted.slice(1).entries()) {
          const previous = sorted[at] as Row;
          const order = compare(previous.name, (next as Row).name, wanted === 'name' ? 1 : -1);
          expect(order).toBeLessThanOrEqual(0);
          if (order === 0) {
            expect(given.indexOf(previous as never)).toBeLessThan(given.indexOf(next as never));
          }
        }
      }),
    );
  });

  it('is an order: of any three values none contradict each other', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    );
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) || 0);
        if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('--query', () => {
  const value = {
    data: [
      { name: 'a', n: 2 },
      { name: 'b', n: 1 },
    ],
  };

  it.each([
    ['data[].name', ['a', 'b']],
    ['data[?name==`b`]|[0].n', 1],
    ["data[?name=='b'].{who: name}", [{ who: 'b' }]],
    ['length(data)', 2],
    ['nothing.here', null],
    ['constructor', null],
  ])('%s', (query, result) => {
    expect(parseQuery(query)(value)).toEqual(result);
  });

  it.each([
    ['foo bar', 'at character 5, "bar"'],
    ['a..b', 'at character 3, ".b"'],
    ['data[*].a # b', 'at character 11, "# b"'],
    ["data[?a=='x'].'", 'at character 15'],
    ['data[', 'ends too early, at character 6'],
    ['', 'ends too early, at character 1'],
    ['data[?a==', 'ends too early'],
    ['sort_by(data, &nope(a))', 'there is no function nope()'],
  ])('%j is refused: %s', (query, words) => {
    expect(problem(() => parseQuery(query)).message).toContain(words);
  });

  it('says so when it does not fit what came', () => {
    expect(problem(() => parseQuery('abs(data)')(value)).message).toContain(
      'does not fit what came',
    );
  });

  it('reads or refuses any text', () => {
    const unit = fc.constantFrom(
      'a',
      '.',
      '[',
      ']',
      '*',
      '?',
      '`',
      "'",
      '"',
      '&',
      '(',
      ')',
      '{',
      ':',
      '|',
      '@',
      '$',
      ' ',
      '1',
      '-',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
        try {
          parseQuery(text);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});

describe('flags that would change nothing', () => {
  it.each<[OutputFlags, boolean, string]>([
    [{ columns: 'id' }, false, '--columns is for table and csv, and the output is json, as'],
    [
      { columns: 'id', format: 'yaml' },
      true,
      '--columns is for table and csv, and the output is yaml',
    ],
    [{ wide: true, format: 'name' }, true, '--wide is for table and csv'],
    [{ headers: false, format: 'ndjson' }, true, '--no-headers is for table and csv'],
  ])('%j are refused', (flags, isTerminal, words) => {
    expect(problem(() => formatOf(flags, isTerminal)).message).toContain(words);
  });

  it.each<[OutputFlags, boolean, Format]>([
    [{}, true, 'table'],
    [{}, false, 'json'],
    [{ columns: 'id' }, true, 'table'],
    [{ columns: 'id', wide: true, headers: false, format: 'csv' }, false, 'csv'],
    [{ query: 'a', sort: 'b', format: 'id' }, false, 'id'],
  ])('%j are fine', (flags, isTerminal, format) => {
    expect(formatOf(flags, isTerminal)).toBe(format);
  });
});
