/** A cassette that a command was given by its file. */
import { resolve } from 'node:path';
import type { Cassette } from '@voicectl/mock/cassette';
import type { Context } from '../../context';
import { UsageError } from '../../failure';

/** @throws UsageError when there is no such file; CassetteError when it is no cassette. */
export async function cassetteIn(file: string, { streams, out }: Context): Promise<Cassette> {
  const { loadCassette } = await import('@voicectl/mock/recorder');
  const cassette = await loadCassette(resolve(streams.cwd, file)).catch((error: unknown) => {
    throw fileError(file, error);
  });
  if (cassette.torn !== undefined) {
    out.warn(`${file} ends in the middle of line ${cassette.torn}, which is left out`);
  }
  return cassette;
}

/** The system's own error in words. */
export function fileError(file: string, error: unknown): unknown {
  const words = reasons[(error as NodeJS.ErrnoException).code ?? ''];
  return words === undefined ? error : new UsageError(`${file} ${words}`);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'is below a file, not a folder',
  EACCES: "can't be used: permission denied",
  EPERM: "can't be used: permission denied",
  EROFS: 'is on a disk that can only be read',
};
