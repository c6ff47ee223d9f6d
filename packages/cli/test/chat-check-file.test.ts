/** The file of a check: made of a conversation, written for people, read back, refused where it is wrong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Check } from '../src/chat/check/check';
import { checkText } from '../src/chat/check/check-text';
import { unmet } from '../src/chat/check/expectations';
import { fileNameOf } from '../src/chat/check/file-name';
import { checkOf, firstTokenBound } from '../src/chat/check/from-turns';
import { checkIn } from '../src/chat/check/read-check';
import { parseYaml } from '../src/input/yaml';
import { polite, resolved } from './chat-judge';

const read = (text: string) => checkIn(parseYaml(text, 'a'), 'a');

const turn = (message: string, response: string, more: object = {}) => ({
  ...{ message, response, stopped: false, firstTokenMs: 400, carried: 0 },
  ...more,
});
const around = { agent: 'b9c1', criteria: [] };

describe('a conversation as a check', () => {
  it('says the same again, keeps answers for people, and expects what does not change with the words', () => {
    const talk = [
      turn('Where is my order?', 'On its way.'),
      turn('Thanks!', 'Bye.', { carried: 1 }),
    ];
    expect(checkOf(talk, { ...around, criteria: [resolved] })).toEqual({
      name: 'Where is my order?',
      agent: 'b9c1',
      context: true,
      turns: [
        { say: 'Where is my order?', answered: 'On its way.', expect: { firstTokenMs: 2000 } },
        { say: 'Thanks!', answered: 'Bye.', expect: { firstTokenMs: 2000 } },
      ],
      criteria: [resolved],
    });
  });

  it('holds what was said again at once only once, with the last answer', () => {
    const talk = [
      turn('Hi', 'One.'),
      turn('Hi', 'Two.'),
      turn('Bye', 'Bye.'),
      turn('Hi', 'Three.'),
    ];
    expect(checkOf(talk, around).turns.map(({ say, answered }) => [say, answered])).toEqual([
      ['Hi', 'Two.'],
      ['Bye', 'Bye.'],
      ['Hi', 'Three.'],
    ]);
  });

  it('expects no time of an answer that was stopped, nor names an agent that will be gone', () => {
    const talk = [turn('Hi', 'One', { stopped: true }), turn('Ho', '', { stopped: true })];
    expect(checkOf(talk, { ...around, agent: undefined })).toEqual({
      name: 'Hi',
      context: false,
      turns: [{ say: 'Hi', answered: 'One' }, { say: 'Ho' }],
    });
  });

  it.each([
    [0, 2000],
    [600, 2000],
    [667, 2500],
    [1500, 4500],
    [1501, 5000],
  ])('leaves headroom above %d ms: %d', (ms, bound) => {
    expect(firstTokenBound(ms)).toBe(bound);
  });

  it.each([
    ['Where is my order?', 'where-is-my-order'],
    ['أين طلبي؟', 'أين-طلبي'],
    ['Où est-il ? !', 'où-est-il'],
    ['CON', 'chat-con'],
    ['???', 'chat'],
    ['../../etc/passwd', 'etc-passwd'],
    ['a'.repeat(100), 'a'.repeat(40)],
  ])('is named for what was said first: %s', (name, file) => {
    expect(fileNameOf(name)).toBe(`${file.normalize('NFC')}.check.yaml`);
  });
});

const text = fc.oneof(
  fc.string({ minLength: 1, unit: 'binary' }),
  fc.lorem(),
  fc.constantFrom(
    'a\n  b\n',
    '# no comment',
    '- x',
    '      firstTokenMs: 1\n',
    '\u001b[31m',
    '1',
    'no',
    '|',
    "'",
    '\t',
    '\u202e',
    '\ud800',
  ),
);
const turns = fc.array(
  fc.record({
    message: text,
    response: fc.oneof(fc.constant(''), text),
    stopped: fc.boolean(),
    firstTokenMs: fc.nat(60_000),
    carried: fc.nat(3),
  }),
  { minLength: 1, maxLength: 5 },
);
const criteria = fc.uniqueArray(fc.record({ label: text, description: text }), {
  maxLength: 8,
  selector: ({ label }) => label,
});

describe('the file of a check', () => {
  it('reads back as the check that was saved, whatever was said', () => {
    fc.assert(
      fc.property(
        turns,
        criteria,
        fc.option(fc.uuid(), { nil: undefined }),
        (talk, list, agent) => {
          const check = checkOf(talk, { agent, criteria: list });
          expect(read(checkText(check))).toEqual(check);
        },
      ),
    );
  });

  it('holds nothing that a terminal would obey', () => {
    fc.assert(
      fc.property(turns, criteria, (talk, list) => {
        const written = checkText(checkOf(talk, { agent: 'x', criteria: list }));
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(written).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      }),
    );
  });

  it('shows below each turn where to write what its answer must say', () => {
    const written = checkText(
      checkOf([turn('Hi', 'Hello\nthere.\n'), turn('Bye', 'Bye.')], around),
    );
    expect(written).toContain('# A check: voicectl play AGENT --check FILE');
    expect(written.match(/^ {6}# includes: \[/gm)).toHaveLength(2);
    const filled = written.replaceAll(
      '# includes: [what every good answer says]',
      'includes: [hello]',
    );
    expect(read(filled).turns.map(({ expect }) => expect?.includes)).toEqual([
      ['hello'],
      ['hello'],
    ]);
  });

  it.each<[string, string, readonly (readonly [string, RegExp])[]]>([
    [
      'nothing in it',
      '{}',
      [
        ['name', /required/],
        ['turns', /required/],
      ],
    ],
    ['no turn', '{name: a, turns: []}', [['turns', /at least 1/]]],
    ['a turn that says nothing', '{name: a, turns: [{say: ""}]}', [['turns[0].say', /empty/]]],
    [
      'a slip in a key',
      '{name: a, turns: [{say: a, expct: {}}]}',
      [['turns[0].expct', /did you mean expect\?/]],
    ],
    [
      'a slip deep down',
      '{name: a, turns: [{say: a, expect: {include: b}}]}',
      [['turns[0].expect.include', /did you mean includes\?/]],
    ],
    [
      'a key that nothing is like',
      '{name: a, zzz: 1, turns: [{say: a}]}',
      [['zzz', /not known here$/]],
    ],
    [
      'a criterion with more',
      '{name: a, turns: [{say: a}], criteria: [{label: a, description: b, weight: 2}]}',
      [['criteria[0].weight', /not known/]],
    ],
    [
      'an empty text to look for',
      '{name: a, turns: [{say: a, expect: {includes: [""]}}]}',
      [['turns[0].expect.includes[0]', /empty/]],
    ],
    [
      'a time that is none',
      '{name: a, turns: [{say: a, expect: {firstTokenMs: soon}}]}',
      [['turns[0].expect.firstTokenMs', /number/]],
    ],
    [
      'an expression that is none',
      '{name: a, turns: [{say: a}, {say: b, expect: {matches: "("}}]}',
      [['turns[1].expect.matches', /missing closing/]],
    ],
    [
      'a look-ahead',
      '{name: a, turns: [{say: a, expect: {matches: [b, "(?=a)"]}}]}',
      [['turns[0].expect.matches[1]', /no expression that can be used/]],
    ],
    [
      'a flag that there is not',
      '{name: a, turns: [{say: a, expect: {matches: /a/x}}]}',
      [['turns[0].expect.matches', /the flag x/]],
    ],
    [
      'the same label twice',
      '{name: a, turns: [{say: a}], criteria: [{label: a, description: b}, {label: a, description: c}]}',
      [['criteria[1].label', /twice/]],
    ],
  ])('is refused with %s, by its place', (_, source, expected) => {
    try {
      read(source);
    } catch (error) {
      const { message, hint, problems } = error as {
        message: string;
        hint: string;
        problems: { path: string; message: string }[];
      };
      expect(message).toBe("a can't be used as a check");
      expect(hint).toContain('turns of say and expect');
      expect(problems.map(({ path }) => path)).toEqual(expected.map(([path]) => path));
      for (const [at, [, words]] of expected.entries())
        expect(problems[at]?.message).toMatch(words);
      return;
    }
    throw new Error('was taken');
  });

  it('takes one text or several, and all that an answer can be asked for', () => {
    const full: Check = {
      name: 'a',
      agent: 'Support',
      context: false,
      turns: [
        {
          say: 'a',
          expect: {
            includes: 'b',
            excludes: ['c', 'd'],
            matches: '/e/i',
            firstTokenMs: 1,
            totalMs: 2,
          },
        },
      ],
      criteria: [polite],
    };
    expect(read(JSON.stringify(full))).toEqual(full);
  });
});

describe('what is expected of an answer', () => {
  const answer = (response: string) => ({ response, firstTokenMs: 100, totalMs: 200 });
  it.each([
    ['is there', 'Hello', {}, []],
    ['is empty', ' \n', { includes: 'a' }, ['the answer is empty']],
    [
      'says it in another case and spacing',
      'It  HAS\nshipped.',
      { includes: 'it has Shipped' },
      [],
    ],
    ['says it with other quotes', 'It’s “on” its way', { includes: 'it\'s "on"' }, []],
    ['says one of two', 'shipped', { includes: ['shipped', 'Friday'] }, ['does not say "Friday"']],
    ['says what it should not', 'Sorry, no.', { excludes: ['sorry', 'yes'] }, ['says "sorry"']],
    [
      'matches',
      'Order 123',
      { matches: ['order \\d+', '/ORDER (\\d+)/i', '(?i)ORDER'] },
      ['does not match order \\d+'],
    ],
    ['matches beyond the first plane', '🎉 done', { matches: '^. done$' }, []],
    ['is in time', 'a', { firstTokenMs: 100, totalMs: 200 }, []],
    [
      'is late',
      'a',
      { firstTokenMs: 99, totalMs: 199 },
      [
        'the first token came after 100 ms, more than 99 ms',
        'the answer was done after 200 ms, more than 199 ms',
      ],
    ],
  ])('when it %s', (_, response, expected, problems) => {
    expect(unmet(answer(response), expected)).toEqual(problems);
  });

  it('is found out in time that grows with the answer alone', () => {
    // A backtracking engine would not come back from this one.
    expect(unmet(answer(`${'a'.repeat(5000)}!`), { matches: '^(a+)+$' })).toHaveLength(1);
  });
});
