/** What a world takes for the time: the machine's, one ahead of it, or one of its own that only moves when told to. */
import type { Contents, Settings } from './state/state';

export type ClockSetting = Settings['clock'];

/** A seeded world begins here, and each of its changes takes a second: repeatable, and nothing happens at once. */
export const seededClock: ClockSetting = { at: Date.UTC(2026, 0, 1), tick: 1000 };

/** The time, without its passing. */
export function timeOf({ settings }: Pick<Contents, 'settings'>, machine: () => Date): Date {
  const clock = settings.get('clock') as ClockSetting | undefined;
  if (clock === undefined) return machine();
  return new Date('at' in clock ? clock.at : machine().getTime() + clock.ahead);
}

/** The time of a change; a clock of the world's own goes on by its tick. */
export function tick(contents: Pick<Contents, 'settings'>, machine: () => Date): Date {
  const now = timeOf(contents, machine);
  const clock = contents.settings.get('clock') as ClockSetting | undefined;
  if (clock && 'at' in clock && clock.tick > 0) {
    contents.settings.set('clock', { ...clock, at: clock.at + clock.tick });
  }
  return now;
}

/** The latest and, negative, the earliest time that there is, in milliseconds. */
const furthest = 8.64e15;

/** @throws RangeError for what is no time, or no way for it to pass. */
export function checkClock(clock: ClockSetting, machine: () => Date): void {
  const at = 'at' in clock ? clock.at : machine().getTime() + clock.ahead;
  if (!Number.isFinite(at) || Math.abs(at) > furthest / 2) {
    throw new RangeError('The clock can only show years from -134000 to 138000');
  }
  if ('tick' in clock && !(clock.tick >= 0 && clock.tick <= furthest / 1e6)) {
    throw new RangeError('tick must be milliseconds, from 0 to 8640000000');
  }
}

export function advanced(
  { settings }: Pick<Contents, 'settings'>,
  milliseconds: number,
): ClockSetting {
  const clock = settings.get('clock') as ClockSetting | undefined;
  if (clock === undefined) return { ahead: milliseconds };
  return 'at' in clock
    ? { ...clock, at: clock.at + milliseconds }
    : { ahead: clock.ahead + milliseconds };
}
