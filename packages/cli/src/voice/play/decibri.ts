/** Devices through decibri, a library of native code that comes prebuilt. Runs in the process of devices only. */
import { type Backend, type Hear, NoDevice, type Sink, type SoundRequest } from './backend';
import { type DeviceInfo, deviceCalled } from './device';
import { bytesOf } from './wav-write';

/** What is used of the library. */
export interface Decibri {
  outputDevices(): readonly DeviceInfo[];
  inputDevices(): readonly DeviceInfo[];
  readonly Speaker: {
    open(options: { sampleRate: number; device?: Choice }): Promise<Speaker>;
  };
  readonly Microphone: {
    open(options: {
      sampleRate: number;
      framesPerBuffer: number;
      device?: Choice;
    }): Promise<Microphone>;
  };
}

type Choice = { readonly id: string };

interface Speaker {
  readonly isPlaying: boolean;
  writeAsync(bytes: Buffer): Promise<void>;
  drainAsync(): Promise<void>;
  stop(): void;
}

interface Microphone {
  on(event: 'data', hear: (bytes: Buffer) => void): unknown;
  on(event: 'error', failed: (error: Error) => void): unknown;
  stop(): void;
}

export function decibriBackend(library: Decibri): Backend {
  const kept = new Kept(library);
  return {
    outputs: async () => ({ by: 'decibri', devices: library.outputDevices().map(told) }),
    inputs: async () => ({ by: 'decibri', devices: library.inputDevices().map(told) }),
    openSink: (request) => kept.sink(request),
    openSource: async ({ rate, device }, hear) => {
      const choice = chosen(library.inputDevices(), device);
      const microphone = await library.Microphone.open({
        sampleRate: rate,
        framesPerBuffer: Math.max(64, Math.round(rate / 50)),
        ...choice,
      });
      listen(microphone, hear);
      return microphone;
    },
  };
}

/** A loudspeaker stays open from turn to turn: the first sound after opening can be late by a second. */
class Kept {
  readonly #library: Decibri;
  #open: { readonly speaker: Speaker; readonly key: string } | undefined;
  #opening: Promise<unknown> = Promise.resolve();

  constructor(library: Decibri) {
    this.#library = library;
  }

  async sink({ rate, device }: SoundRequest): Promise<Sink> {
    // One after the other, or one of two would stay open for ever.
    const opening = this.#opening.then(() => this.#speaker(rate, device));
    this.#opening = opening.catch(() => {});
    const speaker = await opening;
    return {
      latency: systemLatency,
      holds: 32,
      write: (samples) => speaker.writeAsync(bytesOf(samples)),
      finish: () => speaker.drainAsync(),
      stop: () => {
        if (this.#open?.speaker === speaker) this.#open = undefined;
        speaker.stop();
      },
    };
  }

  async #speaker(rate: number, device: string | undefined): Promise<Speaker> {
    const choice = chosen(this.#library.outputDevices(), device);
    const key = JSON.stringify([rate, choice]);
    const { speaker: old, key: oldKey } = this.#open ?? {};
    if (old?.isPlaying && oldKey === key) return old;
    old?.stop();
    const speaker = await this.#library.Speaker.open({ sampleRate: rate, ...choice });
    this.#open = { speaker, key };
    return speaker;
  }
}

/** Without a default there is no device: what is listed then are plugins that lead nowhere. */
function chosen(devices: readonly DeviceInfo[], wanted: string | undefined): { device?: Choice } {
  if (!devices.some(({ isDefault }) => isDefault)) throw new NoDevice('there is no default');
  if (wanted === undefined) return {};
  const found = deviceCalled(devices, wanted);
  if (!found) throw new Error(`There is none called ${JSON.stringify(wanted)}`);
  return { device: { id: found.id } };
}

function listen(microphone: Microphone, hear: Hear): void {
  microphone.on('data', (bytes) => {
    // A copy begins where 16-bit samples may.
    hear.sound(new Int16Array(Uint8Array.from(bytes).buffer, 0, bytes.length >> 1));
  });
  microphone.on('error', (error) => hear.failed(error));
}

const told = ({ id, name, isDefault }: DeviceInfo): DeviceInfo => ({ id, name, isDefault });

/** What lies between the library and the air, in milliseconds: sound servers on Linux keep more. */
const systemLatency = process.platform === 'linux' ? 120 : 40;
