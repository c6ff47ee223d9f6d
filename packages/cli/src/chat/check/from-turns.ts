/**
 * A conversation as a check. Pure. A model words its answers anew each time, so a saved answer is kept for people and not
 * compared: what is expected by itself is that there is one (always), that it does not begin far later than it did, and what
 * the agent's criteria say. What the answer must say only a person knows; the file shows where to write it.
 */
import type { Criterion } from '../judge/verdict';
import type { RoomTurn } from '../room';
import type { Check, CheckTurn } from './check';

type Turn = Pick<RoomTurn, 'message' | 'response' | 'stopped' | 'firstTokenMs' | 'carried'>;

export interface Around {
  /** Undefined where the agent will not outlive the chat. */
  readonly agent: string | undefined;
  readonly criteria: readonly Criterion[];
}

/** @param turns at least one. */
export function checkOf(turns: readonly Turn[], { agent, criteria }: Around): Check {
  const retried = new Set(retriedOf(turns));
  const kept = turns.filter((turn) => !retried.has(turn));
  return {
    name: nameOf(kept),
    ...(agent !== undefined && { agent }),
    context: kept.some(({ carried }) => carried > 0),
    turns: kept.map(turnOf),
    ...(criteria.length > 0 && {
      criteria: criteria.map(({ label, description }) => ({ label, description })),
    }),
  };
}

/** Three times what it took, and no less than two seconds: a bad day passes, a slower model or an overlong prompt does not. */
export function firstTokenBound(ms: number): number {
  return Math.max(2000, Math.ceil((3 * ms) / 500) * 500);
}

function turnOf({ message, response, stopped, firstTokenMs }: Turn): CheckTurn {
  const isWhole = !stopped && response !== '';
  return {
    say: message,
    ...(response !== '' && { answered: response }),
    ...(isWhole && { expect: { firstTokenMs: firstTokenBound(firstTokenMs) } }),
  };
}

/** Those that a check leaves out: what was said again at once, as /retry does, counts once, with what was answered last. */
export function retriedOf<T extends Pick<Turn, 'message'>>(turns: readonly T[]): readonly T[] {
  return turns.filter(({ message }, at) => turns[at + 1]?.message === message);
}

function nameOf([first]: readonly Turn[]): string {
  const line = (first?.message ?? '').replace(/\s+/g, ' ').trim();
  const short = [...line].slice(0, 60).join('');
  return (line === short ? line : `${short}…`) || 'Conversation';
}
