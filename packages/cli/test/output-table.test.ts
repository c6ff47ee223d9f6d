/** Tables and records: aligned, fitted, and free of colour where nobody wants it. */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { drawRecord } from '../src/output/cards';
import { cut, type Room } from '../src/output/cell';
import { drawTable, fit } from '../src/output/table';
import type { Column } from '../src/output/view';
import { cleanEnv } from './voicectl';

const room = (width: number, others: Partial<Room> = {}): Room => ({
  width,
  headers: true,
  isolate: false,
  ...others,
});
const hard = fc.oneof(
  fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('§')),
  fc.constantFrom('客服代理', '👩‍👩‍👧 x', 'خِدمَة', 'e\u0301', '1️⃣', 'plain words', 'हिन्दी'),
);
const columns: readonly Column<readonly string[]>[] = [
  { title: 'first', value: ([first]) => first },
  { title: 'second', value: ([, second]) => second },
];

describe('a table', () => {
  it('begins each column in the same place, whatever the cells hold', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hard, hard), { minLength: 1 }), (rows) => {
        const marked = columns.map((column) => ({
          ...column,
          value: (row: readonly string[]) => `§:${column.value(row)}`,
        }));
        const lines = drawTable(rows, marked, room(Number.POSITIVE_INFINITY)).split('\n');
        expect(lines).toHaveLength(rows.length + 1);
        const places = lines
          .slice(1)
          .map((line) => stringWidth(line.slice(0, line.lastIndexOf('§'))));
        expect(new Set(places).size).toBe(1);
      }),
    );
  });

  it('is never wider than the terminal', () => {
    const width = fc.integer({ min: 20, max: 200 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(hard, hard)),
        width,
        fc.boolean(),
        (rows, columnsThere, isolate) => {
          const drawn = drawTable(rows, columns, room(columnsThere, { isolate }));
          for (const line of drawn.split('\n'))
            expect(stringWidth(line)).toBeLessThanOrEqual(columnsThere);
        },
      ),
    );
  });

  it('becomes a block a record where ids would have to be cut', () => {
    const id = 'x'.repeat(36);
    const view: Column<{ name: string }>[] = [
      { title: 'id', value: () => id, whole: true },
      { title: 'name', value: ({ name }) => name },
    ];
    const drawn = drawTable([{ name: 'one' }, { name: 'two words' }], view, room(40));
    expect(drawn).toBe(`${id}\n  name  one\n\n${id}\n  name  two words`);
  });

  it('has no head without headers', () => {
    const bare = room(80, { headers: false });
    expect(drawTable([['a', 'b']], columns, bare)).toBe('a  b');
    expect(drawTable([], columns, bare)).toBe('');
  });

  it('keeps right-to-left cells to themselves on a terminal, and nowhere else', () => {
    const rows = [['سلام 7', 'x']];
    expect(drawTable(rows, columns, room(80, { isolate: true }))).toContain('\u2068سلام 7\u2069');
    expect(drawTable(rows, columns, room(80))).not.toMatch(/[\u2066-\u2069]/);
  });

  it('closes each isolate that it opens, however a cell is cut', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('س', 'a', ' ', '1') }),
        fc.integer({ min: 20, max: 40 }),
        (text, width) => {
          const drawn = drawTable([[text, text]], columns, room(width, { isolate: true }));
          for (const line of drawn.split('\n')) {
            expect(line.split('\u2068')).toHaveLength(line.split('\u2069').length);
          }
        },
      ),
    );
  });
});

describe('fitting', () => {
  it('gives all they want, or a sum that fits, or nothing', () => {
    const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 80 }), fc.boolean()), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 10, max: 200 }), (given, width) => {
        const natural = given.map(([size]) => size);
        const whole = given.map(([, isWhole]) => isWhole);
        const widths = fit(natural, whole, width);
        if (widths === undefined) return;
        expect(widths.reduce((sum, inner) => sum + inner + 2, -2)).toBeLessThanOrEqual(width);
        for (const [at, inner] of widths.entries()) {
          expect(inner).toBeLessThanOrEqual(natural[at] ?? 0);
          if (whole[at]) expect(inner).toBe(natural[at]);
        }
      }),
    );
  });
});

describe('a cut text', () => {
  it('fits, and is whole where it fitted before', () => {
    fc.assert(
      fc.property(hard, fc.integer({ min: 1, max: 20 }), (text, width) => {
        const short = cut(text, width);
        expect(stringWidth(short)).toBeLessThanOrEqual(width);
        if (stringWidth(text) <= width) expect(short).toBe(text);
        else expect(short.endsWith('…')).toBe(true);
      }),
    );
  });
});

describe('a record', () => {
  it('loses no word, however narrow', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 120 }), (list, width) => {
        const drawn = drawRecord([['name', list.join(' ')]], room(width));
        expect(drawn.replace(/^name\s+/, '').split(/\s+/)).toEqual(list);
      }),
    );
  });

  it('lets no line of a text pass for a field', () => {
    const forged = 'first\nstatus  active';
    for (const width of [40, 80, Number.POSITIVE_INFINITY]) {
      expect(drawRecord([['name', forged]], room(width))).toMatch(/\n {2,}status {2}active$/);
    }
  });

  it('is its values alone without headers', () => {
    const fields = [
      ['id', '7'],
      ['name', 'x'],
    ] as const;
    expect(drawRecord(fields, room(80, { headers: false }))).toBe('7\nx');
  });
});

describe('cli-table3', () => {
  const module = JSON.stringify(createRequire(import.meta.url).resolve('cli-table3'));
  const bare = (options: string) =>
    execFileSync(
      process.execPath,
      [
        '-e',
        `const t = new (require(${module}))(${options}); t.push(['x']); console.log(t.toString())`,
      ],
      { env: cleanEnv({ NO_COLOR: '1', TERM: 'xterm' }), encoding: 'utf8' },
    );

  it('writes colour into pipes and past NO_COLOR by itself', () => {
    expect(bare("{head: ['a']}")).toContain('\u001b[31m');
  });

  it('takes vowel signs for letters by itself, and is not asked by us', () => {
    const lines = bare("{style: {border: [], head: []}, head: ['خِدمَة العُملاء']}").split('\n');
    expect(new Set(lines.filter(Boolean).map((line) => stringWidth(line))).size).toBeGreaterThan(1);
  });

  it('writes none in our hands', () => {
    expect(drawTable([['x', 'y']], columns, room(80))).toBe('FIRST  SECOND\nx      y');
  });
});
