/** What the answer goes to and what the question comes from: a file where one is named, else a device, else nothing. */
import type { Pcm, Player } from '../stages';
import { type AudioDevice, type Devices, deviceCalled } from './device';
import { devicePlayer } from './device-player';
import { otherWayIn, PlayError, wayOut } from './play-error';
import { wavPlayer } from './wav-player';
import { wavSound } from './wav-sound';

/** One of the two: without sound a chat goes on, and the problem is what to say of it. */
export type Picked<T> =
  | { readonly use: T; readonly problem?: never }
  | { readonly use?: never; readonly problem: PlayError };

export interface PickPlayerOptions {
  /** `--out`: a WAV file in place of the loudspeaker. */
  readonly out?: string | undefined;
  /** `--output-device`: an id, or a part of a name. */
  readonly device?: string | undefined;
  /** Whether a file takes as long as it would sound. */
  readonly paced?: boolean | undefined;
}

export async function pickPlayer(
  audio: AudioDevice,
  { out, device, paced }: PickPlayerOptions = {},
): Promise<Picked<Player>> {
  if (out !== undefined) return { use: wavPlayer(out, { paced }) };
  const missing = await missingOf(audio, 'outputs', device);
  return missing ? { problem: missing } : { use: devicePlayer(audio, { device }) };
}

/** The sound of one question; ends with its signal. */
export type OpenSound = (signal: AbortSignal) => AsyncIterable<Pcm>;

export interface PickSoundOptions {
  /** `--in`: a WAV file in place of the microphone. */
  readonly in?: string | undefined;
  /** `--input-device`: an id, or a part of a name. */
  readonly device?: string | undefined;
  /** Whether a file comes as fast as it was spoken. */
  readonly paced?: boolean | undefined;
}

export async function pickSound(
  audio: AudioDevice,
  { in: file, device, paced }: PickSoundOptions = {},
): Promise<Picked<OpenSound>> {
  if (file !== undefined) return { use: (signal) => wavSound(file, { paced, signal }) };
  const missing = await missingOf(audio, 'inputs', device);
  return missing
    ? { problem: missing }
    : { use: (signal) => audio.openMicrophone({ device, signal }) };
}

async function missingOf(
  audio: AudioDevice,
  kind: keyof typeof words,
  wanted: string | undefined,
): Promise<PlayError | undefined> {
  const [what, way] = words[kind];
  try {
    const found: Devices = (await audio.list())[kind];
    if (found.by === undefined) return new PlayError(`There is no ${what} here`, way);
    // Programs of the system know more names than they tell.
    if (wanted === undefined || found.by !== 'decibri') return undefined;
    if (deviceCalled(found.devices, wanted)) return undefined;
    const hint = 'voicectl play --list-devices shows what there is.';
    return new PlayError(`There is no ${what} called ${JSON.stringify(wanted)}`, hint);
  } catch (error) {
    if (error instanceof PlayError) return error;
    throw error;
  }
}

const words = {
  outputs: ['loudspeaker', wayOut],
  inputs: ['microphone', otherWayIn],
} as const;
