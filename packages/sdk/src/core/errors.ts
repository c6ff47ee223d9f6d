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

/** True for any error of any copy of this package. */
export function isVoicectlError(error: unknown): error is VoicectlError {
  return typeof error === 'object' && error !== null && brand in error;
}

function describe(problems: readonly Problem[], operation: string | undefined): string {
  const subject = operation === undefined ? 'Invalid input' : `Invalid input for ${operation}`;
  return `${subject}: ${inWords(problems)}`;
}
