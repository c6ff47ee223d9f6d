/** How loud a microphone is, and a meter of it in eight steps. Decibels below the loudest there can be. Pure. */
import type { Paint } from '../../output/paint';

export interface Level {
  /** -60 to 0. */
  readonly now: number;
  /** The loudest of the last moments; sinks slowly. */
  readonly peak: number;
}

const softest = -60;

export const silence: Level = { now: softest, peak: softest };

/** Rises at once and sinks slowly. @param ms how long the sound was that is as loud */
export function levelAfter(before: Level, decibels: number, ms = 80): Level {
  const loud = bounded(decibels);
  return {
    now: Math.max(loud, bounded(before.now - 0.15 * ms)),
    peak: Math.max(loud, bounded(before.peak - 0.02 * ms)),
  };
}

/** `▁▂▃▄ ▆  `: lit up to the level, and the peak by itself. Always eight columns. */
export function levelMeter({ now, peak }: Level, paint: Paint): string {
  const [lit, top] = [stepsOf(now), stepsOf(peak)];
  return steps
    .map((step, at) => (at < lit || at === top - 1 ? colourAt(at, paint)(step) : ' '))
    .join('');
}

const steps = [...'▁▂▃▄▅▆▇█'];

function colourAt(at: number, paint: Paint) {
  if (at === steps.length - 1) return paint.red;
  return at === steps.length - 2 ? paint.yellow : paint.green;
}

/** None only in silence. */
function stepsOf(decibels: number): number {
  return Math.ceil(((bounded(decibels) - softest) / -softest) * steps.length);
}

/** What is no number, such as the level of nothing, is silence. */
function bounded(decibels: number): number {
  return decibels > softest ? Math.min(0, decibels) : softest;
}
