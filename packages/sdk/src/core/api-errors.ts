/** The errors for what a server refused, by its status. */
import { type Facts, isVoicectlError, VoicectlError } from './errors';

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
