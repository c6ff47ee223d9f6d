/** A judge that can't be asked: no connection, a server that says no, an answer that never comes. */
import { exitCodes, KnownFailure } from '../../failure/errors';

export class JudgeError extends KnownFailure {
  /** The way out, where there is one. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string | undefined, cause?: unknown) {
    super(message, { exit: exitCodes.failed, code: 'JUDGING_FAILED', hint }, cause);
    this.hint = hint;
  }
}
