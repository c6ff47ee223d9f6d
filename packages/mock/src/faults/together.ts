/** Which effects can't act together; a fault that says both is a mistake. */
import type * as z from 'zod';

const madeUp = ['status', 'body', 'html', 'retryAfter'];
const cuts = ['truncate', 'stall', 'drop'];

/** Each effect with those that leave it nothing to do. */
const opposed: Readonly<Record<string, readonly string[]>> = {
  html: ['body'],
  reset: [...madeUp, 'headers', ...cuts, 'malformed', 'drift'],
  stall: ['truncate'],
  drop: ['truncate', 'stall', ...madeUp],
  drift: madeUp,
};

const effects = ['latency', 'headers', 'malformed', 'drift', 'reset', ...madeUp, ...cuts];

/** Statuses whose answers have no body. */
const bodiless: readonly unknown[] = [204, 205, 304];

export function checkTogether(
  fault: Readonly<Record<string, unknown>>,
  context: z.core.$RefinementCtx,
): void {
  const has = (effect: string) => fault[effect] !== undefined;
  const refuse = (path: readonly string[], message: string) =>
    context.addIssue({ code: 'custom', path: [...path], message, input: fault });

  // With a key that isn't known, that key is the problem.
  if (context.issues.length === 0 && !effects.some(has)) {
    refuse([], `must have an effect: one of ${effects.join(', ')}`);
  }
  for (const [effect, others] of Object.entries(opposed)) {
    const other = has(effect) ? others.find(has) : undefined;
    if (other) refuse([effect], `can't be combined with ${other}`);
  }
  if (fault.reset === 'before' && fault.acts === true) {
    refuse(['reset'], `can't be "before" when the platform acts`);
  }
  if (bodiless.includes(fault.status)) {
    const bodied = ['body', 'html', 'malformed', 'truncate', 'stall'].find(has);
    if (bodied) refuse([bodied], `can't be combined with ${fault.status}, which has no body`);
  }
}
