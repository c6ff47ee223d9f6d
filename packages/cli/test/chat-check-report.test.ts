/** The JUnit XML of checks can be read by everybody, whatever agents and people said. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { junitOf } from '../src/chat/check/junit';
import type { CheckResult, Status } from '../src/chat/check/result';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(']]>', '<!--', '&amp;', '"', "'", '\ud800', '\u0000', '\uffff', '\r\n'),
);
const status = fc.constantFrom<Status>('passed', 'failed', 'error', 'skipped');
const turn = fc.record({
  ...{ turn: fc.nat(), say: text, status, problems: fc.array(text), response: text },
  ...{ firstTokenMs: fc.nat(), totalMs: fc.nat() },
});
const criterion = fc.record({ label: text, description: text, status, reason: text });
const result: fc.Arbitrary<CheckResult> = fc.record({
  ...{ file: text, name: text, agent: text, ms: fc.nat() },
  status: fc.constantFrom('passed', 'failed', 'error'),
  turns: fc.array(turn, { maxLength: 3 }),
  criteria: fc.array(criterion, { maxLength: 3 }),
});

const entity = '&(?:amp|lt|gt|quot|apos|#\\d+|#x[0-9A-Fa-f]+);';
const tag = new RegExp(`<(/?)([a-z-]+)((?: [a-z]+="(?:[^<&"]|${entity})*")*)(/?)>`, 'g');

describe('JUnit XML', () => {
  it('is well-formed and holds only what XML may hold', () => {
    fc.assert(
      fc.property(fc.array(result, { maxLength: 3 }), (results) => {
        const xml = junitOf(results);
        expect(xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n')).toBe(true);
        expect(xml).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
        const open: string[] = [];
        const between = xml.replace(/^<\?.*\?>/, '').replace(tag, (_, end, name, __, empty) => {
          if (end !== '') expect(open.pop()).toBe(name);
          else if (empty === '') open.push(name);
          return '';
        });
        expect(open).toEqual([]);
        expect(between.replace(new RegExp(entity, 'g'), '')).not.toMatch(/[<&]|\]\]>/);
      }),
    );
  });

  it('counts what it holds', () => {
    const results = fc.sample(result, 20);
    const xml = junitOf(results);
    for (const [name, element] of [
      ['tests', 'testcase'],
      ['failures', 'failure'],
      ['errors', 'error'],
      ['skipped', 'skipped'],
    ]) {
      const [, total] = new RegExp(`<testsuites [^>]*\\b${name}="(\\d+)"`).exec(xml) ?? [];
      expect(xml.match(new RegExp(`<${element}[ />]`, 'g'))?.length ?? 0).toBe(Number(total));
    }
  });
});
