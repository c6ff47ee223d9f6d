/** One process at a time for a folder; others wait. */
import { setTimeout } from 'node:timers/promises';
import { lock } from 'proper-lockfile';

export interface AloneOptions {
  readonly signal: AbortSignal;
  readonly waiting?: (() => void) | undefined;
}

export async function alone<T>(
  folder: string,
  { signal, waiting }: AloneOptions,
  work: () => Promise<T>,
): Promise<T> {
  const release = await held(folder, signal, waiting);
  try {
    return await work();
  } finally {
    // One that was lost, by a machine that slept, can't be released; the work is whole for itself.
    await release().catch(() => {});
  }
}

async function held(
  folder: string,
  signal: AbortSignal,
  waiting: (() => void) | undefined,
): Promise<() => Promise<void>> {
  for (;;) {
    try {
      return await lock(folder, {
        realpath: false,
        // Longer than a busy machine holds up a timer.
        stale: 20_000,
        update: 2000,
        onCompromised: () => {},
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
      waiting?.();
      await setTimeout(200, undefined, { signal });
    }
  }
}
