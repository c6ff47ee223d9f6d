/** What is installed: read from the note that the installer leaves, and believed only as far as the files are there. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ListenError } from '../listen/listen-error';
import { moonshineFolder, type Places, type Runtime } from '../listen/moonshine-files';
import { isPinned, type NpmPackage } from './npm-packages';

export interface Note {
  readonly machine: string;
  readonly packages: readonly Pick<NpmPackage, 'name' | 'version' | 'licence'>[];
  /** By their place in the folder. */
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

export type State =
  | { readonly state: 'missing'; readonly note?: never }
  | { readonly state: 'whole' | 'damaged' | 'outdated'; readonly note: Note };

export const noteName = 'installed.json';
export const thisMachine = `${process.platform}-${process.arch}`;

/** By sizes only: fast enough for each start. */
export function stateOf(folder: string): State {
  const note = noteIn(folder);
  if (!note) return { state: 'missing' };
  const isWhole = Object.entries(note.files).every(
    ([file, { bytes }]) => statSync(join(folder, file), { throwIfNoEntry: false })?.size === bytes,
  );
  if (!isWhole) return { state: 'damaged', note };
  const fits = note.machine === thisMachine && note.packages.every(isPinned);
  return { state: fits ? 'whole' : 'outdated', note };
}

export function runtimesOf({ packages }: Note): readonly Runtime[] {
  const has = (wanted: string) => packages.some(({ name }) => name === wanted);
  const native: readonly Runtime[] = has('sherpa-onnx-node') ? ['native'] : [];
  return has('sherpa-onnx') ? [...native, 'wasm'] : native;
}

export interface Installed {
  readonly folder: string;
  readonly runtimes: readonly Runtime[];
}

/** @throws ListenError that says how to get it. */
export function installedMoonshine(
  places: Places & { readonly folder?: string | undefined },
): Installed {
  const folder = places.folder ?? moonshineFolder(places);
  const { state, note } = stateOf(folder);
  if (state === 'missing') {
    throw new ListenError(
      'Offline listening is not installed',
      'voicectl voice install brings it: 33 MB, once.',
    );
  }
  if (state !== 'whole') {
    throw new ListenError(
      state === 'damaged'
        ? `Offline listening is damaged: files in ${folder} are missing or cut short`
        : `Offline listening in ${folder} is of another version of voicectl, or for another machine`,
      'voicectl voice install brings it anew.',
    );
  }
  return { folder, runtimes: runtimesOf(note) };
}

function noteIn(folder: string): Note | undefined {
  try {
    const note: Partial<Note> = JSON.parse(readFileSync(join(folder, noteName), 'utf8'));
    const isNote =
      Array.isArray(note.packages) &&
      note.packages.every((each) => typeof each?.name === 'string') &&
      typeof note.files === 'object' &&
      Object.values(note.files).every((each) => typeof each?.bytes === 'number');
    return isNote ? (note as Note) : undefined;
  } catch {
    return undefined;
  }
}
