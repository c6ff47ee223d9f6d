/** Bodies that do not come to their end: exactly as much of them comes as was said. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectionCut } from '../../src/exchange';
import { firstBytes, truncated } from '../../src/faults/cut';
import { heard, platform } from './platform';

const bytes = (text: string) => Buffer.byteLength(text);
const tokensIn = (text: string) => text.match(/^event: token$/gm)?.length ?? 0;

describe('A truncated body', () => {
  it('breaks off after so many bytes, with the length of the whole in its headers', async () => {
    const { getAgent, getGoal } = await platform();
    for (const get of [getAgent, getGoal]) {
      const whole = (await get({ latency: 0 })).text;
      for (const truncate of [0, 1, 40, bytes(whole) - 1]) {
        const { status, text, cut, headers } = await get({ truncate });
        expect([status, text, cut]).toEqual([200, whole.slice(0, truncate), true]);
        expect(headers['content-length']).toBe(String(bytes(whole)));
      }
    }
  });

  it('that would come whole never says that it has', async () => {
    const { getAgent } = await platform();
    const whole = (await getAgent({ latency: 0 })).text;
    for (const truncate of [bytes(whole), 1_000_000]) {
      const { text, cut, headers } = await getAgent({ truncate });
      expect([text, cut]).toEqual([whole, true]);
      expect(headers).not.toHaveProperty('content-length');
    }
  });

  it('may be a stream', async () => {
    const { testAgent } = await platform();
    const whole = (await testAgent({ latency: 0 })).text;
    const { text, cut, headers } = await testAgent({ truncate: 100 });
    expect([text, cut]).toEqual([whole.slice(0, 100), true]);
    expect(headers).not.toHaveProperty('content-length');
  });

  it('counts bytes, and has no half letters', async () => {
    const { getAgent } = await platform('دعم 👩‍👧');
    const whole = (await getAgent({ latency: 0 })).text;
    const letters = whole.search(/د/);
    for (let truncate = letters; truncate < letters + 24; truncate++) {
      const { text, headers } = await getAgent({ truncate });
      expect(whole.startsWith(text)).toBe(true);
      expect(text).not.toMatch(/[\ud800-\udbff]$|\ufffd/);
      expect(bytes(text)).toBeLessThanOrEqual(truncate);
      expect(bytes(text)).toBeGreaterThan(truncate - 4);
      expect(headers['content-length']).toBe(String(bytes(whole)));
    }
  });

  it('is of exactly so many bytes, however it came in pieces, and the most whole letters of them', async () => {
    const pieces = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.nat(120), async (given, limit) => {
        const body = truncated(from(given), limit);
        const { text, cut } = await heard(Promise.resolve({ status: 200, headers: {}, body }));
        const whole = given.join('');
        expect(cut).toBe(true);
        expect(text).toBe(firstBytes(whole, limit));
        const next = [...whole.slice(text.length)][0] ?? '';
        expect(bytes(text)).toBeLessThanOrEqual(limit);
        expect(next === '' || bytes(text) + bytes(next) > limit).toBe(true);
        if (/^[ -~]*$/.test(whole)) expect(bytes(text)).toBe(Math.min(limit, bytes(whole)));
      }),
    );
  });

  it('is not read on behind the cut', async () => {
    for (const [limit, expected, read] of [
      [5, 'ababa', 3],
      [4, 'abab', 2],
    ] as const) {
      const seen = { pieces: 0, closed: false };
      const body = truncated(endless(seen), limit);
      const { text } = await heard(Promise.resolve({ status: 200, headers: {}, body }));
      expect([text, seen]).toEqual([expected, { pieces: read, closed: true }]);
    }
  });
});

describe('A stalled body', () => {
  it.each([
    ['in its middle', 10],
    ['at its end', 1_000_000],
  ])('falls silent %s until its caller leaves', async (_, stall) => {
    const { call, agent } = await platform();
    const leaving = new AbortController();
    const path = `/api/agents/${agent.id}`;
    const answer = await call({ stall }, 'GET', path, undefined, { signal: leaving.signal });
    const pieces = (answer.body as AsyncIterable<string>)[Symbol.asyncIterator]();
    const first = await pieces.next();
    expect(JSON.stringify(agent).slice(0, stall)).toBe(first.value);

    const next = pieces.next().catch((error: unknown) => error);
    const silent = new Promise((resolve) => setTimeout(() => resolve('silence'), 30));
    expect(await Promise.race([next, silent])).toBe('silence');
    leaving.abort();
    expect(await next).toBeInstanceOf(ConnectionCut);
  });

  it('promises its whole length, where more is to come', async () => {
    const { call, agent } = await platform();
    const path = `/api/agents/${agent.id}`;
    const { headers } = await call({ stall: 10 }, 'GET', path);
    expect(headers['content-length']).toBe(String(bytes(JSON.stringify(agent))));
  });
});

describe('A dropped stream', () => {
  it.each<[object, number, boolean]>([
    [{ drop: 0 }, 0, true],
    [{ drop: 3 }, 3, true],
    [{ drop: { tokens: 2 } }, 2, true],
    [{ drop: { tokens: 2, by: 'reset' } }, 2, true],
    [{ drop: { tokens: 4, by: 'end' } }, 4, false],
  ])('ends as %j says, without done', async (effects, tokens, cut) => {
    const { testAgent } = await platform();
    const whole = (await testAgent({ latency: 0 })).text;
    const answer = await testAgent(effects);
    expect(answer).toMatchObject({ status: 200, cut });
    expect(tokensIn(answer.text)).toBe(tokens);
    expect(whole.startsWith(answer.text)).toBe(true);
    expect(answer.text).not.toContain('event: done');
  });

  it('that has fewer tokens loses its done', async () => {
    const { testAgent } = await platform();
    const whole = (await testAgent({ latency: 0 })).text;
    const answer = await testAgent({ drop: 10_000 });
    expect(answer.cut).toBe(true);
    expect(tokensIn(answer.text)).toBe(tokensIn(whole));
    expect(answer.text).toBe(whole.slice(0, whole.indexOf('event: done')));
  });

  it('is only ever a stream: an answer in one piece is left alone', async () => {
    const { getAgent, agent } = await platform();
    const answer = await getAgent({ drop: 1 });
    expect([JSON.parse(answer.text), answer.cut]).toEqual([agent, false]);
  });
});

async function* endless(seen: { pieces: number; closed: boolean }) {
  try {
    for (;;) {
      seen.pieces++;
      yield 'ab';
    }
  } finally {
    seen.closed = true;
  }
}

async function* from(pieces: readonly string[]) {
  yield* pieces;
}
