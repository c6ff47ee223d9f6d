/** A file of sound, whole or not at all: who reads it meanwhile, or after a crash, finds the old one or the new one. */
import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { PlayError } from './play-error';

/** @throws PlayError that names the file. */
export async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  try {
    // Somebody may keep the file elsewhere, with a link to it; the link stays.
    const file = await realpath(path).catch(() => path);
    const present = await stat(file).catch(() => undefined);
    // What is no file, like /dev/null, must not become one.
    if (present && !present.isFile()) await writeFile(file, bytes);
    else await replace(file, bytes);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'its folder does not exist' : message;
    throw new PlayError(`${path} can't be written: ${why}`, 'Name another file.', error);
  }
}

async function replace(file: string, bytes: Buffer): Promise<void> {
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(draft, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renameOver(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw error;
  }
}

/** Windows refuses while somebody has the file open; a player that shows it may. */
async function renameOver(draft: string, file: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(draft, file);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (process.platform !== 'win32' || attempt > 20 || !/EPERM|EACCES|EBUSY/.test(code)) {
        throw error;
      }
      await setTimeout(10 * attempt);
    }
  }
}
