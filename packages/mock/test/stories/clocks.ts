/** Clocks of our own, so that a story knows every time in it. */

export const start = '2025-01-15T10:30:00.000Z';

/** One second later at each look. */
export function ticking(): () => Date {
  let at = Date.parse(start) - 1000;
  return () => {
    at += 1000;
    return new Date(at);
  };
}

export const stopped = () => new Date(start);
