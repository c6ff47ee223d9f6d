/** Where a text stops being JSON: checked against `JSON.parse`, which knows whether it does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from '../../src/json-fault';

describe('The place where a text is no JSON', () => {
  it.each([
    ['{"name": }', 'unexpected "}" at position 9 (line 1, column 10)'],
    ['name=Support', 'unexpected "a" at position 1 (line 1, column 2)'],
    ['{\n  "name": "A",\n}', 'unexpected "}" at position 17 (line 3, column 1)'],
    ["{'name': 1}", 'unexpected "\'" at position 1 (line 1, column 2)'],
    ['[1 2]', 'unexpected "2" at position 3 (line 1, column 4)'],
    ['[1]]', 'unexpected "]" at position 3 (line 1, column 4)'],
    ['{"a" 1}', 'unexpected "1" at position 5 (line 1, column 6)'],
    ['{"a": tru}', 'unexpected "}" at position 9 (line 1, column 10)'],
    ['{"a": 01}', 'unexpected "1" at position 7 (line 1, column 8)'],
    ['{"a": 1.}', 'unexpected "}" at position 8 (line 1, column 9)'],
    ['{"a": "\\x"}', 'unexpected "x" at position 8 (line 1, column 9)'],
    ['"\\u12g4"', 'unexpected "g" at position 5 (line 1, column 6)'],
    ['"a\nb"', 'unexpected "\\n" at position 2 (line 1, column 3)'],
    ['{"a": 😀}', 'unexpected "😀" at position 6 (line 1, column 7)'],
    ['{', 'it ends too early, at position 1 (line 1, column 2)'],
    ['{"a": "b', 'it ends too early, at position 8 (line 1, column 9)'],
    ['-', 'it ends too early, at position 1 (line 1, column 2)'],
    ['', 'it is empty'],
    [' \n', 'it is empty'],
  ])('%j is named: %s', (text, fault) => {
    expect(jsonFault(text)).toBe(fault);
  });

  it('is found where there is one, and only there', () => {
    const almostJson = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.nat(3),
        fc.constantFrom(...'{}[]",:\\ue+-.019tfn \n', '\u0001'),
      )
      .map(([text, at, removed, sign]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + sign + text.slice(place + removed);
      });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), almostJson), (text) => {
        expect(jsonFault(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('is found in a text as deep as it is long', () => {
    expect(jsonFault('['.repeat(1_000_000))).toContain('ends too early, at position 1000000');
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
