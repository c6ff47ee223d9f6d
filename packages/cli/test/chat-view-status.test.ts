/** The foot of a chat: what can be done, who answers, what just happened; and the criteria beside it. */
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../src/chat/judge/verdict';
import { criteriaInShort, criteriaLines } from '../src/chat/view/criteria';
import { type Level, levelAfter, levelMeter, silence } from '../src/chat/view/level';
import { type Status, statusLines } from '../src/chat/view/status';
import { answer, bare, coloured, plain } from './chat-view-texts';

describe('the level of a sound', () => {
  it('rises at once, sinks slowly, and its peak still slower', () => {
    const loud = levelAfter(silence, -6);
    expect(loud).toEqual({ now: -6, peak: -6 });
    const after = levelAfter(loud, -60, 100);
    expect(after).toEqual({ now: -21, peak: -8 });
    expect(levelAfter(after, -10, 100).now).toBe(-10);
  });

  it('stays within its bounds, whatever a microphone says', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), (told) => {
        const { now, peak } = told.reduce<Level>((level, each) => levelAfter(level, each), silence);
        expect(now).toBeGreaterThanOrEqual(-60);
        expect(peak).toBeGreaterThanOrEqual(now);
        expect(peak).toBeLessThanOrEqual(0);
        expect(stringWidth(levelMeter({ now, peak }, coloured))).toBe(8);
      }),
    );
  });

  it.each<[Level, string]>([
    [silence, '        '],
    [{ now: 0, peak: 0 }, '▁▂▃▄▅▆▇█'],
    [{ now: -30, peak: -15 }, '▁▂▃▄ ▆  '],
    [{ now: -59, peak: -59 }, '▁       '],
  ])('%j is %j', (level, meter) => {
    expect(levelMeter(level, plain)).toBe(meter);
  });
});

const keys = ['space talks', 'esc stops', 'tab completes', '/help'];
const turn = {
  marks: { firstToken: 412, firstAudio: 571, end: 4000 },
  mode: 'streaming' as const,
  voice: 'flite rms',
  stopped: false,
  underruns: 0,
};
const verdict: Verdict = { label: 'Order found', description: 'The order is named.', met: true };
const full: Status = {
  device: 'MacBook Microphone',
  level: { now: -30, peak: -15 },
  keys,
  agent: 'Support',
  mode: 'streaming',
  voice: 'flite rms',
  context: { turns: 3, characters: 812, limit: 10_000 },
  criteria: [verdict, { ...verdict, met: false }],
  turns: [turn, turn],
};

describe('the foot of the chat', () => {
  it.each<[string, Status, number, string[]]>([
    [
      'by voice',
      full,
      100,
      [
        'MacBook Microphone ▁▂▃▄ ▆   · space talks · esc stops · tab completes · /help',
        'Support · streaming · flite rms · context 3 turns, 812 of 10,000 characters',
        'criteria 1 of 2 met · first audio 571 ms · p50 571 ms · p95 571 ms first audio (2 turns)',
      ],
    ],
    [
      'while somebody speaks',
      { ...full, partial: 'where is\nmy order' },
      100,
      [
        'MacBook Microphone ▁▂▃▄ ▆   · space talks · esc stops · tab completes · /help',
        'Support · streaming · flite rms · context 3 turns, 812 of 10,000 characters',
        'where is my order',
      ],
    ],
    [
      'muted',
      { device: 'USB', muted: true, level: silence, keys: ['m unmutes'] },
      100,
      ['USB MUTED    · m unmutes'],
    ],
    [
      'on a narrow terminal',
      { ...full, partial: 'and then I would like to know where my order is' },
      40,
      [
        'MacBook Micr… ▁▂▃▄ ▆   · space talks',
        'Support',
        '… I would like to know where my order is',
      ],
    ],
    ['without a voice', { keys: ['/help'], agent: 'Support' }, 80, ['/help', 'Support']],
    ['of nothing', {}, 80, []],
    [
      'with names that obey nothing and turn nothing round',
      { agent: 'دعم\u001b[2J\u202e', voice: 'rms' },
      80,
      ['\u2068دعم[2J\u2069 · rms'],
    ],
    ['with a first turn', { turns: [turn] }, 80, ['first audio 571 ms']],
  ])('%s', (_, state, columns, lines) => {
    expect(statusLines(state, { columns, paint: plain })).toEqual(lines);
    expect(bare(statusLines(state, { columns, paint: coloured }))).toEqual(lines);
  });

  it('is red where it is muted, and where a person has waited too long', () => {
    const late = { ...turn, marks: { firstToken: 1200 } };
    const [first, last] = statusLines(
      { muted: true, turns: [late] },
      { columns: 80, paint: coloured },
    );
    expect(first).toBe(coloured.red('MUTED   '));
    expect(last).toBe(coloured.red('first token 1200 ms'));
  });

  it('keeps the end of what is being said, from a whole word on where one fits', () => {
    const foot = (partial: string) => statusLines({ partial }, { columns: 12, paint: plain });
    expect(foot('one two three')).toEqual(['… two three']);
    expect(foot('abcdefghijklmnop')).toEqual(['… ghijklmnop']);
    expect(foot('注文はどこにありますか')).toEqual(['… ありますか']);
    expect(foot(' \u001b ')).toEqual([]);
  });

  it('fits, whatever others call themselves', () => {
    fc.assert(
      fc.property(answer, answer, answer, fc.integer({ min: 12, max: 120 }), (a, b, c, columns) => {
        const state = { ...full, device: a, agent: b, voice: c, partial: a + b };
        const lines = statusLines(state, { columns, paint: coloured });
        expect(lines.length).toBeLessThanOrEqual(3);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        expect(lines.join('')).not.toMatch(/[\n\r\u202e\u2066]/);
      }),
    );
  });
});

describe('the criteria', () => {
  const list: Verdict[] = [
    { ...verdict, reason: 'The agent said that it was order 7.' },
    { label: 'Polite', description: 'Says thanks.', met: false, reason: 'It did not.' },
    { label: 'Closed', description: 'Nothing is open.', met: undefined },
  ];

  it('are ticked, with what the judge says of each, or else what it means', () => {
    const lines = criteriaLines(list, { columns: 34, paint: coloured });
    expect(bare(lines)).toEqual([
      '☑ Order found · The agent said',
      '  that it was order 7.',
      '☐ Polite · It did not.',
      '? Closed · Nothing is open.',
    ]);
    expect(lines[0]).toContain(coloured.dim(' · The agent said'));
    expect(lines[1]).toBe(`  ${coloured.dim('that it was order 7.')}`);
  });

  it('are counted', () => {
    expect(criteriaInShort(list)).toBe('criteria 1 of 3 met');
    expect(criteriaInShort([])).toBe('');
  });

  it('fit, whatever a judge writes', () => {
    fc.assert(
      fc.property(answer, answer, fc.integer({ min: 10, max: 90 }), (label, reason, columns) => {
        const lines = criteriaLines([{ label, description: '', met: true, reason }], {
          columns,
          paint: plain,
        });
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        expect(lines.join('')).not.toMatch(/[\p{Cc}\u202e]/u);
      }),
    );
  });
});
