/** How far npm is. It doesn't say, but what it loads grows in its cache. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type NpmSurroundings, npmCache } from './npm-pack';
import type { NpmPackage } from './npm-packages';
import { sizeText } from './size-text';

/** @returns what ends it. */
export function watchDownload(
  tarballs: string,
  packages: readonly NpmPackage[],
  surroundings: NpmSurroundings,
  progress: (text: string) => void,
): () => void {
  const total = packages.reduce((sum, { bytes }) => sum + bytes, 0);
  const start = Date.now();
  let parts: string | undefined;
  let isOver = false;
  let most = 0;
  progress(downloadText(0, total));
  npmCache(surroundings).then(
    (cache) => {
      parts = cache && join(cache, '_cacache', 'tmp');
    },
    () => {},
  );
  const timer = setInterval(async () => {
    const sizes = [sizeOf(tarballs, 0), parts ? sizeOf(parts, start) : 0];
    const [whole = 0, coming = 0] = await Promise.all(sizes);
    most = Math.max(most, Math.min(total, whole + coming));
    if (!isOver) progress(downloadText(most, total));
  }, 250);
  return () => {
    isOver = true;
    clearInterval(timer);
  };
}

/** `downloading [#####---------------] 8 of 33 MB` */
export function downloadText(done: number, total: number): string {
  const width = 20;
  const full = total === 0 ? width : Math.floor((done / total) * width);
  const bar = '#'.repeat(full) + '-'.repeat(width - full);
  return `downloading [${bar}] ${Math.round(done / 1_000_000)} of ${sizeText(total)}`;
}

/** Of files that have come since. */
async function sizeOf(folder: string, since: number): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = names.map(async (name) => {
    const found = await stat(join(folder, name)).catch(() => undefined);
    return found?.isFile() && found.mtimeMs >= since ? found.size : 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
