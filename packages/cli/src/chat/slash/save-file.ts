/** A file that a chat keeps: whole or not at all, and in words why it can't be written. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { reasonOf } from '../../failure/cant-write';
import { UsageError } from '../../failure/errors';

export interface SavedFile {
  /** `save`, without the slash. */
  readonly command: string;
  /** As it was typed. */
  readonly asked: string;
  /** Where that is. */
  readonly file: string;
  /** Whether a file that is there is replaced. */
  readonly force: boolean;
}

/** @throws UsageError, and nothing is changed. */
export async function saveFile(
  { command, asked, file, force }: SavedFile,
  text: string,
): Promise<void> {
  if (!(await isFolder(dirname(file)))) {
    throw new UsageError(
      `/${command} ${asked}: its folder does not exist`,
      'Make the folder first.',
    );
  }
  if (await isFolder(file)) throw cantWrite(asked, 'it is a folder');
  const refuseExisting = () => {
    if (force || !existsSync(file)) return;
    throw new UsageError(`${asked} is there already`, 'Add --force to replace it.');
  };
  refuseExisting();
  const { replaceFile } = await import('../../replace-file');
  try {
    await replaceFile(file, text, { beforeRename: refuseExisting });
  } catch (error) {
    throw error instanceof UsageError ? error : cantWrite(asked, whyUnwritten(error));
  }
}

export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

/** Of a file in a folder that is there. The system's own words name a draft that nobody knows. */
export function whyUnwritten(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' ? 'no file can be made in its folder' : reasonOf(error);
}

function cantWrite(asked: string, why: string): UsageError {
  return new UsageError(`Can't write ${asked}: ${why}`, 'Name another file.');
}
