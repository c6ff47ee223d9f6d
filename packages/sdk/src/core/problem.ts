/** What is wrong with a value, and where. */

/** One thing wrong with a request, or one drift of a response. */
export interface Problem {
  /** Where, as in `resolutionCriteria[1].label`; empty for the whole value. */
  readonly path: string;
  /** What, as in `must have at most 128 characters, has 129`. */
  readonly message: string;
}

/** All in one line; `whole` is what a problem without a path is about. */
export function inWords(problems: readonly Problem[], whole = ''): string {
  return problems.map(({ path, message }) => `${path || whole} ${message}`.trim()).join('; ');
}
