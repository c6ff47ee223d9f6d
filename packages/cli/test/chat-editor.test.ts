/** Typing, moving and remembering, key by key. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { complete } from '../src/chat/screen/complete';
import { type Did, type EditorState, newEditor, press } from '../src/chat/screen/editor';
import { graphemes } from '../src/chat/screen/graphemes';
import type { Key } from '../src/chat/screen/key';

/** `C-` ctrl, `M-` alt, `S-` shift; `"…"` is typed, `<…>` pasted. */
function keyOf(written: string): Key[] {
  if (/^<.*>$/s.test(written)) return [{ type: 'paste', text: written.slice(1, -1) }];
  const plain = { type: 'key' as const, ctrl: false, alt: false, shift: false };
  if (/^".*"$/s.test(written)) {
    return [...written.slice(1, -1)].map((text) => ({ ...plain, name: '', text }));
  }
  const [, held = '', name = ''] = /^((?:[CMS]-)*)(.+)$/.exec(written) ?? [];
  const [ctrl, alt, shift] = ['C-', 'M-', 'S-'].map((each) => held.includes(each));
  return [
    { ...plain, name, ctrl: ctrl === true, alt: alt === true, shift: shift === true, text: '' },
  ];
}

function after(keys: readonly string[], history: readonly string[] = []) {
  let state: EditorState = newEditor(history);
  const did: Did[] = [];
  for (const key of keys.flatMap(keyOf)) {
    const pressed = press(state, key);
    state = pressed.state;
    if (pressed.did) did.push(pressed.did);
  }
  const shown = `${state.text.slice(0, state.cursor)}|${state.text.slice(state.cursor)}`;
  return { shown, did, state };
}

describe('A key', () => {
  test.each<[string, string[], string]>([
    ['types where the cursor is', ['"ab"', 'left', '"x"'], 'ax|b'],
    ['goes over a whole emoji', ['"a👩‍🚀b"', 'left', 'left'], 'a|👩‍🚀b'],
    ['goes over a letter with its accent', ['"e\u0301a"', 'left', 'left'], '|e\u0301a'],
    ['takes a whole flag', ['"🇫🇷🇩🇿"', 'backspace'], '🇫🇷|'],
    ['deletes the character after it', ['"abc"', 'home', 'delete'], '|bc'],
    ['goes to both ends of the line', ['"ab"', 'C-a', '"x"', 'C-e', '"y"'], 'xaby|'],
    ['goes to the ends of its own line', ['<ab\ncd>', 'home', '"x"', 'end', '"y"'], 'ab\nxcdy|'],
    ['goes by words', ['"one two, three"', 'M-b', 'M-b'], 'one |two, three'],
    ['goes by words the other way', ['"one two"', 'C-a', 'C-right', 'M-right'], 'one two|'],
    ['goes by words of Arabic', ['"مرحبا بكم"', 'C-left'], 'مرحبا |بكم'],
    [
      'kills to the end, and puts it in again',
      ['"one two"', 'M-b', 'C-k', 'C-a', 'C-y'],
      'two|one ',
    ],
    ['kills to the start', ['"one two"', 'M-b', 'C-u'], '|two'],
    ['kills up to a space', ['"a /path/to x"', 'left', 'C-w'], 'a |x'],
    ['kills words in a row as one', ['"one two"', 'C-w', 'C-w', '"x"', 'C-y'], 'xone two|'],
    ['kills words both ways as one', ['"one two"', 'M-b', 'C-k', 'C-w', 'C-y'], 'one two|'],
    ['kills a word behind it by letters', ['"a.b"', 'M-backspace'], 'a.|'],
    ['kills a word before it', ['"one two"', 'C-a', 'M-d'], '| two'],
    ['joins lines where nothing is left to kill', ['<a\nb>', 'up', 'C-e', 'C-k'], 'a|b'],
    ['of its own name writes nothing', ['f5', 'escape', 'pageup', 'M-x', 'C-x'], '|'],
    ['deletes with Ctrl-D where there is something', ['"ab"', 'left', 'C-d'], 'a|'],
  ])('%s', (_, keys, shown) => expect(after(keys).shown).toBe(shown));

  test.each(['M-return', 'enter', 'S-return', 'M-enter'])('%s breaks the line', (key) => {
    expect(after(['"a"', key, '"b"'])).toMatchObject({ shown: 'a\nb|', did: [] });
  });

  test.each<[string, string[], Did[], string]>([
    ['Enter', ['"hi"', 'return'], [{ type: 'submit', text: 'hi' }], '|'],
    ['Enter in the middle', ['"hi"', 'left', 'return'], [{ type: 'submit', text: 'hi' }], '|'],
    ['a backslash at the end of a line', ['"a\\"', 'return', '"b"'], [], 'a\nb|'],
    ['two of them', ['"a\\\\"', 'return'], [{ type: 'submit', text: 'a\\\\' }], '|'],
    ['one in the middle', ['"a\\b"', 'left', 'return'], [{ type: 'submit', text: 'a\\b' }], '|'],
    ['Ctrl-C', ['"hi"', 'C-c'], [{ type: 'interrupt' }], 'hi|'],
    ['Ctrl-D where nothing is', ['C-d'], [{ type: 'end' }], '|'],
    ['tab', ['"/m"', 'tab'], [{ type: 'complete' }], '/m|'],
    ['Ctrl-L', ['C-l'], [{ type: 'redraw' }], '|'],
    ['pasted lines', ['<a\nb\n>'], [], 'a\nb\n|'],
  ])('tells of %s', (_, keys, did, shown) => expect(after(keys)).toMatchObject({ did, shown }));
});

describe('Up and down', () => {
  const sent = ['first', 'two\nlines', 'last'];
  test.each<[string, string[], string]>([
    ['go through what was sent', ['up'], 'last|'],
    ['keep several lines together', ['up', 'up'], 'two\nlines|'],
    ['go through its lines first', ['up', 'up', 'up', 'up'], 'first|'],
    ['keep what was half typed', ['"half"', 'up', 'up', 'down', 'down'], 'half|'],
    ['keep what was changed on the way', ['up', '"!"', 'up', 'down'], 'last!|'],
    ['stay at the end', ['"x"', 'down', 'down'], 'x|'],
    ['go on with Ctrl-P and Ctrl-N', ['C-p', 'C-p', 'C-n'], 'last|'],
    [
      'keep the column over a shorter line',
      ['<abcdef\nx\nuvwxyz>', 'left', 'up', 'up'],
      'abcde|f\nx\nuvwxyz',
    ],
    ['count wide characters as two', ['<日本\nabcd>', 'left', 'left', 'up'], '日|本\nabcd'],
  ])('%s', (_, keys, shown) => expect(after(keys, sent).shown).toBe(shown));

  it('remember nothing twice in a row, and nothing that is empty', () => {
    const { state } = after(['"a"', 'return', '"a"', 'return', '" "', 'return', '"b"', 'return']);
    expect(state.history.sent).toEqual(['a', 'b']);
  });

  it('forget changes to what was sent once something is sent', () => {
    expect(after(['up', '"!"', 'C-n', '"new"', 'return', 'up', 'up'], ['old']).shown).toBe('old|');
  });
});

const keys = fc.array(
  fc.oneof(
    fc.constantFrom(
      '"a"',
      '" "',
      '"👩‍🚀"',
      '"\u0301"',
      '"🇫"',
      '"ب"',
      '"\u200d"',
      '"日"',
      '<x\ny>',
      '<\u0301>',
    ),
    fc.constantFrom('left', 'right', 'up', 'down', 'home', 'end', 'backspace', 'delete', 'C-w'),
    fc.constantFrom('M-b', 'M-f', 'M-d', 'C-k', 'C-u', 'C-y', 'enter', 'return', 'M-backspace'),
  ),
  { maxLength: 60 },
);

it('Any keys leave the cursor between two whole characters', () => {
  fc.assert(
    fc.property(keys, (all) => {
      const { state } = after(all, ['e\u0301', 'one\ntwo 👍🏽']);
      const places = [...new Intl.Segmenter().segment(state.text)].map(({ index }) => index);
      expect([...places, state.text.length]).toContain(state.cursor);
    }),
  );
});

it('Characters are those of the whole text, however long it is', () => {
  const parts = fc.constantFrom(
    'a',
    '👩‍🚀',
    '\u0301',
    '🇫',
    '\u200d',
    'ب',
    '\u0600',
    'ᄀ',
    'ᅡ',
    '🏽',
    '\n',
  );
  const texts = fc.array(parts, { minLength: 300, maxLength: 1500 }).map((all) => all.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      const whole = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
      expect(graphemes(text)).toEqual(whole);
    }),
    { numRuns: 50 },
  );
  expect(graphemes(`a${'\u0301'.repeat(3000)}b`)).toHaveLength(2);
});

it('Words end where they do however far away that is', () => {
  for (const character of ['a', '漢', 'e\u0301', '👍🏽', '🇫🇷']) {
    const start = `${'.'.repeat(7)} ${character.repeat(1500)}`;
    const isWord = /\p{L}/u.test(character);
    expect(after([`<${start}>`, 'C-w']).shown).toBe('....... |');
    expect(after([`<${start}>`, 'M-b']).state.cursor).toBe(isWord ? 8 : 0);
    expect(after([`<${start}>`, 'C-a', 'M-f']).state.cursor).toBe(start.length);
  }
});

it('A hundred thousand characters are moved through without a pause', () => {
  const word = `<${'a'.repeat(300_000)}>`;
  expect(after([word, 'M-b', 'M-f', 'C-w']).shown).toBe('|');
  const line = `<${'مرحبا بالعالم '.repeat(7000)}>`;
  expect(after([line, 'up']).did).toEqual([]);
});

it('A text is never lost by going through what was sent', () => {
  const moves = fc.array(fc.constantFrom('up', 'down', 'left', 'home', 'C-p', 'C-n'));
  const sent = fc.array(fc.constantFrom('one', 'two\nlines', '👍🏽'), { maxLength: 4 });
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), moves, sent, (typed, all, before) => {
      const { state } = after([`<${typed}>`, ...all], before);
      let last = state;
      for (let step = 0; step < 40; step++) last = press(last, keyOf('down')[0] as Key).state;
      expect(last.text).toBe(typed);
    }),
  );
});

describe('Completion', () => {
  test.each<[string, string, string[], string, string[]]>([
    ['takes the only one, and a space', '/mo|', ['/mode'], '/mode |', []],
    ['leaves the space that is there', '/mo| x', ['/mode'], '/mode| x', []],
    ['goes on in a folder', '/save a|', ['/save a/'], '/save a/|', []],
    ['takes what all share', '/m|', ['/mode', '/models'], '/mode|', []],
    ['then shows the choice', '/mode|', ['/mode', '/models'], '/mode|', ['/mode', '/models']],
    ['whatever the case', '/MO|', ['/mode', '/models'], '/mode|', []],
    ['shares whole characters alone', '|', ['👍🏽', '👍🏿'], '|', ['👍🏽', '👍🏿']],
    ['leaves what nobody knows', '/x|y', [], '/x|y', []],
  ])('%s', (_, before, candidates, shown, choices) => {
    const cursor = before.indexOf('|');
    const done = complete(before.replace('|', ''), cursor, candidates);
    expect(`${done.text.slice(0, done.cursor)}|${done.text.slice(done.cursor)}`).toBe(shown);
    expect(done.choices).toEqual(choices);
  });
});
