/** What a command may throw, the exit codes, and what is told of a failure. */
import type { Attempt } from '@voicectl/sdk';

export const exitCodes = {
  done: 0,
  failed: 1,
  wrongUse: 2,
  notFound: 3,
  notAllowed: 4,
  conflict: 5,
  checkFailed: 6,
  tryAgain: 7,
  cannotStart: 126,
  noSuchCommand: 127,
  interrupted: 130,
} as const;

export interface Failure {
  readonly exit: number;
  readonly code: string;
  readonly message: string;
  readonly problems?: readonly { readonly path: string; readonly message: string }[] | undefined;
  readonly hint?: string | undefined;
  /** What to do next: whole command lines, for a POSIX shell. */
  readonly next?: readonly string[] | undefined;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  /** Every try of the call that failed. */
  readonly attempts?: readonly Attempt[] | undefined;
  readonly durationMs?: number | undefined;
  /** Of a mistake of ours, with --debug. */
  readonly stack?: string | undefined;
}

/** Wrong flags, files or words. Nothing was sent. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly hint: string | undefined;
  readonly problems: Failure['problems'];

  constructor(message: string, hint?: string | undefined, problems?: Failure['problems']) {
    super(message);
    this.hint = hint;
    this.problems = problems;
  }
}

/** Somebody would have to be asked, and nobody can be: a flag says it as well. */
export class NeedsFlagError extends UsageError {
  readonly flag: string;

  constructor(message: string, hint: string, flag: string, problems?: Failure['problems']) {
    super(message, hint, problems);
    this.flag = flag;
  }
}

/** A word that fits several records. */
export class AmbiguousError extends UsageError {
  readonly word: string;
  readonly ids: readonly string[];

  constructor(message: string, hint: string, word: string, ids: readonly string[]) {
    super(message, hint);
    this.word = word;
    this.ids = ids;
  }
}

/** A failure that knows its own exit code and way out. */
export class KnownFailure extends Error {
  override readonly name = 'KnownFailure';
  readonly facts: Omit<Failure, 'message'>;

  constructor(message: string, facts: Omit<Failure, 'message'>, cause?: unknown) {
    super(message, { cause });
    this.facts = facts;
  }
}

/** A word that fits no record. */
export class NoSuchRecordError extends Error {
  override readonly name = 'NoSuchRecordError';
  readonly kind: string;
  readonly word: string;
  readonly meant: string | undefined;

  constructor(kind: string, word: string, meant: string | undefined) {
    const guess = meant ? `. Did you mean ${JSON.stringify(meant)}?` : '';
    super(`No ${kind} has the id or name ${JSON.stringify(word)}${guess}`);
    this.kind = kind;
    this.word = word;
    this.meant = meant;
  }
}

/** The server's answer is not what the contract says, so far that it can't be shown. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
  readonly hint: string | undefined;

  constructor(cause?: unknown, hint?: string) {
    super("The server's answer is not what the contract says, and can't be shown", { cause });
    this.hint = hint;
  }
}

/** Ends a command in silence with a code of its own: what there was to say has been said. */
export class Exit extends Error {
  override readonly name = 'Exit';
  readonly exit: number;

  constructor(exit: number) {
    super(`exit ${exit}`);
    this.exit = exit;
  }
}
