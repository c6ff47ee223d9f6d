/** A WAV file in place of a loudspeaker. */
import type { Played, Player, Speech } from '../stages';
import { playThrough } from './play-through';
import { ReckonedOutput } from './reckoned-output';
import { wavBytes } from './wav-write';
import { writeWhole } from './write-whole';

export interface WavPlayerOptions {
  /** As fast as a device would play, so that an abort cuts where a person would have heard it. Default: at once */
  readonly paced?: boolean | undefined;
}

/**
 * One file for all that it plays, turn after turn, at the rate of its first sound. It is written anew with each turn, also
 * when that was stopped or failed, so that there is always a whole file.
 */
export function wavPlayer(file: string, { paced = false }: WavPlayerOptions = {}): Player {
  const parts: Int16Array[] = [];
  let usual: number | undefined;
  async function* play(
    speech: AsyncIterable<Speech>,
    signal: AbortSignal,
  ): AsyncGenerator<Played, void, undefined> {
    const keep = (samples: readonly Int16Array[]) => void parts.push(...samples);
    try {
      yield* playThrough(speech, signal, (rate) => {
        usual ??= rate;
        return new ReckonedOutput(usual, { paced, keep });
      });
    } finally {
      if (parts.length > 0 && usual) await writeWhole(file, wavBytes(parts, usual));
    }
  }
  return { name: file, play };
}
