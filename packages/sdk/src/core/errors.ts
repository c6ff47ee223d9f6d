/** One base, small leaves: every throw of the SDK is one of these. */
import { inWords, type Problem } from './problem';

const brand = Symbol.for('voicectl.error');
const inspect = Symbol.for('nodejs.util.inspect.custom');

/** One try of a call, as it ended. */
export interface Attempt {
  readonly status?: number | undefined;
  /** System or library code of a failed connection, for example `ECONNRESET`. */
  readonly code?: string | undefined;
  /** Milliseconds from sending to failing. */
  readonly ms: number;
  /** Milliseconds waited before this try. */
  readonly waited: number;
  readonly requestId?: string | undefined;
}

/** The facts an error carries. All optional: a failure knows what it knows. */
export interface Facts {
  /** `agents.create` */
  operation?: string | undefined;
  method?: string | undefined;
  /** Path template, never the filled path. */
  path?: string | undefined;
  status?: number | undefined;
  code?: string | undefined;
  requestId?: string | undefined;
  /** Whether the same call may simply be made again later: false where the server may have acted on it. */
  retryable?: boolean | undefined;
  /** One next step. */
  hint?: string | undefined;
  cause?: unknown;
}

/** What a log is told of every error, in this order. */
const told = [
  'name',
  'message',
  'operation',
  'method',
  'path',
  'status',
  'code',
  'requestId',
  'retryable',
  'hint',
  'durationMs',
  'attempts',
] as const;

/** Base of everything the SDK throws. Never holds the request or its headers. */
export class VoicectlError extends Error {
  readonly [brand] = true;
  override readonly name: string = 'VoicectlError';
  /** `agents.create` */
  readonly operation: string | undefined;
  readonly method: string | undefined;
  /** Path template, never the filled path. */
  readonly path: string | undefined;
  /** HTTP status; of a goals envelope, the one that it names. Undefined where no answer came. */
  readonly status: number | undefined;
  /** The server's code (`NOT_FOUND`), the system's (`ECONNRESET`), or ours (`INVALID_INPUT`, `TIMEOUT`, `ABORTED`). */
  readonly code: string | undefined;
  /** From `x-request-id`, else `request-id`. */
  readonly requestId: string | undefined;
  /** Whether the same call may simply be made again later: false where the server may have acted on it. */
  readonly retryable: boolean;
  /** One next step. */
  readonly hint: string | undefined;
  /** Every try of the call, the failed last one included. Empty when nothing was sent. */
  attempts: readonly Attempt[] = [];
  /** Milliseconds from the call to the throw. */
  durationMs = 0;

  constructor(message: string, facts: Facts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.operation = facts.operation;
    this.method = facts.method;
    this.path = facts.path;
    this.status = facts.status;
    this.code = facts.code;
    this.requestId = facts.requestId;
    this.retryable = facts.retryable ?? false;
    this.hint = facts.hint;
  }

  /** All facts, for a log. Holds no request, no header and no key. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(told.map((key) => [key, this[key]]));
  }

  /** What `console.log` shows: the message, the main facts, the hint and the stack. */
  [inspect](): string {
    const facts = [
      this.status !== undefined && `status ${this.status}`,
      this.code,
      this.operation,
      this.requestId && `request ${this.requestId}`,
      this.attempts.length > 1 && `${this.attempts.length} attempts`,
    ].filter(Boolean);
    const tail = facts.length > 0 ? ` (${facts.join(', ')})` : '';
    const hint = this.hint === undefined ? '' : `\n  hint: ${this.hint}`;
    const frames = this.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [];
    return `${this.name}: ${this.message}${tail}${hint}\n${frames.join('\n')}`;
  }
}

/** A setting is missing or unusable. Nothing was sent. */
export class ConfigurationError extends VoicectlError {
  override readonly name = 'ConfigurationError';
}

/** The request breaks the contract; `problems` lists each place. Nothing was sent. */
export class InputError extends VoicectlError {
  override readonly name = 'InputError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], facts: Facts = {}) {
    super(describe(problems, facts.operation), { code: 'INVALID_INPUT', ...facts });
    this.problems = problems;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), problems: this.problems };
  }
}

/** No answer came: refused, reset, unresolved, or cut off before its end. Not a timeout, not an abort. */
export class ConnectionError extends VoicectlError {
  override readonly name = 'ConnectionError';
  /** False when the request surely never left; true when the server may have acted on it. */
  readonly sent: boolean;

  constructor(message: string, sent: boolean, facts: Facts) {
    super(message, { retryable: true, ...facts });
    this.sent = sent;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), sent: this.sent };
  }
}

/** Which part of a call was being waited for when the time ran out. */
export type Phase = 'headers' | 'body' | 'wait';

/** The attempt's `timeout` or the call's `deadline` ran out. */
export class TimeoutError extends VoicectlError {
  override readonly name = 'TimeoutError';
  readonly phase: Phase;

  constructor(message: string, phase: Phase, facts: Facts = {}) {
    super(message, { code: 'TIMEOUT', retryable: true, ...facts });
    this.phase = phase;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), phase: this.phase };
  }
}

/** The caller's signal stopped the call. Its `name` is `AbortError`, as everywhere in the language. */
export class AbortedError extends VoicectlError {
  override readonly name = 'AbortError';
}

/** The server answered, but not with what the API speaks: a web page, broken JSON, a redirect, too much. */
export class UnexpectedResponseError extends VoicectlError {
  override readonly name = 'UnexpectedResponseError';
  readonly contentType: string | undefined;
  /** The first characters of the body. */
  readonly snippet: string;

  constructor(message: string, contentType: string | undefined, snippet: string, facts: Facts) {
    super(message, { code: 'UNEXPECTED_RESPONSE', ...facts });
    this.contentType = contentType;
    this.snippet = snippet;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), contentType: this.contentType, snippet: this.snippet };
  }
}

/** With `validation: 'strict'`: a success whose body does not fit the contract. */
export class ResponseValidationError extends VoicectlError {
  override readonly name = 'ResponseValidationError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], facts: Facts) {
    super(`The answer breaks the contract: ${inWords(problems)}`, { code: 'DRIFT', ...facts });
    this.problems = problems;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), problems: this.problems };
  }
}

/** An event stream that broke off or spoke nonsense: what came before it is not the whole answer. */
export class StreamError extends VoicectlError {
  override readonly name = 'StreamError';
}

/** What a refusal came with. */
export interface RefusalDetails {
  /** Seconds, from Retry-After. */
  readonly retryAfter?: number | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The server refused, with a status of 400 or above (or an error envelope). */
export class ApiError extends VoicectlError {
  override readonly name: string = 'ApiError';
  /** The server's own messages, one or many. */
  readonly messages: readonly string[];
  /** Seconds to wait, from Retry-After; undefined when the server didn't say. */
  readonly retryAfter: number | undefined;
  /**
   * The answer as it came: JSON as a value, anything else as text. Not enumerable, so that logs leave it out: neither
   * `toJSON`, inspect nor a walk over the fields shows it.
   */
  declare readonly body: unknown;
  /** Of the answer, by lower-case names, without cookies. Not enumerable either. */
  declare readonly headers: Readonly<Record<string, string>>;

  constructor(messages: readonly string[], facts: Facts, details: RefusalDetails = {}) {
    super(messages.join('; '), facts);
    this.messages = messages;
    this.retryAfter = details.retryAfter;
    Object.defineProperties(this, {
      body: { value: details.body },
      headers: { value: details.headers ?? {} },
    });
  }

  override toJSON(): Record<string, unknown> {
    const { messages, retryAfter } = this;
    return { ...super.toJSON(), messages, retryAfter };
  }
}

/** 400 or 422: the server did not accept the input. */
export class BadRequestError extends ApiError {
  override readonly name = 'BadRequestError';
}
/** 401: no credential, or a wrong one. */
export class AuthenticationError extends ApiError {
  override readonly name = 'AuthenticationError';
}
/** 403: a good credential without the right. */
export class PermissionError extends ApiError {
  override readonly name = 'PermissionError';
}
/** 404: missing, or soft-deleted. */
export class NotFoundError extends ApiError {
  override readonly name = 'NotFoundError';
}
/** 409: the agent's state does not allow the transition. */
export class ConflictError extends ApiError {
  override readonly name = 'ConflictError';
}
/** 5xx. */
export class ServerError extends ApiError {
  override readonly name = 'ServerError';
}
/** 429. */
export class RateLimitError extends ApiError {
  override readonly name = 'RateLimitError';
}

const leaves: Readonly<Record<number, typeof ApiError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  409: ConflictError,
  422: BadRequestError,
  429: RateLimitError,
};

/** The leaf for a status. */
export function apiError(
  status: number,
  messages: readonly string[],
  facts: Facts,
  details?: RefusalDetails,
): ApiError {
  const Leaf = leafFor(status);
  const retryable = status === 429 || status >= 500;
  return new Leaf(messages, { retryable, ...facts, status }, details);
}

function leafFor(status: number): typeof ApiError {
  if (status >= 500) return ServerError;
  return leaves[status] ?? ApiError;
}

/** True for any error of any copy of this package. */
export function isVoicectlError(error: unknown): error is VoicectlError {
  return typeof error === 'object' && error !== null && brand in error;
}

/** True for a 404, also across two copies of this package. */
export function isNotFound(error: unknown): error is NotFoundError {
  return isVoicectlError(error) && error.status === 404;
}

/** True for a 409, also across two copies of this package. */
export function isConflict(error: unknown): error is ConflictError {
  return isVoicectlError(error) && error.status === 409;
}

/** True for a 429, also across two copies of this package. */
export function isRateLimited(error: unknown): error is RateLimitError {
  return isVoicectlError(error) && error.status === 429;
}

function describe(problems: readonly Problem[], operation: string | undefined): string {
  const subject = operation === undefined ? 'Invalid input' : `Invalid input for ${operation}`;
  return `${subject}: ${inWords(problems)}`;
}
