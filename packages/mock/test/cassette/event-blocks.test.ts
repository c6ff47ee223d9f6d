/** An event stream is cut into its events, in whatever pieces it comes. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutEvents, EventCutter } from '../../src/cassette/event-blocks';

const part = fc.constantFrom('\n', '\r', '\r\n', '\n\n', 'data: a', 'event: b', ':', '\r\n\r\n');
const pieces = fc.array(fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')));

it('loses nothing, and hands an event back as soon as it is whole', () => {
  fc.assert(
    fc.property(pieces, (texts) => {
      const cutter = new EventCutter();
      let come = '';
      let cut = '';
      for (const text of texts) {
        come += text;
        const blocks = cutter.cut(text);
        cut += blocks.join('');
        expect(come.startsWith(cut)).toBe(true);
        // What was held back holds no whole event.
        expect(come.slice(cut.length)).not.toMatch(/[^\r\n](\r\n\r\n|\n\n|\r\r)/);
      }
      expect(cut + cutter.end()).toBe(come);
      expect(cutEvents(come).join('')).toBe(come);
    }),
    { numRuns: 500 },
  );
});

it('looks an event through once, however many pieces it comes in', () => {
  const cutter = new EventCutter();
  const piece = 'x'.repeat(1000);
  for (let count = 0; count < 50_000; count++) expect(cutter.cut(piece)).toHaveLength(0);
  const [event, ...others] = cutter.cut('\n\nrest');
  expect([event?.length, others, cutter.end()]).toEqual([50_000_002, [], 'rest']);
});
