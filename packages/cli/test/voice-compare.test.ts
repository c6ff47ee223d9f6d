/** `voicectl play --compare`: the same script through both modes, or to two agents, as medians. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTurn, type MeasuredSide, mediansOf } from '../src/voice/compare';
import { type Comparison, markdownOf } from '../src/voice/compare-report';
import { wavIn } from '../src/voice/play/wav-sound';
import { loudness } from './voice-speak';
import { failure, json, newFolder, startPlatform, voicectl } from './voicectl';

const turn = (firstAudio: number | undefined, underruns = 0) => ({
  marks: { firstToken: 10, ...(firstAudio !== undefined && { firstAudio }), end: 1000 },
  underruns,
});

describe('medians', () => {
  it('are of the times that there are; underruns are counted', () => {
    expect(mediansOf([turn(300, 1), turn(100), turn(200, 2), turn(undefined)])).toEqual({
      firstToken: 10,
      firstAudio: 200,
      endToEnd: 1000,
      underruns: 3,
    });
    expect(mediansOf([])).toEqual({
      firstToken: null,
      firstAudio: null,
      endToEnd: null,
      underruns: 0,
    });
  });
});

describe('the order of the sides', () => {
  it.each([
    [1, 'abc'],
    [2, 'bca'],
    [3, 'cab'],
    [4, 'abc'],
  ])('begins with another one each round: %d', (round, order) => {
    expect(inTurn(['a', 'b', 'c'], round).join('')).toBe(order);
  });
});

describe('a report', () => {
  it('takes what agents and people wrote for text', () => {
    const side: MeasuredSide = {
      name: 'A | B',
      agent: { id: '1', name: '<b>A</b>' },
      mode: 'batch',
      voice: 'flite rms',
      medians: mediansOf([turn(300)]),
      turns: [
        {
          ...turn(300),
          type: 'turn.ended',
          turn: 1,
          ms: 1000,
          round: 1,
          message: '# not a title',
          response: 'first\n[link](x)\u001b',
          carried: 0,
          reached: 1,
          stopped: false,
          mode: 'batch',
          voice: 'flite rms',
          firstTokenMs: 10,
          totalMs: 1000,
          stages: { listen: 0, think: 10, wait: 0, speak: 0, play: 0 },
        },
      ],
    };
    const text = markdownOf({ messages: ['# not a title'], rounds: 1, sides: [side] });
    expect(text).toContain(
      '| A \\| B | \\<b>A\\</b> | batch | flite rms | 10 ms | 300 ms | 1000 ms | 0 |',
    );
    expect(text).toContain('**Round 1:** # not a title');
    expect(text).toContain('> first  \n> \\[link](x)\n');
    expect(text).toContain('Medians of 1 round of 1 message;');
  });
});

describe('play --compare', () => {
  let platform: Awaited<ReturnType<typeof startPlatform>>;
  let ids: string[];

  beforeAll(async () => {
    platform = await startPlatform({
      pace: { firstToken: 50, token: 30 },
      brain: {
        // Short: it is heard at the pace at which it is spoken.
        answer: ({ agent }) => ['It ', 'has ', 'shipped. ', agent.name, ' says ', 'bye.'],
        countInput: () => 1,
        suggest: () => ({}),
      },
    });
    const create = (name: string) => [
      ...['agents', 'create', '--name', name],
      ...['--instructions', 'You are brief.'],
    ];
    ids = [];
    for (const name of ['First', 'Second']) {
      ids.push(String((await json(create(name), { env: platform.env })).id));
    }
  });
  afterAll(() => platform.server.close());

  const first = () => String(ids[0]);

  it('runs a script through both modes, and keeps sound and report', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'script.txt'), '# one\nHello\n');
    const args = ['play', first(), '--compare', '--script', 'script.txt', '--rounds', '1'];
    const files = ['--out', 'answer.wav', '--report', 'report.json'];
    const run = await voicectl([...args, ...files, '-o', 'json'], { env: platform.env, cwd });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const comparison = JSON.parse(run.stdout) as Comparison;
    expect(comparison).toMatchObject({
      messages: ['Hello'],
      rounds: 1,
      sides: [
        { name: 'batch', agent: { name: 'First' }, mode: 'batch', voice: 'flite rms' },
        { name: 'streaming', agent: { name: 'First' }, mode: 'streaming' },
      ],
    });
    const [batch, streaming] = comparison.sides;
    // The order of things, and no more: in batch, all text is there before anything is heard.
    const marks = batch?.turns[0]?.marks;
    expect(Number(marks?.firstAudio)).toBeGreaterThanOrEqual(Number(marks?.lastToken));
    expect(Number(streaming?.medians.firstToken)).toBeGreaterThan(0);
    expect(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8'))).toEqual(comparison);
    expect(readdirSync(cwd).sort()).toEqual([
      'answer-batch.wav',
      'answer-streaming.wav',
      'report.json',
      'script.txt',
    ]);
    const [one, other] = await Promise.all(
      ['batch', 'streaming'].map((mode) => wavIn(join(cwd, `answer-${mode}.wav`))),
    );
    expect(loudness(one?.samples ?? new Int16Array(1))).toBeGreaterThan(-35);
    // The same words, however they were made.
    expect(Math.abs(Number(one?.samples.length) - Number(other?.samples.length))).toBeLessThan(
      8000,
    );
  });

  it('prints a table, and writes Markdown', async () => {
    const cwd = newFolder();
    const args = ['play', first(), '--compare', '--say', 'Hi', '--rounds', '1'];
    const run = await voicectl([...args, '--report', 'modes.md', '-o', 'table'], {
      env: platform.env,
      cwd,
    });
    expect(run.code).toBe(0);
    const [titles = '', batch = '', streaming = ''] = run.stdout.split('\n');
    expect(titles).toMatch(
      /SIDE +MODE +VOICE +TURNS +FIRST TOKEN +FIRST AUDIO +END TO END +UNDERRUNS/,
    );
    expect(batch).toMatch(/^batch +batch +flite rms +1 +\d+ ms +\d+ ms +\d+ ms +\d+/);
    expect(streaming).toMatch(/^streaming +streaming +flite rms +1 +\d+ ms +\d+ ms +\d+ ms +\d+/);
    expect(run.stderr).toMatch(/batch · round 1 · Hi · first audio \d+ ms/);
    expect(readFileSync(join(cwd, 'modes.md'), 'utf8')).toMatch(/^# batch against streaming\n/);
  });

  it('compares two agents', async () => {
    const args = ['play', first(), '--compare', '--with', 'Second', '--say', 'Hi', '--rounds', '1'];
    const { sides } = await json<Comparison>(args, { env: platform.env });
    expect(sides.map(({ name, mode }) => `${name} ${mode}`)).toEqual([
      'First streaming',
      'Second streaming',
    ]);
    expect(sides[1]?.turns[0]?.response).toContain('Second');
  });

  it('compares with another version, which is gone afterwards', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'next.yaml'), 'name: Next\ninstructions: You are briefer.\n');
    const { env } = platform;
    const before = await json<{ data: unknown[] }>(['agents', 'list'], { env });
    const args = ['play', first(), '--compare', '--with', 'next.yaml', '--say', 'Hi'];
    const { sides } = await json<Comparison>([...args, '--rounds', '1'], { env, cwd });
    expect(sides.map(({ name }) => name)).toEqual(['First', 'Next (trial)']);
    expect(sides[1]?.turns[0]?.response).toContain('Next');
    expect(await json(['agents', 'list'], { env })).toMatchObject({ data: before.data });
  });

  it.each([
    [[], '--compare needs something to say'],
    [['--say', 'Hi', '--report', 'report.txt'], 'neither Markdown nor JSON'],
    [['--say', 'Hi', '--report', 'nowhere/report.md'], 'its folder does not exist'],
    [['--say', 'Hi', '--mode', 'batch'], 'only one side to compare'],
    [['--say', 'Hi', '--with', 'First'], '--with names the same agent'],
    [['--say', 'Hi', '--with', 'Nobody'], 'No agent has the id or name "Nobody"', 3],
    [['--in', 'question.wav'], '--in is not for --compare'],
  ])('%j: %s', async (args, problem, code = 2) => {
    const run = ['play', first(), '--compare', ...args];
    expect((await failure(run, code, { env: platform.env })).message).toContain(problem);
  });
});
