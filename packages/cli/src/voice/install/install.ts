/** Brings an engine: all of it, checked and tried, or nothing. Two at once are one. */
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { alone } from './alone';
import { clearDrafts, draftFor, replace } from './drafts';
import type { Engine } from './engines';
import { InstallError } from './install-error';
import { type Note, noteName, type State, stateOf, thisMachine } from './installed';
import { type NpmSurroundings, packTo } from './npm-pack';
import { isPinned, type NpmPackage } from './npm-packages';
import { hashOf, tarballName, unpack } from './unpack';
import { watchDownload } from './watch-download';

export interface InstallOptions extends NpmSurroundings {
  readonly engine: Engine;
  readonly folder: string;
  /** Whether to take what runs anywhere, even where something faster does. */
  readonly portable?: boolean | undefined;
  /** Also when it is there and whole. */
  readonly anew?: boolean | undefined;
  /** How far it is; asked for only where somebody sees it. */
  readonly progress?: ((text: string) => void) | undefined;
}

export interface Installation {
  readonly note: Note;
  /** Nothing had to be done. */
  readonly wasThere: boolean;
}

/** @throws InstallError, and what is there is what was there before. */
export async function install(options: InstallOptions): Promise<Installation> {
  const { folder, signal, progress } = options;
  try {
    await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
    return await alone(
      folder,
      { signal, waiting: () => progress?.('waiting for another one') },
      () => installAlone(options),
    );
  } catch (error) {
    throw asInstallError(error, folder);
  }
}

async function installAlone(options: InstallOptions): Promise<Installation> {
  const { folder, progress, anew } = options;
  await clearDrafts(folder);
  const before = stateOf(folder);
  if (!anew && before.state === 'whole' && isWanted(before, options)) {
    progress?.('checking what is there');
    if (await isWhole(folder, before.note)) return { note: before.note, wasThere: true };
  }
  const draft = draftFor(folder);
  try {
    const packages = await fill(draft, options);
    const note = await noteOf(draft, packages);
    await writeFile(join(draft, noteName), `${JSON.stringify(note, null, 2)}\n`, { flag: 'wx' });
    await replace(folder, draft);
    return { note, wasThere: false };
  } finally {
    await rm(draft, { recursive: true, force: true }).catch(() => {});
  }
}

/** What an option asks for must be what is there. */
function isWanted({ note }: State, { engine, portable = false }: InstallOptions): boolean {
  if (!note || !portable) return true;
  const wanted = engine.packages({ portable });
  return wanted.every(({ name }) => note.packages.some((each) => each.name === name));
}

/** @returns what came to be in the folder. */
async function fill(draft: string, options: InstallOptions): Promise<readonly NpmPackage[]> {
  const { engine, progress, portable = false } = options;
  const packages = engine.packages({ portable });
  await bring(draft, packages, options);
  progress?.('checking');
  await engine.finish?.(draft);
  const problem = await engine.problem?.(draft, packages);
  if (problem === undefined) return packages;
  const other = engine.packages({ portable: true });
  if (other.every((each) => packages.includes(each))) throw problem;
  // What was compiled for this kind of machine does not run on this one.
  const useless = packages.filter((each) => !other.includes(each));
  for (const { name } of useless) await rm(join(draft, 'node_modules', name), { recursive: true });
  await bring(
    draft,
    other.filter((each) => !packages.includes(each)),
    options,
  );
  progress?.('checking');
  const second = await engine.problem?.(draft, other);
  if (second !== undefined) throw second;
  return other;
}

async function bring(
  draft: string,
  packages: readonly NpmPackage[],
  options: InstallOptions,
): Promise<void> {
  const tarballs = join(draft, 'tarballs');
  const stop = options.progress
    ? watchDownload(tarballs, packages, options, options.progress)
    : () => {};
  try {
    await packTo(tarballs, packages, options);
  } finally {
    stop();
  }
  options.progress?.('unpacking');
  for (const each of packages) await unpack(each, join(tarballs, tarballName(each)), draft);
  await rm(tarballs, { recursive: true });
}

async function noteOf(folder: string, packages: readonly NpmPackage[]): Promise<Note> {
  const files: Record<string, Note['files'][string]> = {};
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const name = relative(folder, file).split(sep).join('/');
    files[name] = { bytes: (await stat(file)).size, sha256: await hashOf(file, 'sha256', 'hex') };
  }
  return {
    machine: thisMachine,
    packages: packages.map(({ name, version, licence }) => ({ name, version, licence })),
    files,
  };
}

/** Every byte. */
async function isWhole(folder: string, { files, packages }: Note): Promise<boolean> {
  if (!packages.every(isPinned)) return false;
  for (const [file, { sha256 }] of Object.entries(files)) {
    if ((await hashOf(join(folder, file), 'sha256', 'hex')) !== sha256) return false;
  }
  return true;
}

export async function remove(folder: string, signal: AbortSignal): Promise<boolean> {
  const { state } = stateOf(folder);
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  if (!isThere) return false;
  try {
    await alone(folder, { signal }, async () => {
      const old = draftFor(folder);
      await rename(folder, old);
      await clearDrafts(folder);
    });
  } catch (error) {
    throw asInstallError(error, folder);
  }
  return state !== 'missing';
}

function asInstallError(error: unknown, folder: string): unknown {
  const { code, message } = Object(error) as NodeJS.ErrnoException;
  if (error instanceof InstallError || typeof code !== 'string' || code === 'ABORT_ERR')
    return error;
  return new InstallError(
    `Can't write ${folder}: ${reasons[code] ?? message}`,
    'It is as it was. XDG_CACHE_HOME names another folder for it.',
    { cause: error },
  );
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied, or another voicectl is using it',
  EBUSY: 'another voicectl is using it',
  EROFS: 'it is on a disk that can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'a part of its path is a file, not a folder',
};
