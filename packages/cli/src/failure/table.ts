/** Any error as what a person, a script and an exit code need. One table; nothing else decides an exit code. */
import type { ApiError, InputError, VoicectlError } from '@voicectl/sdk';
import { CommanderError } from 'commander';
import {
  exitCodes,
  type Failure,
  KnownFailure,
  type NoSuchRecordError,
  type UnexpectedAnswerError,
  UsageError,
} from './errors';

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return unexpected(`a thrown ${typeof error}: ${String(error)}`);
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '');
    return { ...plain(exitCodes.wrongUse, 'USAGE', message), hint: 'Add --help to see what fits.' };
  }
  if (error instanceof UsageError) {
    const { hint, problems } = error;
    return { ...plain(exitCodes.wrongUse, 'USAGE', error.message), problems, hint };
  }
  if (error instanceof KnownFailure) {
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
  const known = Object.hasOwn(byName, error.name) ? byName[error.name] : undefined;
  if (known) return known(error);
  return isOurs(error)
    ? unexpected(`${error.name}: ${error.message}`)
    : plain(exitCodes.failed, codeOf(error), error.message);
}

/** By name, so that nothing of the SDK has to be loaded to report a typing mistake. */
const byName: Readonly<Record<string, (error: Error) => Failure>> = {
  NoSuchRecordError: (error) => ({
    ...plain(exitCodes.notFound, 'NOT_FOUND', error.message),
    hint: `voicectl ${(error as NoSuchRecordError).kind}s list shows what there is.`,
  }),
  UnexpectedAnswerError: (error) => ({
    ...plain(exitCodes.failed, 'UNEXPECTED_RESPONSE', error.message),
    hint:
      (error as UnexpectedAnswerError).hint ??
      'Is the URL the address of the API? With -o json you see what came.',
  }),
  SpeakError: (error) => voiceless('SPEAKING_FAILED', error),
  ListenError: (error) => voiceless('LISTENING_FAILED', error),
  NothingHeard: (error) => voiceless('NOTHING_HEARD', error),
  PlayError: (error) => voiceless('PLAYING_FAILED', error),
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
  ConfigurationError: (error) =>
    (error as VoicectlError).code === 'MISSING_SETTING'
      ? missing(error)
      : fromSdk(error, exitCodes.wrongUse),
  BadRequestError: (error) => {
    const { messages } = error as ApiError;
    return messages.length < 2
      ? fromSdk(error, exitCodes.failed)
      : {
          ...fromSdk(error, exitCodes.failed),
          message: 'The server refused the input',
          problems: firstOf(messages).map((message) => ({ path: '', message: shortened(message) })),
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

function voiceless(code: string, error: Error): Failure {
  return {
    ...plain(exitCodes.failed, code, error.message),
    hint: (error as { hint?: string }).hint,
  };
}

function fromSdk(error: Error, exit: number): Failure {
  const { code, hint, status, requestId, attempts = [], durationMs } = error as VoicectlError;
  return {
    exit,
    code: code ?? codeOf(error),
    message: shortened(error.message),
    hint: code === 'RESPONSE_TOO_LARGE' ? 'Ask for less at once, by --limit.' : hint,
    status,
    requestId,
    ...(attempts.length > 0 && { attempts, durationMs }),
  };
}

/** A server may say anything, and as much of it as it likes. */
function shortened(text: string): string {
  return text.length > 2_000 ? `${text.slice(0, 2_000)}…` : text;
}

function firstOf(messages: readonly string[], most = 20): readonly string[] {
  if (messages.length <= most) return messages;
  return [...messages.slice(0, most), `and ${messages.length - most} more`];
}

/** What the language itself throws, nobody has meant to be thrown. */
function isOurs({ name, code }: NodeJS.ErrnoException): boolean {
  return builtIn.has(name) && typeof code !== 'string';
}

const builtIn = new Set(['Error', 'TypeError', 'RangeError', 'ReferenceError', 'SyntaxError']);

function unexpected(what: string): Failure {
  return {
    ...plain(exitCodes.failed, 'UNEXPECTED', `unexpected ${what}`),
    hint: 'This is a mistake of voicectl: please report it, with what the same command says with --debug.',
  };
}

/** A script that repeats on 7 must not make a second agent. */
function ifRetryable(error: Error): number {
  return (error as VoicectlError).retryable ? exitCodes.tryAgain : exitCodes.failed;
}

/** In the words of a command line: the SDK speaks of options. */
function missing(error: Error): Failure {
  const variable = /VOICECTL_\w+/.exec((error as VoicectlError).hint ?? '')?.[0] ?? '';
  const api = variable.includes('GOALS') ? 'goals' : 'agents';
  const what = variable.endsWith('URL') ? 'URL' : variable.endsWith('TOKEN') ? 'token' : 'key';
  const keeping =
    what === 'URL'
      ? `voicectl login --api ${api} keeps it with its token; or set --${api}-url or ${variable} for now`
      : `voicectl login --api ${api} keeps one; or set ${variable} for now`;
  return {
    ...fromSdk(error, what === 'URL' ? exitCodes.wrongUse : exitCodes.notAllowed),
    message: `There is no ${what} for the ${api} API`,
    hint: `${keeping}; or add --mock: no account needed.`,
  };
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

/** The error, what caused it, what caused that. */
export function causes(error: Error): Error[] {
  return error.cause instanceof Error ? [error, ...causes(error.cause)] : [error];
}
