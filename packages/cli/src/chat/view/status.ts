/**
 * The lines at the foot of a chat. What can be done now stands above who answers, so that the eye finds both at the same
 * place all the time; the last line is for what comes and goes: the words that are being understood, then the numbers of
 * the turn. Words and meter never share a line, since Arabic would turn the meter round. Pure.
 */
import stringWidth from 'string-width';
import { cut, isolated } from '../../output/cell';
import { cleanLine } from '../../output/clean';
import { type Paint, plainPaints } from '../../output/paint';
import type { Verdict } from '../judge/verdict';
import { criteriaInShort } from './criteria';
import { flow, type Part, widthOf } from './flow';
import { type Level, levelMeter } from './level';
import type { Look } from './look';
import { type MetricsTurn, metricsLine } from './metrics';
import { type BarTurn, redIf, slow } from './turn-bar';

export interface Status {
  /** The microphone's name. */
  readonly device?: string | undefined;
  readonly level?: Level | undefined;
  readonly muted?: boolean | undefined;
  /** What the keys do right now: `space talks`. The first ones matter most. */
  readonly keys?: readonly string[] | undefined;
  /** What is being understood. */
  readonly partial?: string | undefined;
  readonly agent?: string | undefined;
  readonly mode?: string | undefined;
  readonly voice?: string | undefined;
  readonly context?: ContextStatus | undefined;
  readonly criteria?: readonly Verdict[] | undefined;
  /** Those that are over, the last at the end. */
  readonly turns?: readonly (MetricsTurn & BarTurn)[] | undefined;
}

/** What goes along with the next message. */
export interface ContextStatus {
  readonly turns: number;
  readonly characters: number;
  readonly limit: number;
}

/** Three at most, none of them wider than the columns: what matters least is left out first. */
export function statusLines(state: Status, { columns, paint }: Look): string[] {
  const { partial } = state;
  const heard = partial === undefined ? '' : lastWords(cleanLine(partial), columns);
  return [
    line(doing(state, columns, paint), columns),
    line(talkingTo(state, paint), columns),
    heard === '' ? line(numbers(state, paint), columns) : paint.dim(heard),
  ].filter((text) => text !== '');
}

/** The higher, the sooner it is left out. */
interface Ranked extends Part {
  readonly rank: number;
}

function doing({ device, level, muted, keys = [] }: Status, columns: number, paint: Paint) {
  const name = cut(cleanLine(device ?? ''), Math.max(8, Math.floor(columns / 3)));
  return parts([
    { text: name, rank: 2, paint: plain },
    muted
      ? { text: 'MUTED   ', rank: 0, paint: paint.red, before: ' ' }
      : { ...meter(level, paint), rank: 1, before: ' ' },
    ...keys.map((key, at) => ({ text: cleanLine(key), rank: 3 + at, paint: paint.dim })),
  ]);
}

function meter(level: Level | undefined, paint: Paint): Part {
  if (!level) return { text: '' };
  return { text: levelMeter(level, plainPaints.stdout), paint: () => levelMeter(level, paint) };
}

function talkingTo({ agent, mode, voice, context }: Status, paint: Paint) {
  const carried = context && `context ${counted(context)}`;
  return parts([
    { text: cleanLine(agent ?? ''), rank: 0, paint: paint.bold },
    { text: mode ?? '', rank: 2, paint: paint.dim },
    { text: cleanLine(voice ?? ''), rank: 3, paint: paint.dim },
    { text: carried ?? '', rank: 1, paint: paint.dim },
  ]);
}

function numbers({ turns = [], criteria = [] }: Status, paint: Paint) {
  const last = turns.at(-1);
  const { firstToken, firstAudio } = last?.marks ?? {};
  const shown = firstAudio ?? firstToken;
  const isSlow = shown !== undefined && shown > slow;
  const name = firstAudio === undefined ? 'first token' : 'first audio';
  return parts([
    { text: criteriaInShort(criteria), rank: 1, paint: plain },
    {
      text: shown === undefined ? '' : `${name} ${shown} ms`,
      rank: 0,
      paint: redIf(isSlow, paint),
    },
    { text: turns.length > 1 ? metricsLine(turns) : '', rank: 2, paint: paint.dim },
  ]);
}

const counted = ({ turns, characters, limit }: ContextStatus) =>
  `${turns} turn${turns === 1 ? '' : 's'}, ${grouped(characters)} of ${grouped(limit)} characters`;

const grouped = (count: number) => count.toLocaleString('en-US');

/** Those that say something. Names in Arabic are kept from turning round what stands beside them. */
const parts = (all: readonly Ranked[]): Ranked[] =>
  all
    .filter(({ text }) => text !== '')
    .map((part) => ({ ...part, text: isolated(part.text, apart) }));

const apart = { isolate: true, headers: true, width: Number.POSITIVE_INFINITY };

function line(all: readonly Ranked[], columns: number): string {
  let kept = all;
  while (kept.length > 1 && widthOf(kept) > columns) {
    const last = Math.max(...kept.map(({ rank }) => rank));
    kept = kept.filter(({ rank }) => rank !== last);
  }
  return flow(kept, columns)[0] ?? '';
}

/** The end of a text, from a whole word on where there is one that fits. */
function lastWords(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  let room = columns - 2;
  let from = characters.length;
  while (from > 0 && stringWidth(characters[from - 1] ?? '') <= room) {
    from -= 1;
    room -= stringWidth(characters[from] ?? '');
  }
  const end = characters.slice(from).join('');
  const isWhole = characters[from - 1] === ' ';
  const words = isWhole ? end : end.replace(/^\S* /, '');
  return `… ${words.trim() === '' ? end : words}`;
}

const plain = (text: string) => text;
