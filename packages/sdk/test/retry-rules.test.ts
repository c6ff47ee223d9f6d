/** When a call is repeated, and after how long: the pure rules, by table. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Effect } from '../src/core/endpoint';
import { decide, type Failure, parseRetryAfter, type RetryRules } from '../src/core/retry';

const rules: RetryRules = {
  maxRetries: 2,
  maxRetryAfter: 30,
  remaining: Number.POSITIVE_INFINITY,
  random: () => 0,
};
const status = (code: number, retryAfter?: number): Failure => ({
  kind: 'status',
  status: code,
  retryAfter,
});
const effects: Effect[] = ['read', 'idempotent', 'transition', 'create', 'costly'];

/** For each failure, whether it is repeated: reads and idempotent calls first, then all others. */
const table: [string, Failure, boolean, boolean][] = [
  ['a request that never left', { kind: 'unsent' }, true, true],
  ['a lost answer', { kind: 'lost' }, true, false],
  ['400', status(400), false, false],
  ['401', status(401), false, false],
  ['403', status(403), false, false],
  ['404', status(404), false, false],
  ['408', status(408), true, false],
  ['409', status(409), false, false],
  ['425', status(425), true, false],
  ['429', status(429), true, true],
  ['429 with Retry-After', status(429, 2), true, true],
  ['500', status(500), true, false],
  ['500 with Retry-After', status(500, 2), true, false],
  ['501', status(501), false, false],
  ['502', status(502), true, false],
  ['503', status(503), true, false],
  ['503 with Retry-After', status(503, 2), true, true],
  ['504', status(504), true, false],
];

describe.each(effects)('a call with the effect "%s"', (effect) => {
  test.each(table)('after %s', (_, failure, safe, unsafe) => {
    const repeats = effect === 'read' || effect === 'idempotent' ? safe : unsafe;
    const decision = decide(effect, failure, 1, rules);
    if (repeats) expect(decision).toHaveProperty('wait');
    else expect(decision).toEqual({ stop: 'final' });
  });
});

describe('a repeat', () => {
  test('happens maxRetries times', () => {
    expect(decide('read', status(500), 2, rules)).toHaveProperty('wait');
    expect(decide('read', status(500), 3, rules)).toEqual({ stop: 'spent' });
    expect(decide('read', status(500), 1, { ...rules, maxRetries: 0 })).toEqual({ stop: 'spent' });
  });

  test('waits as long as the server asks, up to maxRetryAfter', () => {
    expect(decide('read', status(429, 0), 1, rules)).toEqual({ wait: 0 });
    expect(decide('read', status(429, 30), 1, rules)).toEqual({ wait: 30_000 });
    expect(decide('read', status(429, 30.1), 1, rules)).toEqual({ stop: 'too-long' });
    expect(decide('create', status(503, 31), 1, rules)).toEqual({ stop: 'too-long' });
  });

  test('that does not fit before the deadline does not happen', () => {
    const short = { ...rules, remaining: 1_000 };
    expect(decide('read', status(429, 0.9), 1, short)).toEqual({ wait: 900 });
    expect(decide('read', status(429, 1), 1, short)).toEqual({ stop: 'too-long' });
    expect(decide('read', { kind: 'lost' }, 1, { ...rules, remaining: 0 })).toEqual({
      stop: 'too-long',
    });
  });

  test('without a word from the server waits longer each time, within its bounds', () => {
    const many = { ...rules, maxRetries: 20 };
    const waits = (random: () => number) =>
      [1, 2, 3, 4, 5, 6, 7, 20].map((attempt) =>
        decide('read', { kind: 'lost' }, attempt, { ...many, random }),
      );
    const least = [150, 300, 600, 1200, 2400, 4000, 4000, 4000];
    expect(waits(() => 0)).toEqual(least.map((wait) => ({ wait })));
    expect(waits(() => 1 - 2 ** -52)).toEqual(least.map((wait) => ({ wait: wait * 2 })));
  });

  test('is never decided with a wait that is negative or longer than allowed', () => {
    const failure = fc.oneof(
      fc.constant<Failure>({ kind: 'unsent' }),
      fc.constant<Failure>({ kind: 'lost' }),
      fc
        .tuple(fc.integer({ min: 400, max: 599 }), fc.option(fc.double({ min: 0, noNaN: true })))
        .map(([code, after]) => status(code, after ?? undefined)),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...effects),
        failure,
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: -100, max: 100_000, noNaN: true }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (effect, failed, attempt, remaining, random) => {
          const own = { ...rules, maxRetries: 20, remaining, random: () => random };
          const decision = decide(effect, failed, attempt, own);
          if ('stop' in decision) return;
          expect(decision.wait).toBeGreaterThanOrEqual(0);
          expect(decision.wait).toBeLessThanOrEqual(30_000);
          expect(decision.wait).toBeLessThan(remaining);
        },
      ),
    );
  });
});

describe('Retry-After', () => {
  const now = Date.parse('Wed, 15 Jan 2025 10:30:00 GMT');
  test.each([
    [undefined, undefined],
    ['', undefined],
    ['0', 0],
    ['5', 5],
    [' 5 ', 5],
    ['1.5', 1.5],
    ['007', 7],
    ['-5', undefined],
    ['+5', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['5, 6', undefined],
    ['NaN', undefined],
    ['Infinity', undefined],
    ['9'.repeat(400), undefined],
    ['soon', undefined],
    ['Wed, 15 Jan 2025 10:30:10 GMT', 10],
    ['Wed, 15 Jan 2025 10:29:00 GMT', 0],
    ['Wednesday, 15-Jan-25 10:30:10 GMT', 10],
    ['Wed, 99 Foo 2025 10:30:10 GMT', undefined],
    ['2025-01-15T10:30:10Z', undefined],
    ['2025', 2025],
  ])('%j is %j seconds', (header, seconds) => {
    expect(parseRetryAfter(header, now)).toBe(seconds);
  });

  test('is never negative, never NaN, never endless', () => {
    const number = fc.oneof(fc.integer(), fc.double(), fc.bigInt()).map(String);
    const date = fc.date({ noInvalidDate: true }).map((day) => day.toUTCString());
    fc.assert(
      fc.property(fc.oneof(fc.string(), number, date), (header) => {
        const seconds = parseRetryAfter(header, now);
        if (seconds === undefined) return;
        expect(Number.isFinite(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});
