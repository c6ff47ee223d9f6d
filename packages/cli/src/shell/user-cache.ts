/** Small files that may be lost at any time, in the user's cache folder: nobody else can read them, none is half-written. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { homeOf, type Surroundings } from '../config/places';

/** By each platform's convention. */
export function cacheFolder({
  env,
  home,
  platform = process.platform,
}: Omit<Surroundings, 'cwd'>): string {
  const { join, isAbsolute } = platform === 'win32' ? win32 : posix;
  const own = home ?? homeOf(env);
  if (env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME)) {
    return join(env.XDG_CACHE_HOME, 'voicectl');
  }
  if (platform === 'darwin') return join(own, 'Library', 'Caches', 'voicectl');
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA || join(own, 'AppData', 'Local'), 'voicectl', 'cache');
  }
  return join(own, '.cache', 'voicectl');
}

/** A file's name of what it is about, which may be anything. */
export function digest(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** @returns undefined when there is none, or it makes no sense, or somebody else wrote it. */
export function readCached(file: string): unknown {
  try {
    const { uid, size } = statSync(file);
    const isOwn = process.getuid === undefined || uid === process.getuid();
    return isOwn && size < mostBytes ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  } catch {
    return undefined;
  }
}

/** Silent when it can't: a cache is a convenience. */
export function writeCached(folder: string, file: string, value: unknown): void {
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(draft, JSON.stringify(value), { mode: 0o600, flag: 'wx' });
    renameSync(draft, file);
  } catch {
    try {
      rmSync(draft, { force: true });
    } catch {}
  }
}

const mostBytes = 1_000_000;
