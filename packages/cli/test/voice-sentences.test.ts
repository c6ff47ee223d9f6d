/** Where the sentences of an answer end, in the languages that agents are made for. */
import { describe, expect, it } from 'vitest';
import { Sentences } from '../src/voice/sentences';
import { opensSentence, stopAfter } from '../src/voice/sentences/abbreviations';
import { judge } from '../src/voice/sentences/judge';
import type { Piece } from '../src/voice/stages';
import { arabic, decidedByTheNextWord, english, french, unspaced } from './voice-sentences-texts';

function spoken(text: string, cap?: number): string[] {
  const sentences = new Sentences({ cap });
  return [...sentences.push(text), ...sentences.end()].map((piece) => piece.text);
}

/** With how many characters came after its last when it came, for each piece before the end. */
function byCharacter(text: string): (Piece & { late: number })[] {
  const sentences = new Sentences();
  return Array.from({ length: text.length }, (_, index) => index).flatMap((index) =>
    sentences.push(text.charAt(index)).map((piece) => ({ ...piece, late: index + 1 - piece.end })),
  );
}

const spaced = [...english, ...french, ...arabic];

describe('an answer is cut into sentences', () => {
  it.each(english.map((row) => [row]))('in English: %j', (row) => {
    expect(spoken(row.join(' '))).toEqual(row);
  });

  it.each(french.map((row) => [row]))('in French: %j', (row) => {
    expect(spoken(row.join(' '))).toEqual(row);
    // As French is printed: no-break spaces before high marks and within quotes.
    const printed = row.join(' ').replace(/ (?=[!?:;»€%])|(?<=«) /gu, '\u202f');
    expect(spoken(printed)).toEqual(row);
  });

  it.each(arabic.map((row) => [row]))('in Arabic: %j', (row) => {
    expect(spoken(row.join(' '))).toEqual(row);
  });

  it.each(decidedByTheNextWord.map((row) => [row]))('by the word after: %j', (row) => {
    expect(spoken(row.join(' '))).toEqual(row);
  });

  it.each(unspaced.map((row) => [row]))('where no space is between: %j', (row) => {
    expect(spoken(row.join(''))).toEqual(row);
  });

  it.each([
    [
      'One line\nanother line\n\n\nand a paragraph',
      ['One line', 'another line', 'and a paragraph'],
    ],
    ['Windows\r\nlines', ['Windows', 'lines']],
    ['Dear Dr.\nSmith', ['Dear Dr.', 'Smith']],
    ['First do this: 1. Unplug it. 2. Wait.', ['First do this: 1. Unplug it.', '2. Wait.']],
    ['Quoi ? ! Non.', ['Quoi ?', 'Non.']],
    ['', []],
    [' \n \t\n', []],
    ['... — !', []],
  ])('%j is %j', (text, pieces) => {
    expect(spoken(text)).toEqual(pieces);
  });
});

describe('a sentence is given out', () => {
  it.each(spaced.map((row) => [row]))('at most two characters after its end: %j', (row) => {
    const pieces = byCharacter(row.join(' '));
    expect(pieces.map(({ text }) => text)).toEqual(row.slice(0, -1));
    for (const { late } of pieces) expect(late).toBeLessThanOrEqual(2);
  });

  it.each(decidedByTheNextWord.map((row) => [row]))('with the word that tells: %j', (row) => {
    const [piece] = byCharacter(row.join(' '));
    const [word = ''] = row[1]?.split(' ') ?? [];
    expect(piece?.late).toBeLessThanOrEqual(word.length + 2);
  });

  it.each(unspaced.map((row) => [row]))('with the next character: %j', (row) => {
    for (const { late } of byCharacter(row.join(''))) expect(late).toBe(1);
  });

  it('with the line break after it', () => {
    expect(byCharacter('a line without a mark\n')).toMatchObject([{ late: 1 }]);
  });

  it('with the token after its mark, where tokens are words', () => {
    for (const row of spaced) {
      const sentences = new Sentences();
      const tokens = row.join(' ').match(/\s*[\p{L}\p{M}]+|\s*\S/gu) ?? [];
      let come = '';
      for (const token of tokens) {
        const before = come.length;
        come += token;
        // Nothing that was over before the last token is still held.
        for (const piece of sentences.push(token)) expect(piece.end).toBe(before);
      }
    }
  });
});

describe('a sentence too long to wait for', () => {
  const long = `${'word '.repeat(20)}and here, ${'more '.repeat(40)}end.`;

  it('is cut at a comma', () => {
    const [first, ...rest] = spoken(long);
    expect(first).toMatch(/ and here,$/);
    expect(rest.join(' ')).toBe(`${'more '.repeat(40)}end.`);
  });

  it('is cut at an Arabic comma', () => {
    const [first] = spoken(`${'كلمة '.repeat(25)}هنا، ${'كلمة '.repeat(40)}`);
    expect(first).toMatch(/ هنا،$/);
  });

  it('is cut between words, when its comma comes too early', () => {
    const pieces = spoken(`So, ${'longish '.repeat(60)}`, 100);
    expect(pieces[0]).toBe(`So, ${'longish '.repeat(12)}`.trim());
    expect(pieces.join(' ')).toBe(`So, ${'longish '.repeat(60)}`.trim());
  });

  it('is not cut at a no-break space', () => {
    const [first] = spoken(`${'a'.repeat(90)} 12\u00a0000\u202f€ and the rest of it`, 96);
    expect(first).toBe('a'.repeat(90));
  });

  it('is cut within a word that has no end', () => {
    expect(spoken('x'.repeat(250), 100)).toEqual([
      'x'.repeat(100),
      'x'.repeat(100),
      'x'.repeat(50),
    ]);
  });
});

describe('a full stop', () => {
  it.each([
    ['I saw Dr', 'never'],
    ['at No', 'number'],
    ['and etc', 'upper'],
    ['in the U.S', 'opener'],
    ['J', 'opener'],
    ['the end', 'end'],
    ['and so do I', 'opener'],
    ['See (e.g', 'never'],
    ['come in', 'end'],
    ['30 in', 'upper'],
    ['my ex', 'end'],
    ['p. ex', 'never'],
    ['Smith et al', 'upper'],
    ['2', 'never'],
    ['in 2', 'end'],
    ['follow: 1', 'never'],
    ['مع د', 'never'],
    ['الساعة 5 م', 'end'],
    ['', 'end'],
  ])('after %j is of the kind %j', (words, stop) => {
    expect(stopAfter(words)).toBe(stop);
  });

  it.each([
    ['They', undefined],
    ['They ', true],
    ["It's", true],
    ['C’est', true],
    ['L’Oréal', false],
    ['Army ', false],
    ['5 ', false],
  ])('before %j stands at a sentence’s end: %j', (words, opens) => {
    expect(opensSentence(words)).toBe(opens);
  });

  it.each([
    ['Hello.', ' ', false, 'end'],
    ['Hello.', 'x', false, 'goes on'],
    ['« Hello.', ' ', true, 'open'],
    ['« Hello.', ' W', true, 'end'],
    ['"Hello."', ' ', false, 'open'],
    ['"Hello."', ' s', false, 'goes on'],
    ['"Hello."', ' S', false, 'end'],
    ['Hello...', ' ', false, 'open'],
    ['Hello…', ' y', false, 'goes on'],
    ['No.', ' ', false, 'open'],
    ['No.', ' 5', false, 'goes on'],
    ['No.', ' W', false, 'end'],
    ['U.S.', ' A', false, 'open'],
    ['U.S.', ' Army ', false, 'goes on'],
    ['U.S.', ' هنا', false, 'end'],
    ['مرحبا؟', 'ن', false, 'end'],
  ] as const)('%j before %j (in a quotation: %j): %j', (text, next, quoted, verdict) => {
    expect(judge(text, next, quoted)).toBe(verdict);
  });
});
