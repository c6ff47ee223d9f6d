/** A microphone that stays open for a session: how loud it is, what it has heard just now, and whether it may hear at all. */
import type { AudioDevice } from '../../voice/play/device';
import { findDevice } from '../../voice/play/find-device';
import { LoudnessMeter, silence } from '../../voice/play/loudness';
import { otherWayIn, PlayError } from '../../voice/play/play-error';
import type { Pcm } from '../../voice/stages';

export interface MicrophoneEvents {
  /** In parts of 20 ms; none while it is muted. */
  hear(part: Pcm): void;
  /** In dBFS, every 80 ms; while it is muted, it is silent. */
  onLevel?(decibels: number): void;
  /** Once: nothing comes any more. */
  onFailure(error: PlayError): void;
}

/** Open from now on. @throws PlayError where there is none, or none of that name. */
export async function openMicrophone(
  audio: AudioDevice,
  device: string | undefined,
  events: MicrophoneEvents,
): Promise<Microphone> {
  const name = await findDevice(audio, 'inputs', device);
  return new Microphone(name, (signal) => audio.openMicrophone({ device, signal }), events);
}

export class Microphone {
  readonly name: string;
  readonly #events: MicrophoneEvents;
  readonly #meter = new LoudnessMeter();
  readonly #closed = new AbortController();
  #recent: Pcm[] = [];
  #muted = false;

  constructor(
    name: string,
    open: (signal: AbortSignal) => AsyncIterable<Pcm>,
    events: MicrophoneEvents,
  ) {
    this.name = name;
    this.#events = events;
    void this.#read(open);
  }

  get muted(): boolean {
    return this.#muted;
  }

  /** The last 300 ms: who presses a key has often begun to speak. */
  get recent(): readonly Pcm[] {
    return this.#recent;
  }

  mute(on: boolean): void {
    this.#muted = on;
    this.#recent = [];
  }

  close(): void {
    this.#closed.abort();
    this.#recent = [];
  }

  /** Never throws. */
  async #read(open: (signal: AbortSignal) => AsyncIterable<Pcm>): Promise<void> {
    const { signal } = this.#closed;
    let problem: unknown = new PlayError('The microphone has gone silent for good', otherWayIn);
    try {
      for await (const part of open(signal)) {
        if (signal.aborted) return;
        this.#take(part);
      }
    } catch (error) {
      problem = error;
    }
    if (signal.aborted) return;
    this.close();
    this.#events.onFailure(asPlayError(problem));
  }

  #take(part: Pcm): void {
    for (const decibels of this.#meter.push(part)) {
      this.#events.onLevel?.(this.#muted ? silence : decibels);
    }
    if (this.#muted) return;
    this.#events.hear(part);
    this.#recent.push(part);
    while (this.#recent.length > 1 && milliseconds(this.#recent.slice(1)) >= kept) {
      this.#recent.shift();
    }
  }
}

export const milliseconds = (parts: readonly Pcm[]): number =>
  parts.reduce((total, { samples, rate }) => total + (1000 * samples.length) / rate, 0);

const asPlayError = (error: unknown): PlayError =>
  error instanceof PlayError
    ? error
    : new PlayError(`The microphone failed: ${String(error)}`, otherWayIn, error);

/** Milliseconds. */
const kept = 300;
