/**
 * Earlier turns inside a message: the platform's test call keeps no thread. Pure. How much of a conversation goes along is
 * what the agent is set to remember, as far as a message has room for it.
 */
import type { Agent } from '@voicectl/sdk';
import type { Composed } from '../voice/session';
import type { TurnEnded } from '../voice/session-events';

/** What goes along with a message, and how much a message may have, in UTF-16 code units. */
export interface Carried {
  readonly turns: number;
  readonly characters: number;
  readonly limit: number;
}

/** UTF-16 code units that a message may have (documented; the unit is our reading). */
export const messageLimit = 10_000;

/** Of an agent that is not set to anything (documented). */
const usualTurns = 20;

type Earlier = Pick<TurnEnded, 'message' | 'response' | 'reached'>;

/** The latest turns that fit, in their order; the message as it is where none does. */
export function carrying(
  earlier: readonly Earlier[],
  message: string,
  memory: Agent['memoryConfig'] | undefined,
): Composed {
  const most = rememberedTurns(memory);
  const turns = most === 0 ? [] : unasked(earlier, message).slice(-most).map(told);
  const last = `${now}\n${message}`;
  let first = turns.length;
  let room = messageLimit - head.length - gap.length - last.length;
  for (const turn of turns.toReversed()) {
    room -= turn.length + gap.length;
    if (room < 0) break;
    first -= 1;
  }
  const carried = turns.slice(first);
  if (carried.length === 0) return { message, carried: 0 };
  return { message: [head, ...carried, last].join(gap), carried: carried.length };
}

/** What is said again is said for the first time, as far as the agent knows. */
function unasked(earlier: readonly Earlier[], message: string): readonly Earlier[] {
  return earlier.at(-1)?.message === message ? earlier.slice(0, -1) : earlier;
}

/** 0 where its memory is switched off. */
export function rememberedTurns(memory: Agent['memoryConfig'] | undefined): number {
  if (memory?.enabled === false) return 0;
  return memory?.lastMessages ?? usualTurns;
}

/** What nobody heard of an answer was not said. */
function told({ message, response, reached }: Earlier): string {
  return `User: ${message}\nYou: ${response.slice(0, reached) || '(interrupted)'}`;
}

const head = 'Our conversation so far, for your memory:';
const now = 'Answer only this, as its continuation:';
const gap = '\n\n';
