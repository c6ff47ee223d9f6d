/** One deadline for several calls. */
import { checkCallOptions } from './call-options';
import type { CallOptions } from './endpoint';

/**
 * Options for each of the calls; the deadline counts from now.
 * @throws ConfigurationError when the options can't be used.
 */
export function span(
  operation: string,
  options: CallOptions,
  byDefault: number | undefined,
): () => CallOptions {
  checkCallOptions(options, { operation });
  const deadline = options.deadline ?? byDefault;
  if (deadline === undefined) return () => options;
  const until = performance.now() + deadline;
  // A deadline that has passed still has to be a length of time; the first check of the clock finds it spent.
  return () => ({ ...options, deadline: Math.max(until - performance.now(), 0.001) });
}
