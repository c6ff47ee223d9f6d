/** The spine of every call: check, build, send (again where that is safe), read, check. */

import { hiding, isRefusal, readAnswer, refusal } from './answer';
import { checkCallOptions } from './call-options';
import { Clock } from './clock';
import type { CallOptions, Effect, Endpoint, Settle, StreamReader } from './endpoint';
import {
  type Attempt,
  type Facts,
  isVoicectlError,
  StreamError,
  type VoicectlError,
} from './errors';
import { failureOf } from './failure';
import { limited, readBody } from './read';
import { factsOf, type Parts, type Prepared, prepare, Sent } from './request';
import { decide, isOpen, isRepeatable, openEnd } from './retry';
import type { Settings } from './settings';
import type { Transport, TransportResponse } from './transport';
import { Trial, type Tries, told } from './trial';
import { nextCall } from './watch';

const json = 'application/json';
const eventStream = 'text/event-stream';
const noOptions: CallOptions = {};

/** Makes calls of endpoints and their inputs; their time counts from `startedAt`, on `performance`'s clock. */
export interface Spine {
  call(
    endpoint: Endpoint,
    parts: Parts,
    options?: CallOptions,
    settle?: Settle<unknown>,
    startedAt?: number,
  ): Promise<unknown>;
  openStream(
    endpoint: Endpoint,
    parts: Parts,
    options?: CallOptions,
    startedAt?: number,
  ): AsyncGenerator<unknown, void, undefined>;
}

export function createSpine(settings: Settings, transport: Transport): Spine {
  async function call(
    endpoint: Endpoint,
    parts: Parts,
    options: CallOptions = noOptions,
    settle?: Settle<unknown>,
    startedAt = performance.now(),
  ) {
    const request = prepare(endpoint, parts, settings, json);
    const once = async (trial: Trial) => {
      let complete = false;
      try {
        const { response, facts } = await exchange(endpoint, request, trial);
        const text = await readBody(response, settings.maxResponseBytes, facts);
        complete = true;
        if (isRefusal(response)) throw refusal(endpoint, text, response, facts, settings);
        return readAnswer(endpoint, text, response, facts, settings);
      } finally {
        trial.attempt.end(complete);
      }
    };
    return repeat(endpoint, options, startedAt, once, settle);
  }

  async function* openStream(
    endpoint: Endpoint,
    parts: Parts,
    options: CallOptions = noOptions,
    startedAt = performance.now(),
  ): AsyncGenerator<unknown, void, undefined> {
    const reader = endpoint.stream;
    if (reader === undefined) throw new TypeError(`${endpoint.operation} has no stream`);
    const request = prepare(endpoint, parts, settings, `${eventStream}, ${json}`);
    const opened = await repeat(endpoint, options, startedAt, async (trial) => {
      try {
        const { response, facts } = await exchange(endpoint, request, trial);
        const streams = response.headers['content-type']?.startsWith(eventStream) === true;
        if (streams && !isRefusal(response)) return { trial, response, facts };
        const text = await readBody(response, settings.maxResponseBytes, facts);
        if (isRefusal(response)) throw refusal(endpoint, text, response, facts, settings);
        const whole = reader.whole(readAnswer(endpoint, text, response, facts, settings), facts);
        trial.attempt.end(true);
        return { whole };
      } catch (error) {
        trial.attempt.end(false);
        throw error;
      }
    });
    if ('whole' in opened) yield* opened.whole;
    else yield* events(endpoint, opened, reader);
  }

  async function* events(
    endpoint: Endpoint,
    { trial, response, facts }: { trial: Trial; response: TransportResponse; facts: Facts },
    reader: StreamReader<unknown>,
  ): AsyncGenerator<unknown, void, undefined> {
    const { attempt, clock } = trial;
    // What a reader throws into the stream comes back to them as it is.
    let theirs: { readonly error: unknown } | undefined;
    try {
      const { parseEvent, rewinding, serverSentEvents } = await import('./stream');
      const chunks = rewinding(limited(response, settings.maxResponseBytes, facts), attempt, clock);
      for await (const { event, data } of serverSentEvents(chunks)) {
        const parse = () => parseEvent(event, data, endpoint, facts, settings);
        const part = reader.event(event, parse, facts);
        if (part === undefined) continue;
        clock.check();
        try {
          yield part;
        } catch (error) {
          theirs = { error };
          throw error;
        }
        if (reader.isLast(part)) return;
      }
      throw new StreamError('The stream ended before the answer was complete', {
        ...facts,
        code: 'STREAM_INCOMPLETE',
        retryable: isRepeatable(endpoint.effect),
      });
    } catch (thrown) {
      throw theirs ? theirs.error : trial.fail(thrown);
    } finally {
      attempt.end(false);
    }
  }

  /** Runs attempts until one succeeds or repeating would be wrong, late or useless. */
  async function repeat<T>(
    endpoint: Endpoint,
    options: CallOptions,
    startedAt: number,
    once: (trial: Trial) => Promise<T>,
    settle?: Settle<T>,
  ): Promise<T> {
    if (options !== noOptions) checkCallOptions(options, factsOf(endpoint));
    const clock = clockFor(endpoint, options, startedAt);
    const attempts: Attempt[] = [];
    const { onResponse } = options;
    const tries = { endpoint, settings, clock, attempts, onResponse, call: nextCall() };
    let waited = 0;
    // From the first lost answer on, the server may have acted, or still be about to.
    let open = false;
    try {
      for (;;) {
        const trial = await begin(tries, waited);
        try {
          const value = await once(trial);
          trial.succeed();
          return value;
        } catch (thrown) {
          const error = trial.fail(thrown);
          const lost = settle !== undefined && isOpen(endpoint.effect, failureOf(error));
          open ||= lost;
          const settled = open && settle ? await look(settle, error, options, clock) : undefined;
          if (settled) return settled.value;
          // Once somebody has looked and found nothing done, a second time does no harm.
          const effect = lost ? 'idempotent' : endpoint.effect;
          waited = nextWait(effect, error, attempts.length, options, clock);
          const { operation } = endpoint;
          const attempt = attempts.length;
          const notice = { call: tries.call, operation, attempt, wait: waited, error };
          settings.watch.tell('retry', notice);
          await clock.wait(waited);
          // What was slow to act may have done so meanwhile.
          const late = lost && settle ? await look(settle, error, options, clock) : undefined;
          if (late) return late.value;
        }
      }
    } catch (thrown) {
      if (isVoicectlError(thrown)) told(thrown, attempts, clock);
      throw thrown;
    }
  }

  /** Waits for its turn, where there is a line. */
  async function begin(tries: Tries, waited: number): Promise<Trial> {
    const ticket = settings.throttle?.ask();
    try {
      const unsent = tries.attempts.length === 0;
      if (ticket) await tries.clock.until(ticket.turn, settings.throttle?.pause() ?? 0, unsent);
      return new Trial(tries, waited, ticket?.leave);
    } catch (error) {
      ticket?.leave();
      throw error;
    }
  }

  /** @throws the error itself when there is no time to look, or looking fails too. */
  async function look<T>(
    settle: Settle<T>,
    error: VoicectlError,
    options: CallOptions,
    clock: Clock,
  ): Promise<{ readonly value: T } | undefined> {
    const left = clock.remaining();
    if (left <= 0) throw error;
    try {
      return await settle({
        ...options,
        ...(left < Number.POSITIVE_INFINITY && { deadline: left }),
      });
    } catch {
      clock.check();
      throw error;
    }
  }

  /** @throws the error itself when the call ends with it. */
  function nextWait(
    effect: Effect,
    error: VoicectlError,
    attempt: number,
    options: CallOptions,
    clock: Clock,
  ): number {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    const decision = decide(effect, failure, attempt, {
      maxRetries: options.maxRetries ?? settings.maxRetries,
      maxRetryAfter: settings.maxRetryAfter,
      remaining: clock.remaining(),
      random: Math.random,
    });
    if ('stop' in decision) throw error;
    return decision.wait;
  }

  async function exchange(endpoint: Endpoint, request: Prepared, trial: Trial) {
    const response = await transport.send(new Sent(request, trial.attempt));
    const { status, headers } = response;
    const named = headers['x-request-id'] ?? headers['request-id'];
    const requestId = named && hiding(endpoint, settings)(named);
    trial.answered(status, requestId);
    return { response, facts: { ...factsOf(endpoint), requestId } satisfies Facts };
  }

  function clockFor(endpoint: Endpoint, options: CallOptions, startedAt: number): Clock {
    return new Clock(
      {
        timeout: options.timeout ?? settings.timeout,
        deadline: options.deadline ?? settings.deadline,
        signal: options.signal,
      },
      () => ({ ...factsOf(endpoint), ...openEnd(endpoint.effect) }),
      startedAt,
    );
  }

  return { call, openStream };
}
