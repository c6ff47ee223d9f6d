/** Installing went wrong. What was there before is there still. */
import { exitCodes, KnownFailure } from '../../failure/errors';

export class InstallError extends KnownFailure {
  constructor(message: string, hint: string, options: { again?: boolean; cause?: unknown } = {}) {
    const exit = options.again ? exitCodes.tryAgain : exitCodes.failed;
    super(message, { exit, code: 'INSTALL_FAILED', hint }, options.cause);
  }
}
