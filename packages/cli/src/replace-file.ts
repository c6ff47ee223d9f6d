/** A file, whole or not at all: who reads it meanwhile, or after a crash, finds the old one or the new one. */
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

interface Wishes {
  readonly mode?: number;
  /** Asked when all is written; what it throws leaves the old file. */
  readonly beforeRename?: () => void;
}

export async function replaceFile(
  file: string,
  content: string | Buffer,
  { mode = 0o666, beforeRename }: Wishes = {},
): Promise<void> {
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(draft, 'wx', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    beforeRename?.();
    await renameOver(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw error;
  }
}

/** Windows refuses while somebody has the file open; readers close it within moments. */
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
