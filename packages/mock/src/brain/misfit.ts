/** Data that a brain works by, checked: rules, recordings. */
import { type Problem, problemsOf } from '@voicectl/sdk/contract';
import type * as z from 'zod';

/** Data that a brain was to work by does not fit; each problem is named by its path. */
export class MisfitError extends Error {
  override readonly name = 'MisfitError';
  /** `rules[2].when` and what is wrong there. */
  readonly problems: readonly Problem[];

  constructor(what: string, problems: readonly Problem[]) {
    const lines = problems.map(({ path, message }) => `${path || 'it'}: ${message}`);
    super(`These ${what} can't be used: ${lines.join('; ')}`);
    this.problems = problems;
  }
}

/** @throws MisfitError */
export function fitting<S extends z.ZodType>(what: string, schema: S, data: unknown): z.output<S> {
  const problems = problemsOf(schema, data);
  if (problems) throw new MisfitError(what, problems);
  return schema.parse(data);
}
