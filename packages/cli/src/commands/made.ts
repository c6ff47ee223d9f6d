/** What a command has made, shown; and where it can't be, at least said: nobody would find it otherwise. */
import type { Context } from '../context';

export async function showMade(
  { streams, out }: Context,
  kind: 'agent' | 'goal',
  id: unknown,
  show: () => Promise<void>,
): Promise<void> {
  // Stays: the stream may find out only later.
  streams.stdout.once('error', ({ code }: NodeJS.ErrnoException) => {
    // A reader that has gone has seen enough.
    if (code !== 'EPIPE') out.warn(`The ${kind} ${String(id)} was made all the same`);
  });
  await show();
}
