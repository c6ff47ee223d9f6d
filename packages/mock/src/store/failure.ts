/** What a store says when it can't do its work. The platform answers with it, as with any refusal. */
import { Refusal } from '../refusal';

/**
 * The file or server can't be read, written or had to itself; the mock has changed nothing. Over HTTP it is a 503, or,
 * where trying again is no use before somebody has changed the set-up, a 501.
 */
export class StoreError extends Refusal {
  override readonly name = 'StoreError';

  constructor(message: string, options: ErrorOptions & { readonly status?: 501 | 503 } = {}) {
    const { status = 503 } = options;
    super(status, message, status === 501 ? { code: 'NOT_IMPLEMENTED' } : {});
    addCause(this, options);
  }
}

/** What is kept is no state of the mock; it is left as it is. Over HTTP it is a 500. */
export class DamagedFileError extends Refusal {
  override readonly name = 'DamagedFileError';
  readonly file: string | undefined;

  constructor(message: string, options: ErrorOptions & { readonly file?: string } = {}) {
    super(500, message);
    this.file = options.file;
    addCause(this, options);
  }
}

/** As `Error` itself does it: out of sight. */
function addCause(error: Error, options: ErrorOptions): void {
  if (!('cause' in options)) return;
  const { cause: value } = options;
  Object.defineProperty(error, 'cause', { value, configurable: true, writable: true });
}
