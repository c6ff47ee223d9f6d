/** Whether a notice may be shown at all: only a person at a terminal, looking at a table, and never in CI. */
import type { Context } from '../context';
import { isCi } from '../streams';

/** Cheap, for it is asked after each command; the rest is loaded only where it says yes. */
export async function noticeUpdate(context: Context): Promise<void> {
  const { streams, flags, out } = context;
  const { stdout, stderr, env } = streams;
  // Standard input last: merely to look at it costs Node six modules.
  const isPerson = stdout.isTTY && stderr.isTTY && !isCi(env) && streams.stdin.isTTY;
  if (!isPerson || flags.input === false || out.format !== 'table') return;
  const { tellOfUpdate } = await import('./tell');
  await tellOfUpdate(context);
}
