/** Text with bounds in UTF-16 code units, as the contract reads them; zod's own `max` counts code points. */
import * as z from 'zod';

export function text(min: number, max: number) {
  return z
    .string()
    .min(min)
    .max(max)
    .check(({ value, issues }) => {
      if (value.length <= max || issues.length > 0) return;
      issues.push({
        code: 'too_big',
        origin: 'string',
        maximum: max,
        inclusive: true,
        input: value,
      });
    });
}
