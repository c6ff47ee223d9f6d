/** Whether a notice may be shown at all: only a person at a terminal, looking at a table, and never in CI. */
import type { Context } from '../context';
import { isCi } from '../streams';

/** Cheap, for it is asked after each command; the rest is loaded only where it says yes. */
export async function noticeUpdate(context: Context): Promise<void> {
  const { streams, flags, out } = context;
  const { stdin, stdout, stderr, env } = streams;
  const isPerson = stdin.isTTY && stdout.isTTY && stderr.isTTY && !isCi(env);
  if (!isPerson || flags.input === false || out.format !== 'table') return;
  const { tellOfUpdate } = await import('./tell');
  await tellOfUpdate(context);
}
