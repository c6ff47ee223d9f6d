/** What was to be a world's contents is none; `problems` says where and why, a line each. */
export class ContentsError extends Error {
  override readonly name = 'ContentsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.problems = problems;
  }
}
