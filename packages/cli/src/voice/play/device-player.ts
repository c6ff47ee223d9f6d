/** A player that is heard: the loudspeaker of this machine. */
import type { Player } from '../stages';
import type { AudioDevice } from './device';
import { playThrough } from './play-through';

export interface DevicePlayerOptions {
  /** An id, or a part of a name. Default: the system's own choice */
  readonly device?: string | undefined;
  /** Opens it ahead of the first sound, which could be late by a second otherwise. Default: true */
  readonly warm?: boolean | undefined;
}

/** Closing it closes the device. */
export function devicePlayer(
  audio: AudioDevice,
  { device, warm = true }: DevicePlayerOptions = {},
): Player {
  if (warm) void warmUp(audio, device);
  return {
    name: device ?? 'loudspeaker',
    play: (speech, signal) =>
      playThrough(speech, signal, (rate) => audio.openSpeaker({ rate, device })),
    close: () => audio.close(),
  };
}

/** What goes wrong will go wrong again when there is something to hear. */
async function warmUp(audio: AudioDevice, device: string | undefined): Promise<void> {
  try {
    const output = audio.openSpeaker({ rate: 16_000, device });
    output.write(new Int16Array(320));
    output.end();
    for await (const _ of output.positions()) {
    }
  } catch {}
}
