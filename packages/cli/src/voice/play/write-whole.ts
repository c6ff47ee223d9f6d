/** A file of sound, whole or not at all. */
import { realpath, stat, writeFile } from 'node:fs/promises';
import { replaceFile } from '../../replace-file';
import { PlayError } from './play-error';

/** @throws PlayError that names the file. */
export async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  try {
    // Somebody may keep the file elsewhere, with a link to it; the link stays.
    const file = await realpath(path).catch(() => path);
    const present = await stat(file).catch(() => undefined);
    // What is no file, like /dev/null, must not become one.
    if (present && !present.isFile()) await writeFile(file, bytes);
    else await replaceFile(file, bytes);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'its folder does not exist' : message;
    throw new PlayError(`${path} can't be written: ${why}`, 'Name another file.', error);
  }
}
