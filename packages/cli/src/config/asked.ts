/** Settings as a command's flags and surroundings have them. */
import type { Context } from '../context';
import type { Asked } from './settings';

export function askedBy({
  streams: { env, cwd },
  flags,
}: Pick<Context, 'streams' | 'flags'>): Asked {
  return { flags, env, cwd };
}
