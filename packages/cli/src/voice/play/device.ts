/** Loudspeakers and microphones of this machine, whatever reaches them. */
import type { Pcm } from '../stages';
import type { Output } from './output';

export interface DeviceInfo {
  /** What `--output-device` and `--input-device` take, beside a part of the name. */
  readonly id: string;
  readonly name: string;
  readonly isDefault: boolean;
}

/** By its id, its name, or a part of it. */
export function deviceCalled(
  devices: readonly DeviceInfo[],
  wanted: string,
): DeviceInfo | undefined {
  const word = wanted.toLowerCase();
  return (
    devices.find(({ id }) => id === wanted) ??
    devices.find(({ name }) => name.toLowerCase() === word) ??
    devices.find(({ name }) => name.toLowerCase().includes(word))
  );
}

/** What there is of one kind. */
export interface Devices {
  /** What reaches them: `decibri`, `paplay`. Absent where nothing does. */
  readonly by?: string | undefined;
  readonly devices: readonly DeviceInfo[];
}

export interface DeviceList {
  readonly outputs: Devices;
  readonly inputs: Devices;
}

export interface SpeakerOptions {
  /** Samples a second of what will be written. */
  readonly rate: number;
  /** An id, or a part of a name. Default: the system's own choice */
  readonly device?: string | undefined;
}

export interface MicrophoneOptions {
  /** Default: 16,000 samples a second */
  readonly rate?: number | undefined;
  /** An id, or a part of a name. Default: the system's own choice */
  readonly device?: string | undefined;
  /** Ends the sound. */
  readonly signal?: AbortSignal | undefined;
}

export interface AudioDevice {
  /** @throws PlayError */
  list(): Promise<DeviceList>;
  /** Its positions throw a PlayError when there is no loudspeaker, or when it fails. */
  openSpeaker(options: SpeakerOptions): Output;
  /** Opened when it is first read, closed with its reader: parts of 20 ms. @throws PlayError */
  openMicrophone(options?: MicrophoneOptions): AsyncIterable<Pcm>;
  /** Ends all that still sounds. */
  close(): Promise<void>;
}
