/** A voice that can't speak: no key, no library, a server that says no, a process that died. */
export class SpeakError extends Error {
  override readonly name = 'SpeakError';
  /** The way out, where there is one. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string | undefined, cause?: unknown) {
    super(message, { cause });
    this.hint = hint;
  }
}
