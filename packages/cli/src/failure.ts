/** Any error as what a person, a script and an exit code need. One table; nothing else decides an exit code. */
import type { ApiError, InputError, VoicectlError } from '@voicectl/sdk';
import { CommanderError } from 'commander';

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
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
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

/** A running mock that can't be reached or says no, or a command that a mock can't be lent to. */
export class MockError extends Error {
  override readonly name = 'MockError';
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

  constructor(kind: string, word: string, meant: string | undefined) {
    const guess = meant ? `. Did you mean ${JSON.stringify(meant)}?` : '';
    super(`No ${kind} has the id or name ${JSON.stringify(word)}${guess}`);
    this.kind = kind;
  }
}

/** The server's answer is not what the contract says, so far that it can't be shown. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';

  constructor(cause?: unknown) {
    super("The server's answer is not what the contract says, and can't be shown", { cause });
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

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return plain(exitCodes.failed, 'UNEXPECTED', String(error));
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '');
    return { ...plain(exitCodes.wrongUse, 'USAGE', message), hint: 'Add --help to see what fits.' };
  }
  if (error instanceof UsageError) {
    const { hint, problems } = error;
    return { ...plain(exitCodes.wrongUse, 'USAGE', error.message), problems, hint };
  }
  if (error instanceof MockError) {
    const { exit, code, ...others } = error.facts;
    return { ...plain(exit, code, error.message), ...others };
  }
  const store = causes(error).find(({ name }) => name === 'StoreError');
  if (store) return plain(exitCodes.failed, 'MOCK_FILE', store.message);
  const damaged = causes(error).find(({ name }) => name === 'DamagedFileError');
  if (damaged) {
    const hint = 'Mend it, or move it away to start with an empty mock; it has not been changed.';
    return { ...plain(exitCodes.wrongUse, 'DAMAGED_FILE', damaged.message), hint };
  }
  return byName[error.name]?.(error) ?? plain(exitCodes.failed, codeOf(error), error.message);
}

/** By name, so that nothing of the SDK has to be loaded to report a typing mistake. */
const byName: Readonly<Record<string, (error: Error) => Failure>> = {
  NoSuchRecordError: (error) => ({
    ...plain(exitCodes.notFound, 'NOT_FOUND', error.message),
    hint: `voicectl ${(error as NoSuchRecordError).kind}s list shows what there is.`,
  }),
  UnexpectedAnswerError: (error) => ({
    ...plain(exitCodes.failed, 'UNEXPECTED_RESPONSE', error.message),
    hint: 'Is the URL the address of the API? With -o json you see what came.',
  }),
  CassetteError: (error) => ({
    ...plain(exitCodes.wrongUse, 'DAMAGED_FILE', error.message),
    hint: 'voicectl mock record writes such files; this one has not been changed.',
  }),
  AbortPromptError: () => plain(exitCodes.interrupted, 'INTERRUPTED', 'Interrupted'),
  ExitPromptError: () => plain(exitCodes.interrupted, 'INTERRUPTED', 'Interrupted'),
  AbortError: () => plain(exitCodes.interrupted, 'INTERRUPTED', 'Interrupted'),
  InputError: (error) => {
    const { problems } = error as InputError;
    const places = problems.length === 1 ? 'one place' : `${problems.length} places`;
    const message = `The input breaks the contract in ${places}; nothing was sent`;
    return { ...plain(exitCodes.wrongUse, 'INVALID_INPUT', message), problems };
  },
  ConfigurationError: (error) => {
    const missing = (error as VoicectlError).code === 'MISSING_SETTING';
    const credential = /apiKey|token/.test(error.message);
    return {
      ...fromSdk(error, missing && credential ? exitCodes.notAllowed : exitCodes.wrongUse),
      hint: missing ? `${settingHint(error)} Or add --mock: no account needed.` : undefined,
    };
  },
  BadRequestError: (error) => {
    const { messages } = error as ApiError;
    return messages.length < 2
      ? fromSdk(error, exitCodes.failed)
      : {
          ...fromSdk(error, exitCodes.failed),
          message: 'The server refused the input',
          problems: messages.map((message) => ({ path: '', message })),
        };
  },
  NotFoundError: (error) => fromSdk(error, exitCodes.notFound),
  AuthenticationError: (error) => fromSdk(error, exitCodes.notAllowed),
  PermissionError: (error) => fromSdk(error, exitCodes.notAllowed),
  ConflictError: (error) => fromSdk(error, exitCodes.conflict),
  RateLimitError: (error) => fromSdk(error, exitCodes.tryAgain),
  ConnectionError: (error) => fromSdk(error, ifRetryable(error)),
  TimeoutError: (error) => fromSdk(error, ifRetryable(error)),
  ApiError: (error) => fromSdk(error, exitCodes.failed),
  ServerError: (error) => fromSdk(error, exitCodes.failed),
  UnexpectedResponseError: (error) => fromSdk(error, exitCodes.failed),
  ResponseValidationError: (error) => fromSdk(error, exitCodes.failed),
  StreamError: (error) => fromSdk(error, exitCodes.failed),
};

function fromSdk(error: Error, exit: number): Failure {
  const { code, hint, status, requestId } = error as VoicectlError;
  return { exit, code: code ?? codeOf(error), message: error.message, hint, status, requestId };
}

/** A script that repeats on 7 must not make a second agent. */
function ifRetryable(error: Error): number {
  return (error as VoicectlError).retryable ? exitCodes.tryAgain : exitCodes.failed;
}

function settingHint(error: Error): string {
  const variable = /VOICECTL_\w+/.exec((error as VoicectlError).hint ?? '')?.[0];
  return variable === undefined ? '' : `Set ${variable} in the environment.`;
}

function plain(exit: number, code: string, message: string): Failure {
  return { exit, code, message };
}

/** `ConflictError` to `CONFLICT`; a system error keeps its own code. */
function codeOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  const name = error.name.replace(/Error$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, '_');
  return name.toUpperCase() || 'UNEXPECTED';
}

function causes(error: Error): Error[] {
  return error.cause instanceof Error ? [error, ...causes(error.cause)] : [error];
}
