/** How loud it is, against the room and from moment to moment: what WebRTC's detector alone takes for a voice may be noise. */

export class LoudnessGate {
  /** Decibels of the last frames. */
  readonly #last: number[] = [];

  /**
   * The room is as loud as the quietest of the last moments: between words, everybody is silent for an instant.
   * @returns how loud the frame is, if it stands out.
   */
  levelOf(frame: Int16Array): number | undefined {
    const level = decibels(frame);
    this.#last.push(level);
    if (this.#last.length > remembered) this.#last.shift();
    const room = Math.max(Math.min(...this.#last), quietest);
    return level > room + distance ? level : undefined;
  }
}

/** Noise and hums, also those that have just begun, are as loud from one moment to the next. */
export function variesLikeSpeech(levels: readonly number[]): boolean {
  return Math.max(...levels) - Math.min(...levels) > variation;
}

/** Below full scale. */
function decibels(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const power = sum / Math.max(1, samples.length) / 32_768 ** 2;
  return power === 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10(power);
}

/** Frames of 20 ms: two seconds. */
const remembered = 100;
/** Decibels: a room that is quieter counts as this quiet. */
const quietest = -70;
/** Decibels: noise alone rarely varies by as much. */
const distance = 9;
const variation = 4;
