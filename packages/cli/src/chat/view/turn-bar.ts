/** A turn as a bar: `listen ███ 310 | hear █▎ 120 | think ████▏ 410 | speak ▋ 71 = 911 ms`; typed and read, its first token. Pure. */
import type { Paint } from '../../output/paint';
import { type Marks, stagesOf } from '../../voice/meter';
import type { TurnEnded } from '../../voice/session-events';
import { flow, type Part, widthOf } from './flow';
import type { Look } from './look';

export type BarTurn = Pick<TurnEnded, 'marks' | 'mode' | 'stopped' | 'underruns'>;

/** A person who waits longer thinks that nobody is there. */
export const slow = 1000;

/** One line where it fits; none of them wider than the columns. */
export function turnBar(turn: BarTurn, { columns, paint }: Look): string[] {
  const stages = stagesIn(turn);
  const totals = totalsIn(turn, paint);
  if (isFirstTokenAlone(stages, turn)) return firstTokenBar(turn, totals, { columns, paint });
  const words = stages.map((stage) => stagePart(stage, '', paint));
  if (stages.length === 0) return flow(totals, columns);
  const sum = stages.reduce((all, { ms }) => all + ms, 0);
  const total = { text: `= ${sum} ms`, paint: redIf(sum > slow, paint), before: ' ' };
  // A space for each block; what is left is theirs.
  const room = columns - widthOf([...words, total]) - stages.length;
  if (room < 2 * stages.length) return flow([...words, total, ...totals], columns);
  const lengths = lengthsOf(stages, sum, room);
  const bars = stages.map((stage, at) => stagePart(stage, blocks(lengths[at] ?? 0), paint));
  return flow([...bars, total, ...totals], columns);
}

/** Where nothing is heard, and nobody spoke: the stage, its sum and its mark are one number. */
function isFirstTokenAlone([first, ...others]: readonly Stage[], { marks }: BarTurn): boolean {
  return first !== undefined && others.length === 0 && first.ms === marks.firstToken;
}

/** `first token █▋ 162 ms · end to end 1267 ms` */
function firstTokenBar(
  { marks: { firstToken = 0 } }: BarTurn,
  [whole, ...totals]: readonly Part[],
  { columns, paint }: Look,
): string[] {
  const time = `${firstToken} ms`;
  const room = columns - `first token  ${time}`.length;
  if (whole === undefined || room < 2) return flow([...(whole ? [whole] : []), ...totals], columns);
  const stage: Stage = { name: 'first token', ms: firstToken, colour: 'magenta' };
  const bar = blocks(lengthsOf([stage], firstToken, room)[0] ?? 0);
  const red = redIf(firstToken > slow, paint);
  const part = {
    text: `first token ${bar} ${time}`,
    paint: () => `first token ${paint.magenta(bar)} ${red(time)}`,
  };
  return flow([firstToken > 0 ? part : whole, ...totals], columns);
}

/** Milliseconds that a block stands for, so that bars of several turns can be compared; a long turn is squeezed. */
const usual = 100;

/** In eighths of a block: as long as fits, a part of a block taking a whole one's room. */
function lengthsOf(stages: readonly Stage[], sum: number, room: number): readonly number[] {
  for (let cells = room; ; cells--) {
    const scale = 8 * Math.min(1 / usual, cells / sum);
    // What took any time is seen.
    const eighths = stages.map(({ ms }) => (ms > 0 ? Math.max(1, Math.round(ms * scale)) : 0));
    const needed = eighths.reduce((all, each) => all + Math.ceil(each / 8), 0);
    if (needed <= room || cells <= 0) return eighths;
  }
}

interface Stage {
  readonly name: string;
  readonly ms: number;
  readonly colour: keyof Paint;
}

/** Of what is heard, in four words: `think` is the agent's until there is a sentence to say, `speak` the voice's. */
function stagesIn({ marks, mode }: BarTurn): Stage[] {
  const { listen, hear = 0, think, wait, speak, play } = stagesOf(marks);
  const spoken: Stage[] = [
    { name: 'listen', ms: marks.listened === undefined ? 0 : listen, colour: 'blue' },
    { name: 'hear', ms: marks.listened === undefined ? listen : hear, colour: 'cyan' },
  ];
  return [
    ...(marks.heard === undefined ? [] : spoken),
    ...stageIf(marks.firstToken, { name: 'think', ms: think + wait, colour: 'magenta' }),
    ...stageIf(mode === null ? undefined : marks.firstSound, {
      name: 'speak',
      ms: speak + play,
      colour: 'green',
    }),
  ];
}

const stageIf = (mark: number | undefined, stage: Stage) => (mark === undefined ? [] : [stage]);

function stagePart({ name, ms, colour }: Stage, bar: string, paint: Paint): Part {
  const text = bar === '' ? `${name} ${ms}` : `${name} ${bar} ${ms}`;
  const painted = bar === '' ? text : `${name} ${paint[colour](bar)} ${ms}`;
  // What had to be cut is no longer what was painted.
  return { text, paint: (shown) => (shown === text ? painted : shown), before: ' | ' };
}

function totalsIn({ marks, mode, stopped, underruns }: BarTurn, paint: Paint): Part[] {
  const judged = mode === null || marks.firstAudio === undefined ? 'firstToken' : 'firstAudio';
  const part = (name: string, mark: keyof Marks) => {
    const ms = marks[mark];
    if (ms === undefined) return [];
    const isSlow = mark === judged && ms > slow;
    return [{ text: `${name} ${ms} ms`, paint: redIf(isSlow, paint) }];
  };
  return [
    ...part('first token', 'firstToken'),
    ...part('first audio', 'firstAudio'),
    ...part(stopped ? 'stopped at' : 'end to end', 'end'),
    ...(underruns === 0 ? [] : [{ text: underrunsIn(underruns), paint: paint.yellow }]),
  ];
}

const underrunsIn = (count: number) => `${count} underrun${count === 1 ? '' : 's'}`;

export const redIf = (isSlow: boolean, paint: Paint) => (isSlow ? paint.red : plain);
const plain = (text: string) => text;

const blocks = (eighths: number) => '█'.repeat(eighths >> 3) + (parts[eighths & 7] ?? '');

const parts = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
