/** The lines of a file of worlds, as text and as values. */

import { messageOf } from '../../refusal';
import { checkSnapshot } from '../../state/snapshot';
import { defaultWorld, isWorldName } from '../../worlds';
import { checkDelta, type Delta, deltaOf } from '../delta';

/** What a line says of a world: how it changed, or that it is gone. */
export interface Line {
  readonly world: string;
  /** Left out where the world goes. */
  readonly delta?: Delta | undefined;
}

/** The first line; those after it are in the order in which they happened. */
export const heading = '{"voicectl":"worlds","version":2}';

export function written({ world, delta }: Line): string {
  return JSON.stringify(delta ? { world, ...delta } : { world, removed: true });
}

/**
 * Reads the line with a number, from 1. The first is the heading, or the one world that older files hold.
 * @throws Error saying why it can't be understood.
 */
export function read(text: string, number: number): Line | undefined {
  const value: unknown = parsed(text);
  if (number === 1) return first(value, text);
  const { world, removed, ...delta } = Object(value) as Record<string, unknown>;
  if (!isWorldName(world)) throw new Error('world: must be a name');
  return removed === true ? { world } : { world, delta: checkDelta(delta) };
}

function first(value: unknown, text: string): Line | undefined {
  if (text.trimEnd() === heading) return undefined;
  const { voicectl, version } = Object(value) as Record<string, unknown>;
  if (voicectl !== undefined || version !== 1) {
    throw new Error('it does not begin as a file of this version does');
  }
  const whole = checkSnapshot(value);
  return { world: defaultWorld, delta: deltaOf([{ whole }]) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`it is no JSON (${messageOf(error)})`, { cause: error });
  }
}
