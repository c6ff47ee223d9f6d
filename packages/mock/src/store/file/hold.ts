/** A file for oneself, among processes. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { lock } from 'proper-lockfile';

/** Milliseconds that a writer waits for others to be done with the file. */
const longestHold = 20_000;

/** Milliseconds after which a holder that gives no sign of life, each second, counts as dead. */
const longestSilence = 3000;

/**
 * Has the file to itself while it works, and waits for others only as long as `isWanted`; its folder is made when there
 * is none. `isOurs` says whether that is still so: who was held up for long, stopped in a debugger for instance, may
 * have been taken for dead.
 * @throws ELOCKED when others don't let go of it.
 */
export async function holding<T>(
  file: string,
  work: (isOurs: () => boolean) => Promise<T>,
  isWanted: () => boolean,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  let isLost = false;
  const onCompromised = () => {
    isLost = true;
  };
  const release = await held(file, onCompromised, isWanted);
  try {
    return await work(() => !isLost);
  } finally {
    // One that was lost can't be released, and needn't be.
    await release().catch(() => {});
  }
}

async function held(
  file: string,
  onCompromised: () => void,
  isWanted: () => boolean,
): Promise<() => Promise<void>> {
  for (const until = Date.now() + longestHold; ; ) {
    try {
      return await lock(file, {
        realpath: false,
        stale: longestSilence,
        update: 1000,
        onCompromised,
      });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ELOCKED' || Date.now() > until || !isWanted()) throw error;
      await setTimeout(5 + Math.random() * 20);
    }
  }
}
