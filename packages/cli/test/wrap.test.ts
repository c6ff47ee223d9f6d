import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Wrap } from '../src/chat/wrap';

function wrapped(pieces: readonly string[], width: number, column = 0): string {
  const wrap = new Wrap(width, column);
  return pieces.map((piece) => wrap.push(piece)).join('') + wrap.end();
}

describe('a streamed answer', () => {
  it('breaks between words, wherever its tokens were cut', () => {
    expect(wrapped(['The qui', 'ck brown', ' fox jum', 'ps'], 10)).toBe(
      'The quick\nbrown fox\njumps',
    );
  });

  it('reckons with what stands on the line already', () => {
    expect(wrapped(['one two'], 10, 8)).toBe('one\ntwo');
  });

  it('keeps its own line breaks, and a word that is longer than the line', () => {
    expect(wrapped(['a\n\nb c'], 10)).toBe('a\n\nb c');
    expect(wrapped(['x'.repeat(30), ' y'], 10)).toBe(`${'x'.repeat(30)}\ny`);
  });

  it('shows a word as soon as it has ended', () => {
    const wrap = new Wrap(80, 0);
    expect(wrap.push('Hel')).toBe('');
    expect(wrap.push('lo the')).toBe('Hello');
    expect(wrap.end()).toBe(' the');
  });

  it('loses and adds no word, is the same for every cutting, and fits', () => {
    const text = fc.array(fc.stringMatching(/^[a-zé你]{1,9}[ \n]{1,2}$/u), { maxLength: 30 });
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 20, max: 60 }),
        fc.integer({ min: 1, max: 7 }),
        (words, width, size) => {
          const whole = words.join('');
          const pieces = whole.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? [];
          const shown = wrapped(pieces, width);
          expect(shown.split(/\s+/)).toEqual(whole.split(/\s+/));
          expect(shown).toBe(wrapped([whole], width));
        },
      ),
    );
  });
});
