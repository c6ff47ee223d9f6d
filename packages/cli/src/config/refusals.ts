/** What goes wrong with settings, as the command line says it. */
import { exitCodes, KnownFailure, UsageError } from '../failure';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'it is on a disk that can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'a part of its path is a file, not a folder',
  ELOCKED: 'another process has held it for too long',
  ECOMPROMISED: 'another process took it over while this one was held up; try again',
};

/** The user's file can't be written. It is as it was. */
export class ConfigFileError extends KnownFailure {
  constructor(path: string, cause: unknown) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    super(
      `Can't write ${path}: ${reasons[code] ?? message}`,
      {
        exit: exitCodes.failed,
        code: 'CONFIG_FILE',
        hint: 'It is as it was. VOICECTL_CONFIG names another file.',
      },
      cause,
    );
  }
}

/** A key that is there, but is not sent to where this command leads. */
export function notAllowed(message: string, hint: string): Error {
  return new KnownFailure(message, { exit: exitCodes.notAllowed, code: 'KEY_WITHHELD', hint });
}

export function noSuchProfile(name: string, meant: string | undefined): UsageError {
  return new UsageError(
    `There is no profile ${JSON.stringify(name)}`,
    meant === undefined
      ? `voicectl login --profile ${name} makes it; voicectl profile list shows what there is.`
      : `Did you mean ${meant}?`,
  );
}
