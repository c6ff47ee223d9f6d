/** What a line of the chat means, what the tab key offers, and what commands make of their words: the pure parts. */
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoomTurn } from '../src/chat/room';
import type { SlashCommand } from '../src/chat/slash/command';
import { announcement, durationText, turnSeconds } from '../src/chat/slash/compare-length';
import { comparedIn } from '../src/chat/slash/compare-words';
import { completedWords } from '../src/chat/slash/complete';
import { carriedText } from '../src/chat/slash/context';
import { helpText } from '../src/chat/slash/help';
import { slashCommands } from '../src/chat/slash/index';
import { slashLine } from '../src/chat/slash/line';
import { fileOf, kindOf, stampOf } from '../src/chat/slash/save';
import { kinds, metricsOf, textOf } from '../src/chat/slash/saved';
import { cutOf, historyText } from '../src/chat/slash/transcript';
import { behindName, firstWord, quotedName, unquoted, withoutWord } from '../src/chat/slash/words';
import { clean } from '../src/output/clean';
import { plainPaints } from '../src/output/paint';

const { all } = slashCommands();
const paint = plainPaints.stdout;

describe('a line of the chat', () => {
  it.each([
    ['Hello!', 'Hello!'],
    ['  Hello!  ', 'Hello!'],
    ['//help is what I want', '/help is what I want'],
    [' /help', '/help'],
    ['//', '/'],
    ['', ''],
    ['either/or', 'either/or'],
  ])('%j is a message: %j', (line, text) => {
    expect(slashLine(line, all)).toEqual({ type: 'message', text });
  });

  it.each([
    ['/mode batch', 'mode', 'batch'],
    ['/MODE   Batch ', 'mode', 'Batch'],
    ['/help', 'help', ''],
    ['/exit', 'quit', ''],
    ['/versus "A B"  what\nnow?', 'versus', '"A B"  what\nnow?'],
    ['/voice\tslt', 'voice', 'slt'],
  ])('%j is the command %s with %j', (line, name, words) => {
    const meant = slashLine(line, all);
    expect(meant).toMatchObject({ type: 'command', words });
    expect(meant.type === 'command' && meant.command.name).toBe(name);
  });

  it.each([
    ['/hitsory', 'There is no command /hitsory', 'Did you mean /history?'],
    ['/mods batch', 'There is no command /mods', 'Did you mean /mode?'],
    ['/hist', 'There is no command /hist', 'Did you mean /history?'],
    ['/hlep', 'There is no command /hlep', 'Did you mean /help?'],
    ['/mdoe batch', 'There is no command /mdoe', 'Did you mean /mode?'],
    ['/etc/passwd is gone', 'There is no command /etc/passwd', '//etc/passwd'],
    ['/', 'A slash alone is no command', '/help shows all'],
    ['/ mode', 'A slash alone is no command', '/help shows all'],
  ])('%j is no command, and the way out is said', (line, message, hint) => {
    const meant = slashLine(line, all);
    expect(meant.type === 'unknown' && meant.error.message).toBe(message);
    expect(meant.type === 'unknown' && meant.error.hint).toContain(hint);
  });

  it('can say every text as a message, by a space or a second slash', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const said = text.trim();
        expect(slashLine(` ${said}`, all)).toEqual({ type: 'message', text: said });
        const line = said.startsWith('/') ? `/${said}` : said;
        expect(slashLine(line, all)).toEqual({ type: 'message', text: said });
      }),
    );
  });

  it('finds every command by its name, whatever stands behind it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.string(), ({ name }, words) => {
        const meant = slashLine(`/${name} ${words}`, all);
        expect(meant).toMatchObject({ type: 'command', words: words.trim() });
        expect(meant.type === 'command' && meant.command.name).toBe(name);
      }),
    );
  });
});

describe('what the tab key offers', () => {
  const { completions } = slashCommands();
  // Those that are asked here look nothing up.
  const at = (line: string, cursor = line.length) => completions(line, cursor, {} as never);

  it.each([
    ['/mo', ['/mode']],
    ['/Q', ['/quit']],
    ['/he', ['/help']],
    ['/mode ', ['/mode batch', '/mode streaming']],
    ['/mode s', ['/mode streaming']],
    ['/mode  B', ['/mode  batch']],
    ['/compare batch ', ['/compare batch streaming']],
    ['/compare batch s', ['/compare batch streaming']],
    ['/save talk.md --f', ['/save talk.md --force']],
    ['/edit k', ['/edit keep']],
    ['/nothing ', []],
    ['/retry ', []],
    ['//mo', []],
    ['mo', []],
    [' /mo', []],
  ])('%j: %j', async (line, expected) => {
    expect(await at(line)).toEqual(expected);
  });

  it('is for what stands before the cursor', async () => {
    expect(await at('/mode batch', 3)).toEqual(['/mode']);
    expect(await at('/mode batch', 6)).toEqual(['/mode batch', '/mode streaming']);
  });

  it('names every command, and nothing is offered where a platform does not answer', async () => {
    expect(await at('/')).toEqual(all.map(({ name }) => `/${name}`));
    expect(await at('/agent S')).toEqual([]);
  });

  it.each([
    ['cust', ['Customer Care', 'Sales'], ['Customer Care']],
    ['Customer C', ['Customer Care', 'Customer Love'], ['Customer Care']],
    ['cust', ['"Customer Care"'], ['"Customer Care"']],
    ['"Customer C', ['"Customer Care"'], ['"Customer Care"']],
    ['a b', ['a', 'bee'], ['a bee']],
    ['a a', ['a'], []],
    ['x', ['a'], []],
  ])('%j of %j: %j', (typed, offered, expected) => {
    expect(completedWords(typed, offered)).toEqual(expected);
  });

  it('never takes away what was typed, but for its case', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,6}( [a-z]{1,4})?$/), { maxLength: 6 });
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z ]{0,12}$/), words, (typed, offered) => {
        for (const made of completedWords(typed, offered)) {
          expect(made.toLowerCase().startsWith(typed.toLowerCase())).toBe(true);
        }
      }),
    );
  });
});

describe('words behind a command', () => {
  it.each([
    ['a b c', ['a', 'b c']],
    ['"a b" c', ['a b', 'c']],
    ['  a  ', ['a', '']],
    ['', ['', '']],
    ['"a b', ['"a', 'b']],
  ])('the first of %j: %j', (words, expected) => {
    expect(firstWord(words)).toEqual(expected);
  });

  it.each([
    ['a --force', true, 'a'],
    ['--force a b', true, 'a b'],
    ['my file--force', false, 'my file--force'],
    ['--force', true, ''],
  ])('%j: forced %s, of %j', (words, has, rest) => {
    expect(withoutWord(words, '--force')).toEqual({ has, rest });
  });

  it('are unquoted only where the quotes are around all of them', () => {
    expect(['"a b"', 'a b', '"a" "b"', ' "a" '].map(unquoted)).toEqual([
      'a b',
      'a b',
      '"a" "b"',
      'a',
    ]);
  });

  it.each([
    ['second agent', 'Second Agent', ''],
    ['second  agent where\nis it?', 'Second agent', 'where\nis it?'],
    ['second agents', 'Second agent', undefined],
    ['second', 'Second agent', undefined],
    ['', '', undefined],
  ])('%j behind the name %j: %j', (words, name, expected) => {
    expect(behindName(words, name)).toBe(expected);
  });

  it('find a name again that was quoted for them', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((name) => name.trim() === name && !name.includes('"')),
        fc.stringMatching(/^[a-z ]*$/),
        (name, rest) => {
          expect(firstWord(`${quotedName(name)} ${rest}`)).toEqual([name, rest.trim()]);
        },
      ),
    );
  });
});

describe('/compare', () => {
  const both = ['batch', 'streaming'];
  it.each([
    ['', { modes: both, rounds: 3, text: undefined }],
    ['streaming batch', { modes: ['streaming', 'batch'], rounds: 3, text: undefined }],
    ['batch,streaming 5', { modes: both, rounds: 5, text: undefined }],
    ['"Where is it?"', { modes: both, rounds: 3, text: 'Where is it?' }],
    ['1 "Where is it?"', { modes: both, rounds: 1, text: 'Where is it?' }],
    ['20 "a\nb"', { modes: both, rounds: 20, text: 'a\nb' }],
    ['batch streaming "batch it"', { modes: both, rounds: 3, text: 'batch it' }],
    ['"2 pieces"', { modes: both, rounds: 3, text: '2 pieces' }],
    ['2 "4 pieces"', { modes: both, rounds: 2, text: '4 pieces' }],
  ])('%j: %j', (words, expected) => {
    expect(comparedIn(words)).toEqual(expected);
  });

  it.each([
    ['batch', 'There is only one side to compare'],
    ['sts batch', '/mode sts: the platform has not built speech to speech'],
    ['0', '/compare runs 1 to 20 rounds'],
    ['21', '/compare runs 1 to 20 rounds'],
    ['foo', '/compare does not know "foo"'],
    ['2 Where is it?', '/compare does not know "Where is it?"'],
    ['2 4', '/compare does not know "4"'],
    ['batch foo', '/compare does not know "foo"'],
    ['"a" b', '/compare does not know "\\"a\\" b"'],
    ['""', '/compare does not know'],
  ])('%j is refused', (words, message) => {
    expect(() => comparedIn(words)).toThrow(message);
  });
});

describe('the mode of a /compare that was mistyped', () => {
  it('is guessed', () => {
    const thrown = (() => {
      try {
        return comparedIn('bacth streaming');
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toMatchObject({ hint: expect.stringContaining('Did you mean batch?') });
  });
});

describe('what a /compare will take', () => {
  const typed = {
    voice: null,
    stopped: false,
    response: 'a'.repeat(140),
    marks: { firstToken: 500 },
  };
  it.each([
    ['nothing is known of it', [], undefined],
    ['the last answer was read', [typed], 10.5],
    ['the last answer was heard', [{ ...typed, voice: 'flite rms', marks: { end: 7000 } }], 7],
    ['the last one was stopped', [typed, { ...typed, stopped: true, response: 'a' }], 10.5],
    ['no answer was whole', [{ ...typed, stopped: true }], undefined],
  ])('where %s', (_, turns, seconds) => {
    expect(turnSeconds(turns)).toBe(seconds);
  });

  it.each([
    [
      undefined,
      'batch against streaming, 3 rounds: 6 turns, silent but at the pace of speech. Esc',
    ],
    [2, '6 turns, silent but at the pace of speech, about 10 seconds. Esc stops it.'],
    [30, 'at the pace of speech, about 3 minutes.'],
  ])('is said, at %s seconds a turn', (seconds, expected) => {
    const wanted = { modes: ['batch', 'streaming'] as const, rounds: 3 };
    expect(announcement(wanted, seconds)).toContain(expected);
  });

  it('is told in round numbers', () => {
    expect([1, 12, 13, 89, 90, 150].map(durationText)).toEqual([
      ...['5 seconds', '10 seconds', '15 seconds', '90 seconds', '2 minutes', '3 minutes'],
    ]);
  });
});

describe('/help', () => {
  it('has a line for each command, and for the keys', () => {
    const lines = helpText(all, 200).split('\n');
    for (const { name, takes, does } of all) {
      const line = lines.find((each) => each.startsWith(`/${name}${takes && ' '}${takes}`));
      expect(line).toContain(does);
    }
    for (const key of ['Tab ', 'Ctrl-D ']) {
      expect(lines.some((line) => line.startsWith(key))).toBe(true);
    }
    expect(lines.join('\n')).not.toContain('stroke');
  });

  it('goes on below where its meaning begins, on any terminal from 40 columns on', () => {
    for (let columns = 39; columns < 160; columns++) {
      const lines = helpText(all, columns).split('\n');
      const [, start = ''] = /^(Tab +)complete/m.exec(lines.join('\n')) ?? [];
      for (const line of lines) {
        expect(line.length).toBeLessThanOrEqual(columns);
        const [space = ''] = /^ */.exec(line) ?? [];
        // The words of a command that are longer than a line go on at the fourth column.
        expect([0, 4, start.length]).toContain(space.length);
      }
      const words = lines.join(' ').replace(/\s+/g, ' ');
      for (const { does } of all) expect(words).toContain(does);
    }
  });

  it('knows each name once', () => {
    const names = all.flatMap(({ name, aliases = [] }: SlashCommand) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('/context', () => {
  const carried = (turns: number, characters: number) => ({ turns, characters, limit: 10_000 });
  it.each([
    [undefined, undefined, 'Context is off'],
    [carried(0, 0), { enabled: false }, "the agent's memory is switched off"],
    [carried(0, 0), undefined, 'nothing is there yet to go along (the agent is set to remember 20'],
    [carried(1, 120), { enabled: true, lastMessages: 3 }, 'one turn, 120 of 10000 characters'],
    [carried(2, 9000), undefined, 'carries 2 turns, 9000 of 10000 characters'],
  ])('%j, remembered by %j: %s', (now, memory, expected) => {
    expect(carriedText({ carried: now }, memory as never)).toContain(expected);
  });
});

const turn = (extra: Partial<RoomTurn> = {}): RoomTurn => ({
  type: 'turn.ended',
  turn: 1,
  ms: 900,
  agent: '93f6a9b2-0000-4000-8000-000000000000',
  message: 'Where is it?',
  response: 'On its way.',
  reached: 11,
  stopped: false,
  carried: 0,
  mode: null,
  voice: null,
  firstTokenMs: 100,
  totalMs: 900,
  marks: { firstToken: 100, lastToken: 800, end: 900 },
  stages: { listen: 0, think: 100, wait: 0, speak: 0, play: 0 },
  underruns: 0,
  ...extra,
});
const nameOf = () => 'Support';

describe('/history', () => {
  it('numbers the turns, and marks where an answer was cut', () => {
    const turns = [
      turn(),
      turn({ turn: 12, response: 'It left us\non Monday.', reached: 10, stopped: true }),
    ];
    expect(historyText(turns, nameOf, paint)).toBe(
      [
        ' 1  you: Where is it?',
        '    Support: On its way.',
        '12  you: Where is it?',
        '    Support: It left us [cut]',
        '    on Monday.',
      ].join('\n'),
    );
  });

  it('knows an answer that was stopped at its end from one that was not', () => {
    expect(cutOf(turn())).toEqual(['On its way.']);
    expect(cutOf(turn({ stopped: true }))).toEqual(['On its way.', '']);
    // The voice failed, and nobody read on.
    expect(cutOf(turn({ reached: 2 }))).toEqual(['On', ' its way.']);
  });

  it('shows nothing that a terminal would obey', () => {
    const evil = 'a\u001b[2J\u202eb\r\u0007';
    const shown = historyText([turn({ message: evil, response: evil })], () => evil, paint);
    expect(clean(shown)).toBe(shown);
  });
});

describe('/save', () => {
  const savedAt = '2026-11-22T13:46:00.000Z';
  const turns = [
    turn({
      message: '# No *title*\n- and no list',
      response: 'It left us\non Monday.',
      reached: 10,
    }),
    turn({ turn: 2, voice: 'flite rms', mode: 'batch', marks: { firstToken: 300, end: 2000 } }),
  ];
  const saved = (kind: (typeof kinds)[number]) => textOf(kind, { savedAt, turns, nameOf });

  it('keeps everything as JSON, with the metrics', () => {
    expect(JSON.parse(saved('.json'))).toEqual({
      savedAt,
      agents: [{ id: turn().agent, name: 'Support' }],
      metrics: {
        turns: 2,
        firstToken: { p50: 100, p95: 300 },
        firstAudio: { p50: null, p95: null },
        endToEnd: { p50: 900, p95: 2000 },
        underruns: 0,
      },
      turns,
    });
  });

  it('takes what was said for text, and no markup', () => {
    const text = saved('.md');
    expect(text).toContain('# A conversation with Support');
    expect(text).toContain('**You:** # No \\*title\\*  \n\\- and no list');
    expect(text).toContain('It left us **\\[cut]** ~~on Monday.~~');
    expect(text).toContain('flite rms, batch');
    expect(text).toContain('first token p50 100 ms, p95 300 ms');
  });

  it('is plain where it is plain', () => {
    expect(saved('.txt')).toContain(
      '1. You: # No *title*\n- and no list\nSupport: It left us [cut]',
    );
  });

  it('leaves what was stopped out of the times to the end', () => {
    expect(metricsOf([turn({ stopped: true })]).endToEnd).toEqual({ p50: null, p95: null });
  });

  it.each([
    ['a.md', '.md'],
    ['A.JSON', '.json'],
    ['b.txt', '.txt'],
  ])('%s is written as %s', (file, kind) => {
    expect(kindOf(file, kinds)).toBe(kind);
  });

  it.each([
    ['a.wav', 'no sound'],
    ['a', 'does not know how to write a'],
    ['a.doc', 'does not know how to write a.doc'],
  ])('%s is refused', (file, message) => {
    expect(() => kindOf(file, kinds)).toThrow(message);
  });

  it('finds its file from the folder of the chat, or from home', () => {
    expect(fileOf('a/b.md', '/tmp/x')).toBe(resolve('/tmp/x/a/b.md'));
    expect(fileOf('/b.md', '/tmp/x')).toBe(resolve('/b.md'));
    expect(fileOf('~/b.md', '/tmp/x')).not.toContain('~');
    expect(stampOf(new Date(2026, 0, 2, 3, 4, 5))).toBe('20260102-030405');
  });

  it('never holds what a terminal would obey, whatever was said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...kinds), (said, kind) => {
        const one = turn({ message: said, response: said, reached: said.length });
        const text = textOf(kind, { savedAt, turns: [one], nameOf: () => said });
        expect(clean(text)).toBe(text);
        if (kind === '.json') expect(JSON.parse(text).turns[0].message).toBe(said);
      }),
    );
  });
});
