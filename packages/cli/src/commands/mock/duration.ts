/** A length of time as people write it. */
import { InvalidArgumentError } from 'commander';

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds, of `250`, `250ms`, `90s`, `5m`, `1.5h`, `-1d`. */
export function duration(text: string): number {
  const [, count, unit = 'ms'] = /^(-?\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text.trim()) ?? [];
  if (count === undefined) {
    throw new InvalidArgumentError('It must be milliseconds, or as in 90s, 5m, 2h, 1d.');
  }
  return Number(count) * units[unit as keyof typeof units];
}
