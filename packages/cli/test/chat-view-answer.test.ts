/** An answer while it streams: nothing lost, doubled or out of order, whatever it holds and however it comes. */
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { AnswerView, unheard } from '../src/chat/view/answer-view';
import { CleanText } from '../src/chat/view/clean-text';
import { LineBreaker, linesOf } from '../src/chat/view/line-breaker';
import { clean } from '../src/output/clean';
import { answer, bare, coloured, cutAnswer, plain } from './chat-view-texts';

const cleaned = (text: string) => clean(text).replaceAll('\t', '  ');
/** A space with an accent or a joiner is a character of its own. */
const breakable =
  /^(?:[ \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000](?![\p{Grapheme_Extend}\p{M}\u200d]))+/u;

/** What is left of a text behind its lines: spaces and line breaks between them are gone. */
function behind(lines: readonly string[], text: string): string {
  let rest = text;
  for (const [index, line] of lines.entries()) {
    expect(rest.startsWith(line), `${JSON.stringify(line)} in ${JSON.stringify(rest)}`).toBe(true);
    rest = rest.slice(line.length);
    if (index < lines.length - 1) rest = rest.replace(breakable, '').replace(/^\n/, '');
  }
  return rest;
}

/** A single character may be wider than the line. */
const isTooWide = (line: string, width: number) =>
  stringWidth(line) > width && [...new Intl.Segmenter().segment(line)].length > 1;

const wrapped = (text: string, width: number, taken = 0) =>
  linesOf(text, { width, taken }).map(({ start, end }) => text.slice(start, end));

describe('lines', () => {
  it.each<[string, number, string[]]>([
    ['', 10, ['']],
    ['one two three', 7, ['one two', 'three']],
    ['one two  three', 8, ['one two', 'three']],
    ['one\ntwo\n\nthree', 10, ['one', 'two', '', 'three']],
    ['  indented', 10, ['  indented']],
    ['    indented', 10, ['    indent', 'ed']],
    ['a 12345678901234', 10, ['a', '1234567890', '1234']],
    ['one two   \nthree', 7, ['one two', 'three']],
    ['12\u00a0€ each', 4, ['12\u00a0€', 'each']],
    ['好的我明白', 4, ['好的', '我明', '白']],
    ['好的。我', 4, ['好', '的。', '我']],
    ['go 好的', 6, ['go 好', '的']],
    ['e\u0301e\u0301 e\u0301e\u0301', 3, ['e\u0301e\u0301', 'e\u0301e\u0301']],
    ['👩‍👩‍👧👩‍👩‍👧', 3, ['👩‍👩‍👧', '👩‍👩‍👧']],
    ['مَرْحَبًا بك', 5, ['مَرْحَبًا', 'بك']],
    ['好', 1, ['好']],
  ])('%j at %d columns', (text, width, lines) => {
    expect(wrapped(text, width)).toEqual(lines);
  });

  it('leave room for what stands before the first one', () => {
    expect(wrapped('one two three', 12, 8)).toEqual(['one', 'two three']);
    expect(wrapped('1234567', 12, 8)).toEqual(['', '1234567']);
  });

  it('are the text, none of them too wide, wherever it is cut', () => {
    fc.assert(
      fc.property(cutAnswer, fc.integer({ min: 2, max: 30 }), ({ text, tokens }, width) => {
        const shown = cleaned(text);
        const lines = wrapped(shown, width);
        expect(behind(lines, shown).replace(breakable, '')).toBe('');
        expect(lines.filter((line) => isTooWide(line, width))).toEqual([]);
        const breaker = new LineBreaker({ width });
        const stream = new CleanText();
        const over = tokens.flatMap((token) => breaker.push(stream.push(token)));
        over.push(...breaker.push(stream.end()));
        expect([...over, ...breaker.open()]).toEqual(linesOf(shown, { width }));
      }),
      { numRuns: 300 },
    );
  });

  it('never take back a line that was over', () => {
    fc.assert(
      fc.property(answer, fc.integer({ min: 2, max: 12 }), (text, width) => {
        const shown = cleaned(text);
        const all = linesOf(shown, { width });
        const breaker = new LineBreaker({ width });
        const over = [...shown].flatMap((character) => breaker.push(character));
        expect(all.slice(0, over.length)).toEqual(over);
      }),
    );
  });

  it('end although one character has ten thousand accents', () => {
    const text = `a${'\u0301'.repeat(10_000)}b`;
    const breaker = new LineBreaker({ width: 10 });
    for (const character of text) breaker.push(character);
    expect(breaker.open()).toEqual([{ start: 0, end: text.length }]);
  });
});

describe('text that is cleaned as it comes', () => {
  it('is what it is when cleaned as a whole, and knows where each place went', () => {
    fc.assert(
      fc.property(cutAnswer, fc.nat({ max: 100 }), ({ text, tokens }, index) => {
        const stream = new CleanText();
        const result = tokens.map((token) => stream.push(token)).join('') + stream.end();
        expect(result).toBe(cleaned(text));
        const at = Math.min(index, text.length);
        // Between the halves of a line break is behind it.
        const prefix = text.slice(0, at);
        expect(stream.placeOf(at)).toBe(cleaned(prefix).length);
      }),
    );
  });

  it('obeys no control sequence that comes in two', () => {
    const stream = new CleanText();
    expect(
      stream.push('a\u001b') + stream.push('[2Jb\u202e') + stream.push('\r') + stream.push('\nc'),
    ).toBe('a[2Jb\nc');
    expect(stream.placeOf(2)).toBe(1);
    expect(stream.placeOf(9)).toBe(6);
  });
});

const options = { columns: 20, paint: plain, label: 'agent › ' };
const dim = coloured.dim;

describe('an answer', () => {
  it('stands behind its label before it has begun, and when it was empty', () => {
    const view = new AnswerView({ ...options, voice: true });
    expect(view.take(5)).toEqual({ done: [], live: ['agent › '] });
    expect(view.end(0, false)).toEqual(['agent › ']);
  });

  it('without a voice, hands over each line as soon as it is full', () => {
    const view = new AnswerView({ ...options, voice: false });
    view.push('Your order has shi');
    expect(view.take(9)).toEqual({ done: ['agent › Your order'], live: ['has shi'] });
    view.push('pped and is due on Friday.');
    expect(view.take(9)).toEqual({
      done: ['has shipped and is'],
      live: ['due on Friday.'],
    });
    expect(view.end(44, false)).toEqual(['due on Friday.']);
  });

  it('is dim until it has been heard, and stays to be redrawn', () => {
    const label = coloured.green('agent › ');
    const view = new AnswerView({ ...options, paint: coloured, label, voice: true });
    view.push('Your order has shipped and is due.');
    expect(view.take(9).live).toEqual([
      `${label}${dim('Your order')}`,
      dim('has shipped and is'),
      dim('due.'),
    ]);
    view.spokenTo(14);
    expect(view.take(9)).toEqual({
      done: [`${label}Your order`],
      live: [`has${dim(' shipped and is')}`, dim('due.')],
    });
    view.spokenTo(4);
    expect(view.take(9).live[0]).toBe(`has${dim(' shipped and is')}`);
    expect(view.end(34, false)).toEqual(['has shipped and is', 'due.']);
  });

  it('hands over its oldest lines as they are when too many wait for the voice', () => {
    const view = new AnswerView({ ...options, paint: coloured, voice: true });
    view.push('1\n2\n3\n4\n5');
    expect(view.take(3)).toEqual({
      done: [`agent › ${dim('1')}`, dim('2')],
      live: [dim('3'), dim('4'), dim('5')],
    });
    view.spokenTo(2);
    expect(view.take(3).done).toEqual([]);
    view.spokenTo(9);
    expect(view.take(3)).toEqual({ done: ['3', '4'], live: ['5'] });
  });

  it('is plain text from the moment that its voice fails', () => {
    const view = new AnswerView({ ...options, paint: coloured, voice: true });
    view.push('One\nTwo');
    view.failed();
    expect(view.take(9)).toEqual({ done: ['agent › One'], live: ['Two'] });
  });

  it.each<[string, number, string[]]>([
    ['Your order has shipped.', 10, ['agent › Your order [not heard: has', 'shipped.]']],
    ['Yes, it has.', 3, ['agent › Yes, [not heard: it has.]']],
    ['Yes.\n\nIt has.', 4, ['agent › Yes.', '', '[not heard: It has.]']],
    ['It has.', 0, ['agent › [not heard: It has.]']],
    ['It has.', 6, ['agent › It has.']],
    ['طلبك في الطريق', 4, ['agent › طلبك [not heard: في الطريق]']],
  ])('%j that was stopped after %d marks what nobody heard', (text, reached, lines) => {
    const view = new AnswerView({ ...options, columns: 36, paint: coloured, voice: true });
    view.push(text);
    view.take(9);
    const end = view.end(reached, true);
    expect(bare(end)).toEqual(lines);
    const missed = end.join(' ').slice(end.join(' ').indexOf(unheard.before));
    if (lines.join(' ').includes(unheard.before)) expect(bare([missed])).not.toEqual([missed]);
  });

  it('that was stopped without a voice was read, all of it', () => {
    const view = new AnswerView({ ...options, voice: false });
    view.push('Your ord');
    expect(view.end(8, true)).toEqual(['agent › Your ord']);
  });

  it('is wrapped anew for another width, but for what is in the scrollback', () => {
    const view = new AnswerView({ ...options, voice: false });
    view.push('Your order has shipped and is due on Friday.');
    expect(view.take(9).done).toEqual(['agent › Your order', 'has shipped and is']);
    view.resize(8);
    expect(view.take(9)).toEqual({ done: ['due on'], live: ['Friday.'] });
    view.push(' Bye.');
    view.resize(40);
    expect(view.take(9)).toEqual({ done: [], live: ['Friday. Bye.'] });
  });

  const step = fc.record({
    spoken: fc.option(fc.nat({ max: 250 })),
    rows: fc.option(fc.nat({ max: 8 })),
    fails: fc.integer({ min: 0, max: 30 }).map((dice) => dice === 0),
  });

  it('is all there, once and in order, whatever happens while it comes', () => {
    fc.assert(
      fc.property(
        cutAnswer,
        fc.array(step, { minLength: 25, maxLength: 25 }),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        ({ text, tokens }, steps, columns, voice) => {
          const view = new AnswerView({ columns, paint: coloured, label: '› ', voice });
          const done: string[] = [];
          let came = '';
          for (const [index, token] of tokens.entries()) {
            view.push(token);
            came += token;
            const { spoken, rows, fails } = steps[index] ?? {};
            if (spoken !== null && spoken !== undefined) view.spokenTo(spoken);
            if (fails) view.failed();
            if (rows === null || rows === undefined) continue;
            const taken = view.take(rows);
            done.push(...bare(taken.done));
            expect(taken.live.length).toBeGreaterThan(0);
            expect(taken.live.length).toBeLessThanOrEqual(Math.max(3, rows));
            const shown = cleaned(came.replace(/\r$/, ''));
            expect(
              behind(unlabelled([...done, ...bare(taken.live)]), shown).replace(breakable, ''),
            ).toBe('');
          }
          done.push(...bare(view.end(text.length, false)));
          const lines = unlabelled(done);
          expect(behind(lines, cleaned(text)).trim()).toBe('');
          expect(lines.filter((line) => isTooWide(line, Math.max(2, columns)))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is plain as far as it was heard, and dim from there on', () => {
    fc.assert(
      fc.property(cutAnswer, fc.nat({ max: 250 }), ({ text, tokens }, spoken) => {
        const view = new AnswerView({ columns: 30, paint: coloured, voice: true });
        for (const token of tokens) view.push(token);
        view.spokenTo(spoken);
        const { done, live } = view.take(1000);
        const plainly = [...done, ...live].join('').replaceAll(dimmed, '');
        const shown = cleaned(text.replace(/\r$/, ''));
        const heard = shown.slice(0, cleaned(text.slice(0, spoken)).length);
        expect(plainly.replace(/\s/g, '')).toBe(heard.replace(/\s/g, ''));
      }),
    );
  });

  it('that was stopped loses nothing but gains a mark', () => {
    fc.assert(
      fc.property(cutAnswer, fc.nat({ max: 100 }), ({ text, tokens }, reached) => {
        const view = new AnswerView({ columns: 30, paint: coloured, voice: true });
        const done = tokens.flatMap((token) => {
          view.push(token);
          return view.take(4).done;
        });
        const all = bare([...done, ...view.end(Math.min(reached, text.length), true)]).join('');
        const bareText = (what: string) => what.replace(/\s/g, '');
        const unmarked = bareText(all)
          .replace(bareText(unheard.before), '')
          .replace(/\]$/, text.endsWith(']') ? ']' : '');
        expect(unmarked).toBe(bareText(cleaned(text)));
      }),
    );
  });
});

/** chalk closes and opens again around line breaks; there are none in a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
const dimmed = /\u001b\[2m.*?\u001b\[22m/gsu;

function unlabelled(lines: readonly string[]): string[] {
  const [first = '', ...others] = lines;
  expect(first.startsWith('› ')).toBe(true);
  return [first.slice(2), ...others];
}
