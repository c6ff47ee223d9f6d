/** Seeded randomness: repeatable, evenly spread, and never out of its range. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/random';

const many = (count: number, make: () => unknown) => Array.from({ length: count }, make);

describe('A seed', () => {
  it('decides the whole sequence', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer()), (seed) => {
        const [one, other] = [random(seed), random(seed)];
        const told = ({ next, int, pick, uuid }: typeof one) =>
          many(20, () => [next(), int(1, 6), pick(['a', 'b', 'c']), uuid()]);
        expect(told(one)).toEqual(told(other));
      }),
    );
  });

  it('stays what it was in earlier releases, so that saved runs can be told again', () => {
    const { next, int, pick, uuid } = random(42);
    expect([next(), int(1, 1000), pick(['a', 'b', 'c']), uuid()]).toEqual([
      0.8464308241640321,
      445,
      'b',
      'd256f2fe-5195-42b3-b475-8779786910ee',
    ]);
  });

  it('as a number is the same as its text', () => {
    expect(random(42).uuid()).toBe(random('42').uuid());
  });

  it('that differs a little leads to a sequence that shares nothing', () => {
    const seeds = Array.from({ length: 2000 }, (_, seed) => seed);
    expect(new Set(seeds.map((seed) => random(seed).uuid())).size).toBe(seeds.length);
    expect(new Set(seeds.map((seed) => random(seed).next())).size).toBe(seeds.length);
  });

  it('that counts up still gives first numbers that are evenly spread', () => {
    const firsts = Array.from({ length: 4000 }, (_, count) => random(`seed ${count}`).next());
    for (let tenth = 0; tenth < 10; tenth++) {
      const here = firsts.filter((first) => Math.floor(first * 10) === tenth).length;
      expect(here).toBeGreaterThan(320);
      expect(here).toBeLessThan(480);
    }
  });
});

describe('Numbers', () => {
  it('are at least 0, less than 1, and spread evenly', () => {
    const { next } = random('spread');
    const tenths = new Array<number>(10).fill(0);
    for (let count = 0; count < 10_000; count++) {
      const number = next();
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThan(1);
      const tenth = Math.floor(number * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  it('that are whole reach both ends and nothing beyond', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), fc.nat(1000), (seed, min, width) => {
        const { int } = random(seed);
        for (let count = 0; count < 20; count++) {
          const number = int(min, min + width);
          expect(Number.isInteger(number)).toBe(true);
          expect(number).toBeGreaterThanOrEqual(min);
          expect(number).toBeLessThanOrEqual(min + width);
        }
      }),
    );
    const { int } = random('dice');
    expect(new Set(many(200, () => int(1, 6)))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  });

  it('can not be had where there are none', () => {
    const { int, pick } = random(1);
    expect(() => int(2, 1)).toThrow('No whole number from 2 to 1');
    expect(() => int(1.2, 1.8)).toThrow('No whole number');
    expect(() => int(Number.NaN, 1)).toThrow('No whole number');
    expect(() => pick([])).toThrow('the list is empty');
  });
});

describe('A pick', () => {
  it('is always of the list, and reaches all of it', () => {
    const { pick } = random('list');
    expect(new Set(many(100, () => pick(['a', 'b', 'c'])))).toEqual(new Set(['a', 'b', 'c']));
  });
});

describe('A UUID', () => {
  it('is shaped as version 4, and comes once', () => {
    const { uuid } = random('ids');
    const ids = many(5000, uuid);
    for (const id of ids) {
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ids.map((id) => String(id)[19]))).toEqual(new Set(['8', '9', 'a', 'b']));
  });
});
