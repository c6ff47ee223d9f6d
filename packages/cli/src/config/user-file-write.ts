/** Changing the user's own file: one writer at a time, whole or not at all. */
import { mkdir, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { replaceFile } from '../replace-file';
import { ConfigFileError } from './refusals';
import { type Content, readUserFile } from './user-file';

/** Milliseconds that a writer waits for others, and after which one that gives no sign of life counts as dead. */
const longestWait = 20_000;
const longestSilence = 3000;

/**
 * Others' changes in between are kept: `change` is given what the file holds once it is this process's own. A result
 * that is the same object writes nothing.
 * @throws UsageError for a damaged file, ConfigFileError when it can't be written; it is as it was then.
 */
export async function changeUserFile(
  path: string,
  change: (content: Content) => Content,
): Promise<Content> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // Somebody may keep the file elsewhere, with a link to it; the link stays.
    const file = await realpath(path).catch(() => path);
    return await alone(file, async (isOurs) => {
      const { content } = readUserFile(file);
      const changed = change(content);
      if (changed !== content) await replace(file, changed, isOurs);
      return changed;
    });
  } catch (error) {
    throw typeof Object(error).code === 'string' ? new ConfigFileError(path, error) : error;
  }
}

async function alone<T>(file: string, work: (isOurs: () => boolean) => Promise<T>): Promise<T> {
  let isLost = false;
  const onCompromised = () => {
    isLost = true;
  };
  const release = await held(file, onCompromised);
  try {
    return await work(() => !isLost);
  } finally {
    // One that was lost can't be released, and needn't be.
    await release().catch(() => {});
  }
}

async function held(file: string, onCompromised: () => void): Promise<() => Promise<void>> {
  for (const until = Date.now() + longestWait; ; ) {
    try {
      return await lock(file, {
        realpath: false,
        stale: longestSilence,
        update: 1000,
        onCompromised,
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED' || Date.now() > until) throw error;
      await setTimeout(5 + Math.random() * 20);
    }
  }
}

async function replace(file: string, content: Content, isOurs: () => boolean): Promise<void> {
  await replaceFile(file, `${JSON.stringify(content, null, 2)}\n`, {
    mode: 0o600,
    beforeRename() {
      if (!isOurs()) throw Object.assign(new Error('lock lost'), { code: 'ECOMPROMISED' });
    },
  });
}
