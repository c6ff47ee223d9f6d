/** Listening that can't go on: nothing installed, a damaged file, a server that says no, a process that died. */
export class ListenError extends Error {
  override readonly name: string = 'ListenError';
  /** The way out, where there is one. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string | undefined, cause?: unknown) {
    super(message, { cause });
    this.hint = hint;
  }
}

/** There was sound, and nobody spoke to the agent in it. */
export class NothingHeard extends ListenError {
  override readonly name = 'NothingHeard';
}
