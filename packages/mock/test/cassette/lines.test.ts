/** A cassette as text: what is written is read, and what is damaged is named. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CassetteError, type Exchange, readCassette, writeLine } from '../../src/cassette/index';
import { cassetteOf, exchange } from './recorded';

const { header } = cassetteOf([]);
const first = exchange('GET', '/api/agents', { query: 'page=2', answer: { data: [] } });

const text = fc.string({ unit: 'binary' });
const milliseconds = fc.double({ min: 0, max: 1e9, noNaN: true }).map(Math.abs);
const exchanges: fc.Arbitrary<Exchange[]> = fc.array(
  fc.record({
    at: text,
    ms: milliseconds,
    request: fc.record(
      {
        method: fc.string({ minLength: 1 }),
        path: text.map((path) => `/${path}`),
        headers: fc.dictionary(text, text),
        credential: fc.constantFrom('sent', 'lent', 'none'),
        query: text,
        body: text,
      },
      { requiredKeys: ['method', 'path', 'headers', 'credential'] },
    ),
    response: fc.record(
      {
        status: fc.integer({ min: 100, max: 599 }),
        headers: fc.dictionary(text, text),
        after: milliseconds,
        body: text,
        events: fc.array(fc.tuple(milliseconds, text)),
      },
      { requiredKeys: ['status', 'headers', 'after'] },
    ),
  }),
  { maxLength: 5 },
) as fc.Arbitrary<Exchange[]>;

describe('A cassette', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(exchanges, (written) => {
        const lines = [header, ...written].map(writeLine);
        expect(lines.join('').split('\n')).toHaveLength(lines.length + 1);
        const read = readCassette(lines.join(''));
        expect(JSON.stringify(read)).toBe(JSON.stringify({ header, exchanges: written }));
      }),
    );
  });

  it('that ends anywhere keeps every line that is whole', () => {
    const whole = [header, first, first].map(writeLine).join('');
    const lineOf = (end: number) => whole.slice(0, end).split('\n').length - 1;
    for (let end = writeLine(header).length; end <= whole.length; end++) {
      const { exchanges, torn } = readCassette(whole.slice(0, end));
      const ends = whole[end] === '\n' || whole[end - 1] === '\n';
      expect(exchanges).toHaveLength(lineOf(end) - 1 + (whole[end] === '\n' ? 1 : 0));
      expect(torn).toBe(ends ? undefined : lineOf(end) + 1);
    }
  });

  it.each(['\n', '\r\n', '\n\n \r\n\n'])('that ends anywhere and then in %j, too', (end) => {
    const last = writeLine({ ...first, response: { ...first.response, body: '{"a":"}\\n😀"}' } });
    const whole = [header, first].map(writeLine).join('');
    const bytes = Buffer.from(last.trimEnd());
    for (let length = 1; length < bytes.length; length++) {
      const cut = bytes.subarray(0, length).toString('utf8');
      expect(readCassette(whole + cut + end)).toEqual({ header, exchanges: [first], torn: 3 });
    }
    expect(readCassette(whole + last + end).exchanges).toHaveLength(2);
  });

  it('of any text is read, or refused by the number of a line', () => {
    const line = fc.oneof(
      fc.string(),
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.constantFrom(JSON.stringify(header), JSON.stringify(first), '', '{"at":'),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        try {
          readCassette(lines.join('\n'));
        } catch (error) {
          expect(error).toBeInstanceOf(CassetteError);
          expect((error as CassetteError).line).toBeGreaterThan(0);
          expect((error as CassetteError).line).toBeLessThanOrEqual(Math.max(1, lines.length));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('may have come through an editor that ends lines otherwise', () => {
    const lines = `\uFEFF${JSON.stringify(header)}\r\n${JSON.stringify(first)}\r\n\r\n`;
    expect(readCassette(lines)).toEqual({ header, exchanges: [first] });
  });

  it.each([
    ['', 'line 1: is empty'],
    ['{"openapi":"3.1.0"}\n', 'line 1: is no header of a cassette'],
    ['not JSON', 'line 1: is no header'],
    [
      JSON.stringify({ ...header, version: 2 }),
      'line 1: version is 2, and only 1 is known here: update voicectl',
    ],
    [JSON.stringify({ ...header, version: 'x' }), 'line 1: version'],
    [`${writeLine(header)}{"at":\n${writeLine(first)}`, 'line 2: is not valid JSON'],
    [`${writeLine(header)}{}\n`, 'line 2: at is required; ms is required; request is required'],
    [
      writeLine(header) + writeLine({ ...first, response: { ...first.response, status: 7 } }),
      'line 2: response.status must be at least 100, is 7',
    ],
    [`${writeLine(header)}no JSON at all\n`, 'line 2: is not valid JSON'],
    [`${writeLine(header)}[]`, 'line 2: the line must be an object, is an array'],
  ])('is refused in words: %j', (damaged, words) => {
    expect(() => readCassette(damaged, 'story.ndjson')).toThrow(`story.ndjson, ${words}`);
  });
});
