/** Sound that can't be played or recorded: no device, a player that died, a WAV file that can't be written. */
export class PlayError extends Error {
  override readonly name = 'PlayError';
  /** The way out, where there is one. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string | undefined, cause?: unknown) {
    super(message, { cause });
    this.hint = hint;
  }
}

/** Where no loudspeaker is, and where no microphone is. */
export const wayOut = '--out answer.wav keeps the answer as a file; the chat goes on as text.';
export const otherWayIn = '--in question.wav takes a recording; or type what you would say.';
