/** One try of a call: its clock, what came of it, and who is told. */

import { isRateLimited } from './api-errors';
import type { AttemptClock, Clock } from './clock';
import type { CallOptions, Endpoint } from './endpoint';
import { type Attempt, isVoicectlError, type VoicectlError } from './errors';
import { transportError } from './failure';
import { factsOf } from './request';
import type { Settings } from './settings';
import { quietly } from './watch';

/** What all tries of a call share. */
export interface Tries {
  readonly endpoint: Endpoint;
  readonly settings: Settings;
  readonly clock: Clock;
  /** Number of the call, for those who watch. */
  readonly call: number;
  readonly onResponse: CallOptions['onResponse'];
  /** Those that have failed. */
  readonly attempts: Attempt[];
}

export class Trial {
  readonly clock: Clock;
  readonly attempt: AttemptClock;
  readonly #tries: Tries;
  readonly #number: number;
  readonly #waited: number;
  readonly #startedAt: number;
  /** By the clock that all calls share. */
  readonly #wentAt = performance.now();
  #status: number | undefined;
  #requestId: string | undefined;
  #over = false;

  /** @throws AbortedError | TimeoutError when the call may not go on. */
  constructor(tries: Tries, waited: number, leave: (() => void) | undefined) {
    this.#tries = tries;
    this.#number = tries.attempts.length + 1;
    this.#waited = waited;
    this.clock = tries.clock;
    this.attempt = tries.clock.attempt();
    this.attempt.onEnd = leave;
    this.#startedAt = tries.clock.elapsed();
    const { watch } = tries.settings;
    if (watch.hears('request')) watch.tell('request', this.#notice());
  }

  /** The headers are in. */
  answered(status: number, requestId: string | undefined): void {
    this.attempt.phase = 'body';
    this.#status = status;
    this.#requestId = requestId;
  }

  succeed(): void {
    this.#tries.settings.throttle?.speedUp();
    this.#end(undefined);
  }

  /** Makes an error of whatever ended the try, and puts the try on record. */
  fail(thrown: unknown): VoicectlError {
    const { attempts, settings } = this.#tries;
    const error = this.#explain(thrown);
    if (isRateLimited(error))
      settings.throttle?.slowDown(this.#asked(error.retryAfter), this.#wentAt);
    const { status, code, requestId } = error;
    attempts.push({ status, code, requestId, waited: this.#waited, ms: this.#ms() });
    told(error, attempts, this.clock);
    this.#end(error);
    return error;
  }

  /** No longer than a call would wait itself. */
  #asked(retryAfter: number | undefined): number {
    return Math.min(retryAfter ?? 0, this.#tries.settings.maxRetryAfter);
  }

  #explain(thrown: unknown): VoicectlError {
    if (isVoicectlError(thrown)) return thrown;
    const cause = this.attempt.cause();
    if (isVoicectlError(cause)) return cause;
    const { endpoint, settings } = this.#tries;
    return transportError(thrown, endpoint, settings[endpoint.api].url);
  }

  /** A stream is told of when it begins; what ends it later is its reader's to know. */
  #end(error: VoicectlError | undefined): void {
    if (this.#over) return;
    this.#over = true;
    const { settings, onResponse } = this.#tries;
    if (onResponse === undefined && !settings.watch.hears('response')) return;
    const [status, requestId] = [this.#status, this.#requestId];
    const notice = { ...this.#notice(), ms: this.#ms(), status, requestId, error };
    settings.watch.tell('response', notice);
    if (onResponse) quietly(() => onResponse(notice));
  }

  #notice() {
    const { endpoint, call } = this.#tries;
    const { operation, method } = endpoint;
    const path = String(factsOf(endpoint).path);
    return { call, operation, method, path, attempt: this.#number };
  }

  #ms(): number {
    return Math.round(this.clock.elapsed() - this.#startedAt);
  }
}

/** Tells an error what the call went through. */
export function told(error: VoicectlError, attempts: readonly Attempt[], clock: Clock): void {
  error.attempts = [...attempts];
  error.durationMs = Math.round(clock.elapsed());
}
