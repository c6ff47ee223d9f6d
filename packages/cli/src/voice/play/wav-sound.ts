/** A WAV file in place of a microphone. */
import { readFile, stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { UsageError } from '../../failure/errors';
import type { Pcm } from '../stages';
import { readWav } from './wav-read';

export interface WavSoundOptions {
  /** As fast as it was spoken. Default: as fast as it is read */
  readonly paced?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** In parts of 20 ms. @throws UsageError that names the file. */
export async function* wavSound(
  file: string,
  { paced = false, signal }: WavSoundOptions = {},
): AsyncGenerator<Pcm, void, undefined> {
  const { samples, rate } = await wavIn(file);
  const part = Math.max(1, Math.round(rate / 50));
  const begun = performance.now();
  for (let at = 0; at < samples.length && !signal?.aborted; at += part) {
    // A part is there when its last sample has been spoken.
    const due = begun + (1000 * Math.min(at + part, samples.length)) / rate;
    if (paced) await setTimeout(due - performance.now(), undefined, { signal }).catch(() => {});
    if (!signal?.aborted) yield { samples: samples.subarray(at, at + part), rate };
  }
}

/** The whole file, read at once. @throws UsageError that names the file. */
export async function wavIn(file: string): Promise<Pcm> {
  try {
    const { size } = await stat(file);
    if (size > largest) {
      throw new Error(`it has ${Math.round(size / 1e6)} MB; up to ${largest / 1e6} MB are read`);
    }
    return readWav(await readFile(file));
  } catch (error) {
    throw unreadable(file, error as NodeJS.ErrnoException);
  }
}

/** An hour of the finest stereo is more than anybody says in a turn. */
const largest = 500_000_000;

/** Somebody has named the file: it is theirs to put right. */
function unreadable(file: string, error: NodeJS.ErrnoException): UsageError {
  if (error.code === 'ENOENT') return new UsageError(`There is no file ${file}`);
  const why = error.code === 'EISDIR' ? 'it is a folder' : error.message;
  const wayOut = error.code
    ? undefined
    : `ffmpeg -i ${/\s/.test(file) ? JSON.stringify(file) : file} -ac 1 -ar 16000 question.wav makes one that can be read.`;
  return new UsageError(`${file} can't be read as sound: ${why}`, wayOut);
}
