/** Tarballs as npm has left them: checked before anything is read, and unpacked as far as wanted. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar';
import { InstallError } from './install-error';
import type { NpmPackage } from './npm-packages';

/** As npm names its tarballs. */
export const tarballName = ({ name, version }: NpmPackage): string =>
  `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`;

/** @throws InstallError when it is not the one that is pinned. */
export async function unpack(
  { name, version, integrity, only }: NpmPackage,
  tarball: string,
  folder: string,
): Promise<void> {
  const [algorithm = ''] = integrity.split('-');
  const found = `${algorithm}-${await hashOf(tarball, algorithm, 'base64')}`;
  if (found !== integrity) {
    throw new InstallError(
      `${name} ${version} is not what voicectl was made for: it should be ${short(integrity)} and is ${short(found)}`,
      'Nothing was installed. `npm config get registry` shows where it came from; a mirror must not change packages.',
    );
  }
  const place = only ? join(folder, 'unpacked') : join(folder, 'node_modules', ...name.split('/'));
  await mkdir(place, { recursive: true });
  await extract({
    file: tarball,
    cwd: place,
    strip: 1,
    filter: (path) => !only || withoutTop(path) in only,
  });
  for (const [from, to] of Object.entries(only ?? {})) {
    await mkdir(dirname(join(folder, to)), { recursive: true });
    await rename(join(place, from), join(folder, to));
  }
  if (only) await rm(place, { recursive: true, force: true });
}

export async function hashOf(
  file: string,
  algorithm: string,
  encoding: 'base64' | 'hex',
): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  return hash.digest(encoding);
}

const withoutTop = (path: string) => path.replace(/^[^/]*\//, '');
const short = (integrity: string) => `${integrity.slice(0, 19)}...`;
