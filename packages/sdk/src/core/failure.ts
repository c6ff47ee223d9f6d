/** What a failed attempt was: for the caller an error, for the rules of repeating a failure. */

import { ApiError } from './api-errors';
import type { Endpoint } from './endpoint';
import {
  ConnectionError,
  TimeoutError,
  UnexpectedResponseError,
  type VoicectlError,
} from './errors';
import { factsOf } from './request';
import { type Failure, openEnd } from './retry';
import { causeCode, isGarbled, isUntrusted, wasUnsent } from './transport';

/** Nothing for an error that no repeat can mend. */
export function failureOf(error: VoicectlError): Failure | undefined {
  if (error instanceof ConnectionError) {
    if (isUntrusted(error.code)) return undefined;
    return { kind: error.sent ? 'lost' : 'unsent' };
  }
  if (error instanceof TimeoutError) return { kind: 'lost' };
  if (error instanceof ApiError && error.status !== undefined) {
    return { kind: 'status', status: error.status, retryAfter: error.retryAfter };
  }
  return undefined;
}

/** What a transport threw, in our words. */
export function transportError(
  thrown: unknown,
  endpoint: Endpoint,
  url: string | undefined,
): ConnectionError | UnexpectedResponseError {
  const sent = !wasUnsent(thrown);
  const code = causeCode(thrown);
  const facts = { ...factsOf(endpoint), cause: thrown };
  const origin = url === undefined ? 'the server' : new URL(url).origin;
  const reason = code ?? (thrown instanceof Error ? thrown.message : String(thrown));
  if (isGarbled(code)) {
    const message = `Can't read the answer of ${origin} (${reason})`;
    return new UnexpectedResponseError(message, undefined, '', {
      ...facts,
      hint: openEnd(endpoint.effect).hint,
    });
  }
  const unsent = isUntrusted(code)
    ? {
        retryable: false,
        hint: 'The certificate is not trusted: check the URL, or name its authority in NODE_EXTRA_CA_CERTS.',
      }
    : { retryable: true, hint: 'Check the URL, and that the server is running.' };
  return new ConnectionError(
    sent
      ? `The connection to ${origin} broke before the answer was complete (${reason})`
      : `Can't reach ${origin} (${reason})`,
    sent,
    { ...facts, code, ...(sent ? openEnd(endpoint.effect) : unsent) },
  );
}
