/** Documents in pieces: none too long, no word lost. */
import { array, assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunksOf, maxChunk } from '../../src/knowledge/chunks';

const words = (text: string) => text.split(/\s+/).filter(Boolean);

describe('Chunks', () => {
  it('hold every word of a text, in its order, and are never too long', () => {
    const parts = constantFrom('word ', 'End. ', '\n\n', '\n', '\r\n', ' ', 'é', '😀', '- item\n');
    const texts = array(parts, { maxLength: 1500 }).map((pieces) => pieces.join(''));
    assert(
      property(texts, (text) => {
        const chunks = chunksOf(text);
        expect(chunks.every((chunk) => chunk.text.length <= maxChunk && chunk.text !== '')).toBe(
          true,
        );
        expect(chunks.flatMap((chunk) => words(chunk.text)).join('')).toBe(words(text).join(''));
        expect(chunks.every((chunk) => chunk.text.isWellFormed())).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('take any text', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 3000 }), (text) => {
        for (const chunk of chunksOf(text)) expect(chunk.text.length).toBeLessThanOrEqual(maxChunk);
      }),
      { numRuns: 50 },
    );
  });

  it('are whole paragraphs as long as these fit', () => {
    const [first, second, third] = ['a', 'b', 'c'].map((letter) => `${letter} `.repeat(240).trim());
    const chunks = chunksOf([first, second, third].join('\n\n'));
    expect(chunks.map(({ text }) => text)).toEqual([`${first}\n\n${second}`, third]);
  });

  it('are cut after a sentence, between words, or between characters', () => {
    const sentences = chunksOf('This is a sentence of some length. '.repeat(60));
    expect(sentences.every(({ text }) => text.endsWith('.'))).toBe(true);
    const running = chunksOf('word '.repeat(600));
    expect(running.flatMap(({ text }) => words(text)).every((word) => word === 'word')).toBe(true);
    const solid = chunksOf('😀'.repeat(1200));
    expect(solid.map(({ text }) => text).join('')).toBe('😀'.repeat(1200));
    expect(solid.every(({ text }) => text.isWellFormed())).toBe(true);
  });

  it('begin at headings, and know all that they stand under', () => {
    const text = '# Shop\n\n## Returns\n30 days.\n\n### How\nBy post.\n\n## Hours\n9 to 5.\n# Jobs';
    expect(chunksOf(text)).toEqual([
      { heading: 'Shop > Returns', text: '30 days.' },
      { heading: 'Shop > Returns > How', text: 'By post.' },
      { heading: 'Shop > Hours', text: '9 to 5.' },
      { heading: 'Jobs', text: 'Jobs' },
    ]);
  });

  it('keep a comment in code from being a heading', () => {
    const [chunk, ...more] = chunksOf('Run:\n\n```sh\n# install\n\nnpm install\n```');
    expect(more).toEqual([]);
    expect(chunk).toEqual({ heading: '', text: 'Run:\n\n```sh\n# install\n\nnpm install\n```' });
  });
});
