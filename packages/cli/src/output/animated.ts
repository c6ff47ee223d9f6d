/** Whether somebody watches stderr, and sees a line there that changes. */
import { isCi, type Streams } from '../streams';

export function isAnimated({ stderr, env }: Streams): boolean {
  // Without a width, ora would have lines without end to wipe out.
  return stderr.isTTY === true && stderr.columns > 0 && !isCi(env) && env.TERM !== 'dumb';
}
