/** What goes wrong while something is edited. */

/** Somebody else changed the record, and nobody can be asked what counts. Told as the conflict that it is. */
export class ChangedMeanwhileError extends Error {
  override readonly name = 'ConflictError';
  readonly code = 'CHANGED_MEANWHILE';
  readonly hint = 'Edit it again: it begins with what is there now.';

  /** @param both the fields that somebody else has changed, too. */
  constructor(kind: string, both: readonly string[]) {
    const fields = both.length === 0 ? '' : `. Both changed ${both.join(', ')}`;
    super(`The ${kind} was changed by somebody else meanwhile; nothing was sent${fields}`);
  }
}

/** The editor did not do its work, so nobody knows what is wanted. */
export class EditorError extends Error {
  override readonly name = 'EditorError';
  readonly code = 'EDITOR_FAILED';
}
