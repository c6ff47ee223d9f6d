/** What a single call can be told, checked like the client's own options. */
import * as z from 'zod';
import type { CallOptions } from './endpoint';
import { ConfigurationError, type Facts } from './errors';
import { inWords, problemsOf } from './problems';

export const milliseconds = z.number().positive().max(2_147_483_647);
export const repeats = z.int().min(0).max(20);

const Options = z.strictObject({
  signal: z
    .custom((value) => typeof (value as AbortSignal | null)?.addEventListener === 'function', {
      error: 'must be an AbortSignal',
    })
    .optional(),
  timeout: milliseconds.optional(),
  deadline: milliseconds.optional(),
  maxRetries: repeats.optional(),
});

/** @throws ConfigurationError naming every option that can't be used. */
export function checkCallOptions(options: CallOptions, facts: Facts): void {
  const problems = problemsOf(Options, options);
  if (problems === undefined) return;
  const message = `${facts.operation} can't be made: ${inWords(problems, 'options')}`;
  throw new ConfigurationError(message, { ...facts, code: 'INVALID_OPTIONS' });
}
