/** What reaches devices, as the process of them sees it: a library, or the system's own programs. */
import type { Devices } from './device';

export interface Backend {
  outputs(): Promise<Devices>;
  inputs(): Promise<Devices>;
  /** @throws NoDevice, or an Error when it can't be opened. */
  openSink(request: SoundRequest): Promise<Sink>;
  /** @throws NoDevice, or an Error when it can't be opened. */
  openSource(request: SoundRequest, hear: Hear): Promise<Source>;
}

export interface SoundRequest {
  readonly rate: number;
  readonly device?: string | undefined;
}

/** Takes sound and plays it. */
export interface Sink {
  /** Milliseconds from a write to its sound. */
  readonly latency: number;
  /** Milliseconds that it may be given ahead of the sound. Absent: as much as it takes. */
  readonly lead?: number | undefined;
  /** How many parts wait inside while a write does. */
  readonly holds?: number | undefined;
  /** When it takes the next part. @throws when the device is gone. */
  write(samples: Int16Array): Promise<void>;
  /** All that was written has been played, or is about to be. */
  finish(): Promise<void>;
  /** Silent at once. */
  stop(): void;
}

export interface Hear {
  sound(samples: Int16Array): void;
  failed(error: Error): void;
}

export interface Source {
  stop(): void;
}

/** There is none, or none of that name. */
export class NoDevice extends Error {
  override readonly name = 'NoDevice';
}
