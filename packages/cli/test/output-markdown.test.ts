/** Text in Markdown, read by a parser: it is what was written, and nothing else. */
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { clean } from '../src/output/clean';
import { markdownCell, markdownLine, markdownText, struckMarkdown } from '../src/output/markdown';

const reader = new MarkdownIt({ html: true });

/** What a reader sees, and the kinds of things that it is made of. */
function read(markdown: string) {
  const tokens = reader.parse(markdown, {}).flatMap((token) => token.children ?? [token]);
  const text = tokens.map(({ type, content }) => (/^text/.test(type) ? content : '\n')).join('');
  return { text, kinds: [...new Set(tokens.map(({ type }) => type))].sort() };
}

/** Of spaces Markdown keeps only that there are some. */
const spaced = (text: string) => clean(text).replace(/\s+/g, ' ').trim();
const inside = (kinds: readonly string[], ...others: readonly string[]) => {
  const plain = ['hardbreak', 'softbreak', 'paragraph_open', 'paragraph_close'];
  expect(
    kinds.filter((kind) => !/^text/.test(kind) && ![...plain, ...others].includes(kind)),
  ).toEqual([]);
};

const pieces = [
  ...[
    '*',
    '**',
    '_',
    '__',
    '~~',
    '~',
    '`',
    '```',
    '\\',
    '[',
    ']',
    '(x)',
    '![',
    '[a]: b',
    '<b>',
    '</b>',
  ],
  ...[
    '<!--',
    '&amp;',
    '&#35;',
    '#',
    '##',
    '>',
    '-',
    '---',
    '+',
    '=',
    '===',
    '1.',
    '2)',
    '|',
    '|-|',
    ':-',
  ],
  ...[
    '- - -',
    '\n',
    '\n\n',
    '\r\n',
    ' ',
    '  ',
    '\t',
    '    ',
    'a',
    'word',
    'é',
    '文',
    '!',
    '.',
    '$',
    '{',
    '\u00a0',
  ],
];
const texts = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string(),
  fc.string({ unit: 'grapheme' }),
);
const many = { numRuns: 2000 };

describe('text in Markdown', () => {
  it('is read as it was written, whatever it holds', () => {
    fc.assert(
      fc.property(texts, (written) => {
        const { text, kinds } = read(markdownText(written));
        expect(spaced(text)).toBe(spaced(written));
        inside(kinds);
      }),
      many,
    );
  });

  it('is read as it was written behind a label, and in a quote', () => {
    fc.assert(
      fc.property(texts, (written) => {
        const labelled = read(`**You:** ${markdownText(written, 'within')}`);
        expect(spaced(labelled.text)).toBe(spaced(`You: ${written}`));
        inside(labelled.kinds, 'strong_open', 'strong_close');
        const lines = markdownText(written).split('\n');
        const quoted = read(lines.map((line) => `> ${line}`).join('\n'));
        expect(spaced(quoted.text)).toBe(spaced(written));
        inside(quoted.kinds, 'blockquote_open', 'blockquote_close');
      }),
      many,
    );
  });

  it('is read as it was written in a title, a name and a cell', () => {
    fc.assert(
      fc.property(texts, (written) => {
        const line = markdownLine(written);
        expect(spaced(read(`# Of ${line}`).text)).toBe(spaced(`Of ${written}`));
        expect(spaced(read(`**a ${line}:** b`).text)).toBe(spaced(`a ${spaced(written)}: b`));
        const { text } = read(`| a | b |\n| --- | --- |\n| x${markdownCell(written)}x | y |`);
        expect(spaced(text)).toBe(spaced(`a b x${spaced(written)}x y`));
      }),
      many,
    );
  });

  it('is struck through, line by line', () => {
    fc.assert(
      fc.property(texts, (written) => {
        fc.pre(written.trim() !== '');
        const { text, kinds } = read(`said ${struckMarkdown(written.trim())}`);
        expect(spaced(text)).toBe(spaced(`said ${written}`));
        inside(kinds, 's_open', 's_close');
      }),
      many,
    );
  });

  it.each([
    ['Hello! It is 5 * 3 - 2 (or 13) & more, at a_b_c.d = {x} | y < z > w', undefined],
    ['C# costs $5 + tax; see https://x.y/a?b=c&d=e', undefined],
    ['C:\\Users\\me', undefined],
    ['1.5 and 2. and -1', undefined],
    ['*very* _much_ ~~not~~', '\\*very\\* \\_much\\_ \\~\\~not\\~\\~'],
    ['![a](b) `c`', '!\\[a](b) \\`c\\`'],
    ['# a\n- b\n2. c\n> d\n+ e\n===', '\\# a  \n\\- b  \n2\\. c  \n\\> d  \n\\+ e  \n\\==='],
    ['a | b\n--- | ---', 'a | b  \n\\--- | ---'],
    ['    code', 'code'],
  ])('holds no more backslashes than it needs: %j', (written, expected) => {
    expect(markdownText(written)).toBe(expected ?? written);
  });

  it('knows that a label is before it', () => {
    expect(markdownText('- a\n- b', 'within')).toBe('- a  \n\\- b');
  });
});
