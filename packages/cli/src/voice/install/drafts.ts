/** A folder that is made beside another one, to take its place when it is whole. */
import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export const draftFor = (folder: string): string => `${folder}${mark}${randomUUID()}`;

/** The old one is put aside first: a folder can't be replaced by another in one step. */
export async function replace(folder: string, draft: string): Promise<void> {
  const old = draftFor(folder);
  const hadOld = await rename(folder, old).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return false;
    },
  );
  try {
    await rename(draft, folder);
  } catch (error) {
    if (hadOld) await rename(old, folder);
    throw error;
  }
  // One that is in use on Windows goes with the next run.
  await rm(old, { recursive: true, force: true }).catch(() => {});
}

/** What one that was killed has left: nobody else is at work here. */
export async function clearDrafts(folder: string): Promise<void> {
  const beside = dirname(folder);
  const drafts = (await readdir(beside)).filter((name) =>
    name.startsWith(`${basename(folder)}${mark}`),
  );
  for (const name of drafts) {
    await rm(join(beside, name), { recursive: true, force: true }).catch(() => {});
  }
}

const mark = '.draft-';
