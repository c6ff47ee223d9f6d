/** An age as people write it: `30d`, `12h`, `2w`. */
import { InvalidArgumentError } from 'commander';

const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Milliseconds. A unit is demanded: 30 of what, would decide what is deleted. */
export function age(text: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)([smhdw])$/i.exec(text.trim()) ?? [];
  if (count === undefined || unit === undefined) {
    throw new InvalidArgumentError('It must be as in 30d, 12h, 2w, 45m or 90s.');
  }
  return Number(count) * units[unit.toLowerCase() as keyof typeof units];
}

export interface AgeLimits {
  readonly olderThan?: number | undefined;
  readonly newerThan?: number | undefined;
}

/** Undefined where the time can't be read: then nobody knows how old it is. */
export function isOfAge(
  time: string | undefined,
  { olderThan, newerThan }: AgeLimits,
  now: number,
): boolean | undefined {
  if (olderThan === undefined && newerThan === undefined) return true;
  const then = Date.parse(time ?? '');
  if (Number.isNaN(then)) return undefined;
  const old = now - then;
  return (
    (olderThan === undefined || old > olderThan) && (newerThan === undefined || old < newerThan)
  );
}
