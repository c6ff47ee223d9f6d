/** csv, YAML, names and ids: what other programs read. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { clean, cleanName } from '../src/output/clean';
import { cell, csvHeader, csvRows } from '../src/output/csv';
import { jsonLine, NothingToPrintError, partLine } from '../src/output/lines';
import { sheetOf, withRows } from '../src/output/sheet';
import { type Column, viewOf } from '../src/output/view';
import { toYaml } from '../src/output/yaml';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
const dangerous = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const text = fc.string({ unit: 'binary' });

describe('csv', () => {
  it('is read back by a parser, cell for cell', () => {
    const columns: Column<readonly string[]>[] = [0, 1, 2].map((at) => ({
      title: `c${at}`,
      value: (row) => row[at],
    }));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text, text)), (rows) => {
        const read = parse(csvHeader(columns) + csvRows(rows, columns));
        expect(read).toEqual([['c0', 'c1', 'c2'], ...rows.map((row) => row.map(cell))]);
      }),
    );
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1-2', "'+1-2"],
    ['-cmd', "'-cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['＝1', "'＝1"],
    ['-5', '-5'],
    ['+212600000000', '+212600000000'],
    ['-1.5e-3', '-1.5e-3'],
    [-5, '-5'],
    [{ a: [1] }, '{"a":[1]}'],
    [null, ''],
    [undefined, ''],
    ['\u001b[31mred', '[31mred'],
    ['two\r\nlines', 'two\nlines'],
  ])('%j is the cell %j', (value, written) => {
    expect(cell(value)).toBe(written);
  });

  it('holds no formula, whatever came', () => {
    fc.assert(
      fc.property(text, (value) => {
        const written = cell(value);
        expect(written.replace(/^'/, '')).toBe(clean(value).replace(/^'/, ''));
        if (/^[=+\-@\t]/.test(written)) expect(Number(written)).not.toBeNaN();
      }),
    );
  });
});

describe('YAML', () => {
  it('is the same value, and harmless', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const written = toYaml(value);
        expect(written).not.toMatch(dangerous);
        expect(JSON.stringify(parseYaml(written))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('keeps the lines of a text, and repeats what comes twice', () => {
    const twice = { a: 1 };
    expect(toYaml({ text: 'one\ntwo\n', first: twice, second: twice })).toBe(
      'text: |\n  one\n  two\nfirst:\n  a: 1\nsecond:\n  a: 1\n',
    );
  });
});

describe('names and ids', () => {
  it('are one line each, and keep their spaces', () => {
    expect(partLine('name', { name: 'a  b\r\nc\u001b[2J' }, [])).toBe('a  b c[2J\n');
    expect(partLine('id', { id: 7 }, [])).toBe('7\n');
    expect(partLine('id', 'just-text', [])).toBe('just-text\n');
    fc.assert(
      fc.property(text, (name) => {
        expect(cleanName(name)).not.toMatch(/[\n\r\t\u2028\u2029]/);
        expect(cleanName(name)).not.toMatch(dangerous);
      }),
    );
  });

  it('are one line for readers that know more line ends, too, and keep the marks of a direction', () => {
    const name = 'a\u2028b\u2029c \u200e\u200f\u061cd';
    expect(partLine('name', { name }, [])).toBe('a b c \u200e\u200f\u061cd\n');
    const line = jsonLine({ name });
    expect(line).toContain('a\\u2028b\\u2029c');
    expect(JSON.parse(line)).toEqual({ name });
    expect(toYaml({ name })).toContain('a\\u2028b');
  });

  it('are refused where there are none', () => {
    for (const row of [{}, { id: null }, { id: {} }, { id: ' ' }, null, { constructor: 1 }]) {
      expect(() => partLine('id', row, [])).toThrow(NothingToPrintError);
    }
  });
});

describe('a value without a view', () => {
  it.each([
    [[{ a: 1 }, { b: 2 }], ['a', 'b'], 2],
    [[[1, 2], [3]], ['1', '2'], 2],
    [[1, 'x', null], ['value'], 3],
    [[], ['value'], 0],
    [{ a: 1, b: 2 }, ['a', 'b'], 1],
    ['text', ['value'], 1],
    [null, ['value'], 0],
  ])('%j has the columns %j', (value, titles, count) => {
    const sheet = sheetOf(value, viewOf(value), {});
    expect(sheet.columns.map(({ title }) => title)).toEqual(titles);
    expect(sheet.rows).toHaveLength(count);
  });

  it('can be any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { columns, rows } = sheetOf(value, viewOf(value), { wide: true });
        expect(
          parse(csvHeader(columns) + csvRows(rows, columns), { relax_column_count: true }),
        ).toBeDefined();
      }),
    );
  });
});

describe('a sorted list', () => {
  it('takes its place in what holds it', () => {
    const rows = [2, 1];
    expect(withRows({ data: rows, meta: {} }, rows, [1, 2])).toEqual({ data: [1, 2], meta: {} });
    expect(withRows(rows, rows, [1, 2])).toEqual([1, 2]);
  });

  it('is never made of one record', () => {
    expect(() => sheetOf({ a: 1 }, viewOf({ a: 1 }), { sort: 'a' })).toThrow('one record');
  });
});
