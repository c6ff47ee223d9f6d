/** The bar of a turn, and the numbers of a session. */
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { type MetricsTurn, metricsByGroup, metricsLine, metricsOf } from '../src/chat/view/metrics';
import { metricsTable } from '../src/chat/view/metrics-table';
import { type BarTurn, turnBar } from '../src/chat/view/turn-bar';
import type { Marks } from '../src/voice/meter';
import { Meter, stagesOf } from '../src/voice/meter';
import { bare, coloured, plain } from './chat-view-texts';

const spoken: BarTurn = {
  marks: {
    listened: 310,
    heard: 430,
    firstToken: 790,
    firstPiece: 840,
    firstSound: 900,
    firstAudio: 911,
    end: 4120,
  },
  mode: 'streaming',
  stopped: false,
  underruns: 0,
};
const typed: BarTurn = {
  marks: { firstToken: 412, lastToken: 1400, end: 1412 },
  mode: null,
  stopped: false,
  underruns: 0,
};

describe('the bar of a turn', () => {
  it.each<[string, BarTurn, number, string[]]>([
    [
      'who spoke and was spoken to',
      spoken,
      160,
      [
        'listen ███▏ 310 | hear █▎ 120 | think ████▏ 410 | speak ▊ 71 = 911 ms · first token 790 ms · first audio 911 ms · end to end 4120 ms',
      ],
    ],
    [
      'on a usual terminal',
      spoken,
      80,
      [
        'listen ███▏ 310 | hear █▎ 120 | think ████▏ 410 | speak ▊ 71 = 911 ms',
        'first token 790 ms · first audio 911 ms · end to end 4120 ms',
      ],
    ],
    [
      'on a narrow one, squeezed',
      spoken,
      66,
      [
        'listen ██▊ 310 | hear █ 120 | think ███▋ 410 | speak ▋ 71 = 911 ms',
        'first token 790 ms · first audio 911 ms · end to end 4120 ms',
      ],
    ],
    [
      'on the narrowest one, as text',
      spoken,
      20,
      [
        'listen 310',
        'hear 120 | think 410',
        'speak 71 = 911 ms',
        'first token 790 ms',
        'first audio 911 ms',
        'end to end 4120 ms',
      ],
    ],
    ['who typed and reads', typed, 80, ['first token ████▏ 412 ms · end to end 1412 ms']],
    [
      'who typed and reads on a narrow one',
      typed,
      21,
      ['first token ██ 412 ms', 'end to end 1412 ms'],
    ],
    [
      'who typed and reads on the narrowest one',
      typed,
      18,
      ['first token 412 ms', 'end to end 1412 ms'],
    ],
    [
      'whose sound was over when it began: a key, a file',
      { ...typed, marks: { listened: 0, heard: 150, firstToken: 500, end: 900 } },
      80,
      [
        'listen 0 | hear █▌ 150 | think ███▌ 350 = 500 ms · first token 500 ms',
        'end to end 900 ms',
      ],
    ],
    [
      'who stopped before there was anything to hear',
      { ...spoken, stopped: true, marks: { firstToken: 400, firstPiece: 520, end: 600 } },
      80,
      ['think █████▎ 520 = 520 ms · first token 400 ms · stopped at 600 ms'],
    ],
    [
      'who stopped before anything',
      { ...typed, stopped: true, marks: { end: 30 } },
      80,
      ['stopped at 30 ms'],
    ],
    [
      'whose sound stumbled',
      { ...typed, mode: 'batch', underruns: 2 },
      80,
      ['first token ████▏ 412 ms · end to end 1412 ms · 2 underruns'],
    ],
  ])('of somebody %s', (_, turn, columns, lines) => {
    expect(turnBar(turn, { columns, paint: plain })).toEqual(lines);
    expect(bare(turnBar(turn, { columns, paint: coloured }))).toEqual(lines);
  });

  it.each<[string, Marks, BarTurn['mode'], string[]]>([
    [
      'first audio of a voice',
      { firstToken: 1001, firstSound: 1100, firstAudio: 1100 },
      'batch',
      ['= 1100 ms', 'first audio 1100 ms'],
    ],
    ['first token without one', { firstToken: 1001 }, null, ['1001 ms']],
    ['first token of a voice that never came', { firstToken: 1001 }, 'batch', ['1001 ms']],
    ['nothing at a second sharp', { firstToken: 1000, end: 9000 }, null, []],
  ])('paints red the %s', (_, marks, mode, expected) => {
    const [line = ''] = turnBar({ ...typed, mode, marks }, { columns: 160, paint: coloured });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect([...line.matchAll(/\u001b\[31m(.*?)\u001b\[39m/g)].map(([, text]) => text)).toEqual(
      expected,
    );
  });

  it('is never wider than its columns, and adds up to what was waited for', () => {
    const gap = fc.nat({ max: 20_000 });
    fc.assert(
      fc.property(
        fc.tuple(gap, gap, gap, gap, gap, gap),
        fc.constantFrom(null, 'streaming' as const),
        fc.integer({ min: 20, max: 200 }),
        fc.nat({ max: 300 }),
        (gaps, mode, columns, underruns) => {
          let at = 0;
          const [listened, heard, firstToken, firstPiece, firstSound, firstAudio] = gaps.map(
            (ms) => {
              at += ms;
              return at;
            },
          );
          const voice = mode ? { firstPiece, firstSound, firstAudio } : {};
          const marks = { listened, heard, firstToken, ...voice, end: at };
          const lines = turnBar(
            { marks, mode, stopped: false, underruns },
            { columns, paint: plain },
          );
          for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
          const all = lines.join(' ');
          const [, total = ''] = /= (\d+) ms/.exec(all) ?? [];
          expect(Number(total)).toBe(mode ? firstAudio : firstToken);
          const stages = [...all.matchAll(/(?:listen|hear|think|speak)[ ▏▎▍▌▋▊▉█]* (\d+)/g)];
          expect(stages.reduce((sum, [, ms]) => sum + Number(ms), 0)).toBe(Number(total));
        },
      ),
    );
  });

  it('has longer blocks for what took longer', () => {
    fc.assert(
      fc.property(fc.nat({ max: 5000 }), fc.nat({ max: 5000 }), (one, other) => {
        const marks = { listened: one, heard: one + other, firstToken: one + other, end: 20_000 };
        const [line = ''] = turnBar({ ...typed, marks }, { columns: 90, paint: plain });
        const length = (name: string) => {
          const [, bar = ''] = new RegExp(`${name} ([▏▎▍▌▋▊▉█]*)`).exec(line) ?? [];
          return [...bar].reduce((sum, block) => sum + 8 - '█▉▊▋▌▍▎▏'.indexOf(block), 0);
        };
        if (one >= other) expect(length('listen')).toBeGreaterThanOrEqual(length('hear'));
        else expect(length('listen')).toBeLessThanOrEqual(length('hear'));
      }),
    );
  });
});

describe('the stages of a spoken turn', () => {
  it('tell the wait for an end of speech from understanding', () => {
    expect(stagesOf({ listened: 310, heard: 430, firstToken: 800 })).toMatchObject({
      listen: 310,
      hear: 120,
      think: 370,
    });
    expect(stagesOf({ heard: 430 })).not.toHaveProperty('hear');
  });

  it('begin when the person fell silent, though that is known later', () => {
    const now = 1000;
    const meter = new Meter(() => now, 310);
    meter.mark('listened');
    expect(meter.marks).toEqual({ listened: 310 });
  });
});

const turn = (marks: Marks, more: Partial<MetricsTurn> = {}): MetricsTurn => ({
  marks,
  mode: 'streaming',
  voice: 'flite rms',
  agent: 'a1',
  stopped: false,
  underruns: 0,
  ...more,
});

describe('the metrics of a session', () => {
  const turns = [
    turn({ firstToken: 400, firstAudio: 500, end: 4000 }),
    turn({ firstToken: 420, firstAudio: 571, end: 5000 }, { underruns: 2 }),
    turn({ firstToken: 900, end: 950 }, { stopped: true }),
    turn({ end: 10 }, { stopped: true }),
  ];

  it('count a turn that was stopped for what it reached', () => {
    expect(metricsOf(turns)).toEqual({
      turns: 4,
      firstToken: { turns: 3, p50: 420, p95: 900 },
      firstAudio: { turns: 2, p50: 500, p95: 571 },
      endToEnd: { turns: 2, p50: 4000, p95: 5000 },
      underruns: 2,
    });
  });

  it.each<[MetricsTurn[], string]>([
    [turns, 'p50 500 ms · p95 571 ms first audio (2 turns)'],
    [[turn({ firstToken: 3, end: 9 })], 'p50 3 ms · p95 3 ms first token (1 turn)'],
    [[turn({ end: 9 }, { stopped: true })], ''],
    [[], ''],
  ])('are a line', (some, line) => {
    expect(metricsLine(some)).toBe(line);
  });

  it('are told apart by what differs, and by nothing else', () => {
    expect(metricsByGroup(turns)).toEqual([]);
    const mixed = [
      ...turns,
      turn({ firstToken: 1 }, { mode: 'batch' }),
      turn({}, { mode: null, voice: null }),
    ];
    expect(metricsByGroup(mixed).map(({ of, metrics }) => [of, metrics.turns])).toEqual([
      [{ mode: 'streaming', voice: 'flite rms' }, 4],
      [{ mode: 'batch', voice: 'flite rms' }, 1],
      [{ mode: null, voice: null }, 1],
    ]);
  });

  it('leave no turn out of the groups, whatever was used', () => {
    const any = fc.record({
      marks: fc.record({ firstToken: fc.nat() }),
      mode: fc.constantFrom(null, 'batch' as const, 'streaming' as const),
      voice: fc.constantFrom(null, 'a', '__proto__'),
      agent: fc.constantFrom('1', '2'),
      stopped: fc.boolean(),
      underruns: fc.nat({ max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1 }), (some) => {
        const groups = metricsByGroup(some);
        const { turns: all, underruns } = metricsOf(some);
        if (groups.length === 0) return;
        expect(groups.reduce((sum, { metrics }) => sum + metrics.turns, 0)).toBe(all);
        expect(groups.reduce((sum, { metrics }) => sum + metrics.underruns, 0)).toBe(underruns);
      }),
    );
  });

  it('are a table', () => {
    expect(
      metricsTable(
        turns.filter((_, at) => at !== 1),
        { columns: 80 },
      ),
    ).toBe(
      [
        'TIME TO      TURNS  P50      P95',
        'first token  2      400 ms   900 ms',
        'first audio  1      500 ms   500 ms',
        'end          1      4000 ms  4000 ms',
      ].join('\n'),
    );
  });

  it('are a table by agent and mode where several were used', () => {
    const mixed = [...turns, turn({ firstToken: 7 }, { mode: 'batch', agent: 'a2' })];
    const name = (agent: string) => (agent === 'a2' ? 'دعم\u001b[2J' : agent);
    expect(metricsTable(mixed, { columns: 80 }, name)).toBe(
      [
        'AGENT   MODE       TIME TO      TURNS  P50      P95      UNDERRUNS',
        'a1      streaming  first token  3      420 ms   900 ms',
        'a1      streaming  first audio  2      500 ms   571 ms   2',
        'a1      streaming  end          2      4000 ms  5000 ms',
        '\u2068دعم[2J\u2069  batch      first token  1      7 ms     7 ms',
        'all     all        first token  4      400 ms   900 ms',
        'all     all        first audio  2      500 ms   571 ms   2',
        'all     all        end          2      4000 ms  5000 ms',
      ].join('\n'),
    );
  });

  it('are a sentence before the first turn', () => {
    expect(metricsTable([], { columns: 80 })).toBe('No turn has come to an end yet.');
  });
});
