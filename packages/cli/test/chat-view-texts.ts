/** Texts for what is shown in a chat: as a model, a foreign language or a hostile server would write them. */
import { stripVTControlCharacters } from 'node:util';
import { Chalk } from 'chalk';
import fc from 'fast-check';
import { plainPaints } from '../src/output/paint';

export const plain = plainPaints.stdout;
export const coloured = new Chalk({ level: 1 });

/** What is left without colours. */
export const bare = (lines: readonly string[]) => lines.map(stripVTControlCharacters);

const parts = fc.oneof(
  fc.constantFrom(
    ' ',
    ' ',
    ' ',
    '  ',
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    '\t',
    '    ',
    '\u00a0',
    '\u3000',
  ),
  fc.constantFrom(
    'a',
    'order',
    'shipped,',
    '“quoted”',
    'https://example.com/a/very/long/address?x=1',
  ),
  fc.constantFrom('طلبك', 'تم شحن', 'مَرْحَبًا', 'שלום'),
  fc.constantFrom('你好', '「注文」', '発送しました。', '한국어', 'Ａ', '。、'),
  fc.constantFrom(
    'e\u0301',
    '\u0301',
    '👩‍👩‍👧',
    '👩',
    '\u200d',
    '🇫🇷',
    '🇫',
    '1️⃣',
    '⌚\ufe0e',
    '\ufe0e',
    '\ud83d',
  ),
  fc.constantFrom(
    '\u001b[31m',
    '\u001b]0;title\u0007',
    '\u009b2J',
    '\u202e',
    '\u2066',
    '\u0000',
    '\u2028',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);

export const answer = fc.array(parts, { maxLength: 40 }).map((all) => all.join(''));

/** A text and one way of cutting it, also within a character. */
export const cutAnswer = fc
  .tuple(answer, fc.array(fc.nat({ max: 200 }), { maxLength: 20 }))
  .map(([text, cuts]) => {
    const places = [...new Set([...cuts, text.length])].filter((at) => at <= text.length);
    places.sort((a, b) => a - b);
    return { text, tokens: places.map((at, index) => text.slice(places[index - 1] ?? 0, at)) };
  });
