/** Whether, and after how long, a failed attempt is repeated. Pure: nothing here waits or sends. */
import type { Effect } from './endpoint';

/** How an attempt failed, as far as it matters for repeating. */
export type Failure =
  /** The request never left: refused, unresolved, no route, no TLS. */
  | { readonly kind: 'unsent' }
  /** It left, and no complete answer came back. The server may have acted. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter: number | undefined };

export interface RetryRules {
  readonly maxRetries: number;
  /** Seconds; a longer Retry-After is not waited for. */
  readonly maxRetryAfter: number;
  /** Milliseconds left until the deadline. */
  readonly remaining: number;
  /** 0 <= random < 1 */
  readonly random: () => number;
}

/** Milliseconds to wait before the next attempt, or why there is none. */
export type Decision =
  | { readonly wait: number }
  | { readonly stop: 'final' | 'spent' | 'too-long' };

const transient = new Set([408, 425, 429, 500, 502, 503, 504]);
const firstWait = 300;
const longestWait = 8_000;

/** @param attempt 1 for the first one, which just failed. */
export function decide(
  effect: Effect,
  failure: Failure,
  attempt: number,
  rules: RetryRules,
): Decision {
  if (!mayRepeat(effect, failure)) return { stop: 'final' };
  if (attempt > rules.maxRetries) return { stop: 'spent' };
  const asked = failure.kind === 'status' ? failure.retryAfter : undefined;
  if (asked !== undefined && asked > rules.maxRetryAfter) return { stop: 'too-long' };
  const wait = asked === undefined ? backoff(attempt, rules.random) : asked * 1000;
  return wait < rules.remaining ? { wait } : { stop: 'too-long' };
}

/** Repeating must not make a second agent, pay for a second answer, or refuse what has worked. */
export function mayRepeat(effect: Effect, failure: Failure): boolean {
  if (failure.kind === 'unsent') return true;
  const safe = isRepeatable(effect);
  if (failure.kind === 'lost') return safe;
  if (safe) return transient.has(failure.status);
  return failure.status === 429 || (failure.status === 503 && failure.retryAfter !== undefined);
}

/** Whether the server may have acted or not: then somebody has to look before the call is made again. */
export function isOpen(effect: Effect, failure: Failure | undefined): boolean {
  if (failure === undefined || failure.kind === 'unsent') return false;
  if (mayRepeat(effect, failure)) return false;
  return failure.kind === 'lost' || transient.has(failure.status);
}

/** Whether a second time does no harm, so that a call with an unknown end may simply be made again. */
export function isRepeatable(effect: Effect): boolean {
  return effect === 'read' || effect === 'idempotent';
}

/** What to say of a call whose end nobody knows. */
export function openEnd(effect: Effect): { retryable: boolean; hint: string | undefined } {
  const retryable = isRepeatable(effect);
  const hint = retryable
    ? undefined
    : 'The server may have acted on it: look before you repeat it.';
  return { retryable, hint };
}

function backoff(attempt: number, random: () => number): number {
  const ceiling = Math.min(firstWait * 2 ** (attempt - 1), longestWait);
  return Math.round(ceiling * (0.5 + random() / 2));
}

/** Seconds from a Retry-After header, given as seconds or as a date; undefined when absent or absurd. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return finite(Number(text));
  if (!/^[A-Za-z]{3,9}, /.test(text)) return undefined;
  const date = Date.parse(text);
  return finite(Math.max(0, Math.ceil((date - now) / 1000)));
}

function finite(seconds: number): number | undefined {
  return Number.isFinite(seconds) ? seconds : undefined;
}
