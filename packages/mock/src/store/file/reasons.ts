/** Errors of the file system, in words. */
import { messageOf, Refusal } from '../../refusal';
import { DamagedFileError, StoreError } from '../failure';
import { DamagedLineError } from './split';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'it is on a disk that can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EFBIG: 'it would be larger than files may be here',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder',
  ELOCKED: 'another process has held it for too long',
  ECOMPROMISED: 'another process took it over while this one was held up; try again',
};

/** What went wrong with a file, as the store says it. */
export function inWords(file: string, cause: unknown): unknown {
  if (cause instanceof Refusal) return cause;
  if (cause instanceof DamagedLineError) {
    const message = `${file} does not hold what a mock keeps: ${cause.message}`;
    return new DamagedFileError(message, { cause, file });
  }
  const { code } = Object(cause) as NodeJS.ErrnoException;
  if (typeof code !== 'string') return cause;
  return new StoreError(`Can't use ${file}: ${reasons[code] ?? messageOf(cause)}`, { cause });
}
