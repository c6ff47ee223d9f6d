/** An answer as it comes: cut anywhere, with pauses, stopped or failing. What holds for every text. */
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieces, Sentences } from '../src/voice/sentences';
import type { Piece } from '../src/voice/stages';
import { arabic, english, french } from './voice-sentences-texts';

function cut(tokens: readonly string[], cap?: number): Piece[] {
  const sentences = new Sentences({ cap });
  return [...tokens.flatMap((token) => sentences.push(token)), ...sentences.end()];
}

/** The text in tokens of these lengths (UTF-16), which may part the two halves of a character. */
function tokensOf(text: string, lengths: readonly number[]): string[] {
  const tokens: string[] = [];
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    tokens.push(text.slice(at, at + length));
    at += length;
  }
  return tokens;
}

const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
const caps = fc.integer({ min: 20, max: 240 });

/** Anything at all, with much of what means something here. */
const scraps = [
  '**',
  '*',
  '_',
  '__',
  '#',
  '# ',
  '- ',
  '1. ',
  '> ',
  '`',
  '```',
  '```\n',
  '~~',
  '|',
  '|---|',
  '---',
  '[',
  ']',
  '](',
  '(',
  ')',
  '![',
  '[^1]',
  '<',
  '>',
  '<b>',
  '</p>',
  '<br>',
  '<!--',
  '-->',
  '&amp;',
  '&',
  '&#42;',
  '\\',
  '{',
  '}',
  '【',
  '】',
  '†',
  'https://',
  'http://x.example/a',
  'www.',
  '@',
  '.',
  '. ',
  '...',
  '…',
  '!',
  '?',
  '؟',
  '؛ ',
  '۔',
  '。',
  '、',
  ',',
  ', ',
  '،',
  '«',
  ' »',
  '"',
  '’',
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\r\n',
  '\t',
  '\u00a0',
  '\u202f',
  '\u0000',
  '\u001b[31m',
  '\u202e',
  '\u200d',
  '😀',
  '👍🏽',
  '1️⃣',
  '\ud83d',
  '\ude00',
  'é',
  'e\u0301',
  'Dr',
  'No',
  'U.S',
  'etc',
  'M',
  'e.g',
  'word',
  'The',
  'Ж',
  'نعم',
  '五',
  '12',
  '٣',
  'h',
  'w',
  'a',
  'I',
  '€',
  '%',
];
const anything = fc
  .array(fc.oneof(fc.constantFrom(...scraps), fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 60,
  })
  .map((parts) => parts.join(''));

/** Without a mark of markup, and no line that begins like a list. */
const prose = fc
  .array(
    fc
      .stringMatching(/^[\p{Lu}\p{Ll}é’»«"()،؟؛…€%,.;:!?0-9-]{1,9}$/u)
      .filter((word) => /[a-zéA-Z]/.test(word) && !/[hw]|\p{Extended_Pictographic}/iu.test(word)),
    { minLength: 1, maxLength: 60 },
  )
  .map((words) => `So ${words.join(' ')}`);

function gapsOf(text: string, found: readonly Piece[]): string[] {
  const starts = [...found.map(({ start }) => start), text.length];
  return starts.map((start, index) => text.slice(found[index - 1]?.end ?? 0, start));
}

const printed = (text: string) => text.replace(/\s/gu, '');

describe('whatever an answer holds', () => {
  it('comes out the same, however it was cut into tokens', () => {
    fc.assert(
      fc.property(anything, lengths, caps, (text, sizes, cap) => {
        expect(cut(tokensOf(text, sizes), cap)).toEqual(cut([text], cap));
      }),
      { numRuns: 400 },
    );
  });

  it('has spans in order, apart from each other, from the first printed character to the last', () => {
    fc.assert(
      fc.property(anything, caps, (text, cap) => {
        let reached = 0;
        for (const { start, end } of cut([text], cap)) {
          expect(start).toBeGreaterThanOrEqual(reached);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
          reached = end;
        }
        expect(reached).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 400 },
    );
  });

  it('is said within the cap, without controls and marks', () => {
    fc.assert(
      fc.property(anything, caps, (text, cap) => {
        for (const piece of cut([text], cap)) {
          expect(piece.text.length).toBeLessThanOrEqual(cap);
          expect(piece.text).toBe(piece.text.trim());
          expect(piece.text).toMatch(/[\p{L}\p{N}]/u);
          expect(piece.text).not.toMatch(/[\p{Cc}\p{Cs}\p{Co}\u202a-\u202e\u2066-\u2069]/u);
          expect(piece.text).not.toMatch(/[*`~|[\]{}\\]|<[a-z/!]|\s\s|\p{Emoji_Presentation}/u);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is all said, when it has no markup', () => {
    fc.assert(
      fc.property(prose, caps, (text, cap) => {
        const found = cut([text], cap);
        const spans = found.map(({ start, end }) => text.slice(start, end));
        // Only what nobody can say is left over.
        expect(gapsOf(text, found).join('')).not.toMatch(/[\p{L}\p{N}]/u);
        const letters = (all: string) => all.replace(/[^\p{L}\p{N}]/gu, '');
        expect(letters(found.map((piece) => piece.text).join(''))).toBe(letters(text));
        // And says what it stands for, but for the marks that a cut left in front.
        for (const [index, span] of spans.entries()) {
          expect(printed(span).endsWith(printed(found[index]?.text ?? '?'))).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is said once, word for word, in its own piece, when it is marked up', () => {
    const word = fc.integer({ min: 100, max: 99_999 }).map((number) => `q${number}`);
    const marked = fc.tuple(
      word,
      fc.constantFrom(
        '@',
        '**@**',
        '*@*',
        '__@__',
        '`@`',
        '~~@~~',
        '[@](https://x.example/q1 "q2")',
        '![@](q3.png)',
        '<b class="q4">@</b>',
        '@[^q5]',
        '"@"',
        '(@)',
        '@,',
        '@.',
        '@!',
        '@…',
        '<!-- q6 -->@',
        '@😀',
        '\\*@\\*',
        '&amp;@',
        '@【1†q7】',
      ),
    );
    const line = fc.tuple(
      fc.constantFrom('', '# ', '- ', '12. ', '> ', '- [ ] ', '| '),
      fc.array(marked, { minLength: 1, maxLength: 12 }),
    );
    const block = fc.oneof(
      line.map(([lead, words]) => ({
        words: words.map(([one]) => one),
        text: `${lead}${words.map(([one, shape]) => shape.replace('@', one)).join(' ')}`,
      })),
      fc
        .constantFrom('```\nq8. q9\n```', '---', '|---|---|', '')
        .map((text) => ({ words: [], text })),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), caps, (blocks, cap) => {
        const text = blocks.map((one) => one.text).join('\n');
        const found = cut([text], cap);
        const said = found.flatMap((piece) => piece.text.match(/q\d+/g) ?? []);
        expect(said).toEqual(blocks.flatMap((one): string[] => one.words));
        for (const piece of found) {
          for (const one of piece.text.match(/q\d+/g) ?? []) {
            expect(text.slice(piece.start, piece.end)).toContain(one);
          }
        }
        // Between spans there is nothing to say, but code that is left out.
        const gaps = gapsOf(text, found).join('');
        expect(gaps.replaceAll('```\nq8. q9\n```', '')).not.toMatch(/q\d+/);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    '[',
    '](',
    '[[](',
    '](x(',
    '*',
    '# ',
    '> ',
    '|',
    '<',
    '<!--',
    '&',
    '!',
    'U.S. ',
    '```',
    'https://(',
    '😀 ',
    '\u0301',
  ])('takes no time worth speaking of: %j, again and again', (scrap) => {
    const text = `${'['.repeat(1_000)}${scrap.repeat(20_000)}\n${'```js'}${scrap.repeat(20_000)}`;
    expect(cut([text]).every((piece) => piece.end <= text.length)).toBe(true);
  });
});

describe('a text of 10,000 characters', () => {
  it('is the same as its sentences', () => {
    const rows = [...english, ...french, ...arabic].flat();
    const text = Array.from({ length: 5 }, () => rows.join('\n')).join('\n');
    expect(text.length).toBeGreaterThan(10_000);
    const said = cut(tokensOf(text, [3, 1, 4])).map((piece) => piece.text);
    expect(printed(said.join(''))).toBe(printed(text));
  });
});

describe('when nothing comes for a while', () => {
  it.each([
    ['Let me check', 'Let me', 'check'],
    ['Let me check ', 'Let me check', ''],
    ['Let me check.', 'Let me check.', ''],
    ['Is it?', 'Is it?', ''],
    ['Voilà !', 'Voilà !', ''],
    ['Well...', 'Well...', ''],
    ['"Stop!" ', '"Stop!"', ''],
    ['« Bonjour.', '« Bonjour.', ''],
    ['Hel', '', 'Hel'],
    ['I saw Dr. ', 'I saw', 'Dr.'],
    ['I saw Dr. Os', 'I saw', 'Dr. Os'],
    ['It costs 12.', 'It costs', '12.'],
    ['It is in the U.', 'It is in the', 'U.'],
    ['It is in the U.S. ', 'It is in the U.S.', ''],
    ['Read [the docs](htt', 'Read the', 'docs(htt'],
    ['See https://x.exa', 'See', 'x.exa'],
    ['- ', '', ''],
    ['', '', ''],
  ])('of %j, %j is said, and %j waits', (text, now, later) => {
    const sentences = new Sentences();
    const before = sentences.push(text);
    const said = (some: readonly Piece[]) => some.map((piece) => piece.text).join(' ');
    expect(said([...before, ...sentences.idle()])).toBe(now);
    expect(said(sentences.idle())).toBe('');
    expect(said(sentences.end())).toBe(later);
  });

  it('goes on behind what was said', () => {
    const sentences = new Sentences();
    expect(sentences.push('It costs 12.')).toEqual([]);
    expect(sentences.idle()).toEqual([{ text: 'It costs', start: 0, end: 8 }]);
    expect(sentences.push('50, as before. Next')).toEqual([
      { text: '12.50, as before.', start: 9, end: 26 },
    ]);
    expect(sentences.idle()).toEqual([]);
    expect(sentences.end()).toEqual([{ text: 'Next', start: 27, end: 31 }]);
  });

  it('loses and doubles nothing, wherever the pauses are', () => {
    fc.assert(
      fc.property(prose, lengths, caps, (text, sizes, cap) => {
        const sentences = new Sentences({ cap });
        const found = tokensOf(text, sizes).flatMap((token) => [
          ...sentences.push(token),
          ...sentences.idle(),
        ]);
        found.push(...sentences.end());
        const letters = (all: string) => all.replace(/[^\p{L}\p{N}]/gu, '');
        expect(letters(found.map((piece) => piece.text).join(''))).toBe(letters(text));
        expect(letters(found.map(({ start, end }) => text.slice(start, end)).join(''))).toBe(
          letters(text),
        );
        // No word is said in two parts: what follows a piece is a space or no letter, unless a word is longer than the cap.
        for (const { end } of found)
          expect(text.slice(end - 1, end + 1)).not.toMatch(/^[\p{L}]{2}$/u);
      }),
      { numRuns: 300 },
    );
  });
});

/** Tokens, and what happens between them. */
async function* stream(...steps: readonly (string | number | Error)[]): AsyncGenerator<string> {
  for (const step of steps) {
    if (step instanceof Error) throw step;
    if (typeof step === 'number') await wait(step);
    else yield step;
  }
}

async function all(
  tokens: AsyncIterable<string>,
  idle?: number,
  signal = new AbortController().signal,
) {
  const found: string[] = [];
  for await (const piece of pieces(tokens, { signal, idle })) found.push(piece.text);
  return found;
}

describe('pieces of a stream', () => {
  it('come while it goes on', async () => {
    const sent: string[] = [];
    async function* tokens() {
      for (const token of ['One', '.', ' Two', '.', ' Three']) {
        sent.push(token);
        yield token;
      }
    }
    const found = pieces(tokens(), { signal: new AbortController().signal });
    expect((await found.next()).value).toEqual({ text: 'One.', start: 0, end: 4 });
    expect(sent).toEqual(['One', '.', ' Two']);
    expect((await found.next()).value).toMatchObject({ text: 'Two.' });
    expect((await found.next()).value).toMatchObject({ text: 'Three' });
    expect((await found.next()).done).toBe(true);
  });

  it('keep a character whose halves come apart', async () => {
    expect(await all(stream('an \ud835', '\udc00x. b'))).toEqual(['an \u{1d400}x.', 'b']);
    expect(await all(stream('a \ud83d', '\ude00b\ud83d'))).toEqual(['a b']);
  });

  it('come in a pause, once, and the rest after it', async () => {
    const tokens = stream('Let me see', 60, 'n to that. And', 60, ' so on');
    expect(await all(tokens, 10)).toEqual(['Let me', 'seen to that.', 'And so on']);
  });

  it('do not come in a pause that is shorter than what was asked for', async () => {
    expect(await all(stream('Let me ', 5, 'see'), 10_000)).toEqual(['Let me see']);
  });

  it('end with the stream, also an empty one', async () => {
    expect(await all(stream())).toEqual([]);
    expect(await all(stream('', ' '))).toEqual([]);
  });

  it('end with an abort, although the source hangs, and let go of it', async () => {
    const stop = new AbortController();
    let left = false;
    const hanging: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: (() => {
          const come = ['One. Two', ' and'];
          return () => {
            const value = come.shift();
            return value === undefined
              ? new Promise(() => {})
              : Promise.resolve({ done: false, value });
          };
        })(),
        return: () => {
          left = true;
          return new Promise(() => {});
        },
      }),
    };
    const found = pieces(hanging, { signal: stop.signal, idle: 60_000 });
    expect((await found.next()).value).toMatchObject({ text: 'One.' });
    const next = found.next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(left).toBe(true);
  });

  it('are none after an abort, also of what had come', async () => {
    const stop = new AbortController();
    const found: string[] = [];
    for await (const piece of pieces(stream('One. Two. Three. Four'), { signal: stop.signal })) {
      found.push(piece.text);
      stop.abort();
    }
    expect(found).toEqual(['One.']);
    expect(await all(stream('One. Two.'), undefined, AbortSignal.abort())).toEqual([]);
  });

  it('end quietly when an abort makes the source fail', async () => {
    const stop = new AbortController();
    async function* tokens() {
      yield 'One. Two';
      stop.abort();
      throw new Error('aborted');
    }
    expect(await all(tokens(), undefined, stop.signal)).toEqual(['One.']);
  });

  it('end with what the source throws, and say nothing of what was left', async () => {
    const found: string[] = [];
    const failing = pieces(stream('One. And the rest', new Error('gone')), {
      signal: new AbortController().signal,
    });
    await expect(async () => {
      for await (const piece of failing) found.push(piece.text);
    }).rejects.toThrow('gone');
    expect(found).toEqual(['One.']);
  });

  it('let go of the source when nobody wants more', async () => {
    let left = false;
    async function* tokens() {
      try {
        yield 'One. Two. Three';
        yield ' more';
      } finally {
        left = true;
      }
    }
    for await (const _ of pieces(tokens(), { signal: new AbortController().signal })) break;
    await wait(0);
    expect(left).toBe(true);
  });

  it('leave no timer and no listener behind', async () => {
    const { signal } = new AbortController();
    const listeners = new Set<unknown>();
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners.add(args[1]);
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners.delete(args[1]);
      remove(...args);
    };
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
    const before = timers();
    await all(stream('a', 'b ', 20, 'c. d'), 5, signal);
    expect(listeners).toEqual(new Set());
    expect(timers()).toEqual(before);
  });
});
