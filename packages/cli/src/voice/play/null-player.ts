/** A player without sound: for tests, and to measure all that comes before a device. */
import type { Player } from '../stages';
import { playThrough } from './play-through';
import { ReckonedOutput } from './reckoned-output';

export interface NullPlayerOptions {
  /** As fast as a device would play. Default: at once */
  readonly paced?: boolean | undefined;
}

export function nullPlayer({ paced = false }: NullPlayerOptions = {}): Player {
  return {
    name: 'no sound',
    play: (speech, signal) =>
      playThrough(speech, signal, (rate) => new ReckonedOutput(rate, { paced })),
  };
}
