/** Two answers beside each other: both whole, however they take turns. */
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { SideBySide, type SideName } from '../src/chat/view/side-by-side';
import { clean } from '../src/output/clean';
import { bare, coloured, cutAnswer, plain } from './chat-view-texts';

const titles: [string, string] = ['Support', 'Support v2'];

describe('two answers', () => {
  it('stream beside each other, and are over line by line', () => {
    const sides = new SideBySide({ columns: 63, paint: plain, titles });
    const row = (left: string, right: string) => `${left.padEnd(30)} │ ${right}`;
    expect(sides.take(9)).toEqual({ done: [row('Support', 'Support v2')], live: [] });
    sides.push(0, 'Your order has shipped and should arrive on Friday.');
    sides.push(1, 'On');
    expect(sides.take(9)).toEqual({
      done: [],
      live: [row('Your order has shipped and', 'On'), row('should arrive on Friday.', '')],
    });
    sides.end(1, 'first token 412 ms');
    expect(sides.take(9)).toEqual({
      done: [row('Your order has shipped and', 'On')],
      live: [row('should arrive on Friday.', 'first token 412 ms')],
    });
    sides.end(0);
    expect(sides.take(9)).toEqual({
      done: [row('should arrive on Friday.', 'first token 412 ms')],
      live: [],
    });
  });

  it('show the slower side while there are more lines than fit', () => {
    const sides = new SideBySide({ columns: 63, paint: plain, titles });
    sides.push(0, '1\n2\n3\n4\n5\n6\n7\n8\n9');
    sides.push(1, 'a\nb');
    const { done, live } = sides.take(5);
    expect(done.length).toBe(2);
    expect(live.map((line) => line.replace(/ +│ */, '|'))).toEqual(['2|b', '3|', '4|', '5|', '6|']);
  });

  it('stand one below the other on a narrow terminal; the second waits, and its end is seen', () => {
    const sides = new SideBySide({ columns: 30, paint: plain, titles });
    sides.push(0, 'One\ntwo');
    sides.push(1, 'a\nb\nc\nd');
    expect(sides.take(5)).toEqual({
      done: ['Support', 'One'],
      live: ['two', '', 'Support v2', 'c', 'd'],
    });
    sides.end(0, 'over');
    expect(sides.take(5)).toEqual({
      done: ['two', 'over', '', 'Support v2', 'a', 'b', 'c'],
      live: ['d'],
    });
    sides.end(1);
    expect(sides.take(5)).toEqual({ done: ['d'], live: [] });
  });

  it('keep Arabic to its own side', () => {
    const sides = new SideBySide({ columns: 63, paint: plain, titles: ['دعم', 'B'] });
    expect(sides.take(9).done).toEqual([`\u2068دعم\u2069${' '.repeat(27)} │ B`]);
  });

  const order = fc.array(fc.constantFrom<SideName>(0, 1), { maxLength: 60 });

  it('are whole, in order and in their columns, whoever is faster', () => {
    fc.assert(
      fc.property(
        cutAnswer,
        cutAnswer,
        order,
        fc.integer({ min: 20, max: 120 }),
        (one, other, turns, columns) => {
          const sides = new SideBySide({ columns, paint: coloured, titles: ['<0>', '<1>'] });
          const waiting: [string[], string[]] = [[...one.tokens], [...other.tokens]];
          const done: string[] = [];
          const take = () => {
            const taken = sides.take(6);
            done.push(...taken.done);
            for (const line of [...taken.done, ...taken.live]) {
              expect(stringWidth(line)).toBeLessThanOrEqual(columns + 2);
            }
          };
          for (const side of [
            ...turns,
            ...turns.map(() => 0 as const),
            ...turns.map(() => 1 as const),
          ]) {
            const token = waiting[side].shift();
            if (token !== undefined) sides.push(side, token);
            take();
          }
          for (const side of [0, 1] as const) {
            for (const token of waiting[side]) sides.push(side, token);
            sides.end(side);
            take();
          }
          const ink = (text: string) => text.replace(/[\s\u2068\u2069]/g, '');
          const expected = [one, other].map(({ text }, at) => `<${at}>${ink(clean(text))}`);
          const lines = bare(done);
          if (columns < 60) expect(ink(lines.join(''))).toBe(expected.join(''));
          else {
            const cells = lines.map((line) => line.split(' │ '));
            expect(cells.every(({ length }) => length === 2)).toBe(true);
            expect([0, 1].map((at) => ink(cells.map((row) => row[at]).join('')))).toEqual(expected);
          }
          expect(sides.take(6)).toEqual({ done: [], live: [] });
        },
      ),
    );
  });
});
