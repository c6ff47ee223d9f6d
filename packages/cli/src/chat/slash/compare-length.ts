/** What a comparison will take, said before it begins: it plays as slowly as anybody speaks. Pure. */
import type { RoomTurn } from '../room';
import type { Compared } from './compare-words';

/** @param seconds of a turn, where that can be guessed. */
export function announcement(
  { modes, rounds }: Pick<Compared, 'modes' | 'rounds'>,
  seconds: number | undefined,
): string {
  const turns = modes.length * rounds;
  const long = seconds === undefined ? '' : `, about ${durationText(turns * seconds)}`;
  const each = rounds === 1 ? 'one round' : `${rounds} rounds`;
  return `${modes.join(' against ')}, ${each}: ${turns} turns, silent but at the pace of speech${long}. Esc stops it.`;
}

/** By the last answer: what it took, or would have taken aloud. */
export function turnSeconds(
  turns: readonly Pick<RoomTurn, 'voice' | 'stopped' | 'response' | 'marks'>[],
): number | undefined {
  const last = turns.findLast(({ stopped, response }) => !stopped && response !== '');
  if (!last) return undefined;
  const { voice, response, marks } = last;
  if (voice !== null && marks.end !== undefined) return marks.end / 1000;
  return (marks.firstToken ?? 0) / 1000 + response.length / spokenPerSecond;
}

/** `20 seconds`, `3 minutes` */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.max(5, 5 * Math.round(seconds / 5))} seconds`;
  return `${Math.round(seconds / 60)} minutes`;
}

/** Characters, as voices here read them. */
const spokenPerSecond = 14;
