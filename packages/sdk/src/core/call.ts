/** The spine of every call: check, build, send (again where that is safe), read, check. */

import { checked, isRefusal, readAnswer, refusal } from './answer';
import { type AttemptClock, Clock } from './clock';
import type { Call, CallOptions, Endpoint, OpenStream, StreamedPart } from './endpoint';
import {
  ApiError,
  type Attempt,
  ConnectionError,
  type Facts,
  isVoicectlError,
  StreamError,
  TimeoutError,
  type VoicectlError,
} from './errors';
import { notify } from './notify';
import { limited, readText } from './read';
import { factsOf, type Parts, type Prepared, prepare } from './request';
import { decide, type Failure, isRepeatable } from './retry';
import type { Settings } from './settings';
import { serverSentEvents } from './stream';
import { causeCode, type Transport, type TransportResponse, wasUnsent } from './transport';

const json = 'application/json';
const eventStream = 'text/event-stream';

export function createCall(
  settings: Settings,
  transport: Transport,
): { call: Call; openStream: OpenStream } {
  async function call(endpoint: Endpoint, parts: Parts, options: CallOptions = {}) {
    const request = prepare(endpoint, parts, settings, json);
    return repeat(endpoint, options, async (attempt) => {
      let complete = false;
      try {
        const { response, facts } = await exchange(endpoint, request, attempt);
        const text = await readText(limited(response, settings.maxResponseBytes, facts));
        complete = true;
        if (isRefusal(response)) throw refusal(text, response, facts);
        return readAnswer(endpoint, text, response, facts, settings);
      } finally {
        attempt.end(complete);
      }
    });
  }

  async function* openStream(endpoint: Endpoint, parts: Parts, options: CallOptions = {}) {
    const request = prepare(endpoint, parts, settings, `${eventStream}, ${json}`);
    const { started, clock } = await repeat(endpoint, options, async (attempt, clock) => {
      try {
        const { response, facts } = await exchange(endpoint, request, attempt);
        const streams = response.headers['content-type']?.startsWith(eventStream) === true;
        if (streams && !isRefusal(response)) {
          return { started: { attempt, response, facts }, clock };
        }
        const text = await readText(limited(response, settings.maxResponseBytes, facts));
        if (isRefusal(response)) throw refusal(text, response, facts);
        const value = readAnswer(endpoint, text, response, facts, settings);
        attempt.end(true);
        return { started: { value }, clock };
      } catch (error) {
        attempt.end(false);
        throw error;
      }
    });
    if ('value' in started) yield { kind: 'whole', value: started.value } as const;
    else yield* events(endpoint, started, clock);
  }

  async function* events(
    endpoint: Endpoint,
    {
      attempt,
      response,
      facts,
    }: { attempt: AttemptClock; response: TransportResponse; facts: Facts },
    clock: Clock,
  ): AsyncGenerator<StreamedPart<unknown>, void, undefined> {
    let complete = false;
    try {
      const chunks = rewinding(limited(response, settings.maxResponseBytes, facts), attempt, clock);
      for await (const { event, data } of serverSentEvents(chunks)) {
        yield { kind: 'event', event, data: parseEvent(event, data, endpoint, facts, settings) };
      }
      complete = true;
    } catch (thrown) {
      const error = explain(thrown, endpoint, attempt);
      error.durationMs = Math.round(clock.elapsed());
      throw error;
    } finally {
      attempt.end(complete);
    }
  }

  /** Runs attempts until one succeeds or repeating would be wrong, late or useless. */
  async function repeat<T>(
    endpoint: Endpoint,
    options: CallOptions,
    once: (attempt: AttemptClock, clock: Clock) => Promise<T>,
  ): Promise<T> {
    const clock = clockFor(endpoint, options);
    const attempts: Attempt[] = [];
    let waited = 0;
    try {
      for (;;) {
        const attempt = clock.attempt();
        const startedAt = clock.elapsed();
        try {
          return await once(attempt, clock);
        } catch (thrown) {
          const error = explain(thrown, endpoint, attempt);
          const { status, code, requestId } = error;
          attempts.push({
            status,
            code,
            requestId,
            waited,
            ms: Math.round(clock.elapsed() - startedAt),
          });
          waited = nextWait(endpoint, error, attempts.length, options, clock);
          notify(settings.onRetry, {
            operation: endpoint.operation,
            attempt: attempts.length,
            wait: waited,
            error,
          });
        }
        await clock.wait(waited);
      }
    } catch (thrown) {
      if (isVoicectlError(thrown)) {
        thrown.attempts = attempts;
        thrown.durationMs = Math.round(clock.elapsed());
      }
      throw thrown;
    }
  }

  /** @throws the error itself when the call ends with it. */
  function nextWait(
    { effect }: Endpoint,
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

  async function exchange(endpoint: Endpoint, request: Prepared, attempt: AttemptClock) {
    const response = await transport.send({ ...request, signal: attempt.signal });
    attempt.phase = 'body';
    const { headers } = response;
    const requestId = headers['x-request-id'] ?? headers['request-id'];
    return { response, facts: { ...factsOf(endpoint), requestId } satisfies Facts };
  }

  function clockFor(endpoint: Endpoint, options: CallOptions): Clock {
    return new Clock(
      {
        timeout: options.timeout ?? settings.timeout,
        deadline: options.deadline ?? settings.deadline,
        signal: options.signal,
      },
      { ...factsOf(endpoint), retryable: isRepeatable(endpoint.effect) },
    );
  }

  function explain(thrown: unknown, endpoint: Endpoint, attempt: AttemptClock): VoicectlError {
    if (isVoicectlError(thrown)) return thrown;
    const cause = attempt.cause();
    if (isVoicectlError(cause)) return cause;
    return connectionError(thrown, endpoint, settings[endpoint.api].url);
  }

  return { call: call as Call, openStream: openStream as OpenStream };
}

/** Counts the server's silences only, not the time that the reader takes over a chunk. */
async function* rewinding(
  chunks: AsyncIterable<Uint8Array>,
  attempt: AttemptClock,
  clock: Clock,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    attempt.pause();
    yield chunk;
    attempt.rewind(clock.remaining());
  }
}

function parseEvent(
  event: string,
  data: string,
  endpoint: Endpoint,
  facts: Facts,
  settings: Settings,
): unknown {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    throw new StreamError(`The stream sent a "${event}" event that is not JSON`, {
      ...facts,
      cause,
    });
  }
  return event === 'done' ? checked(endpoint, value, facts, settings) : value;
}

function failureOf(error: VoicectlError): Failure | undefined {
  if (error instanceof ConnectionError) return { kind: error.sent ? 'lost' : 'unsent' };
  if (error instanceof TimeoutError) return { kind: 'lost' };
  if (error instanceof ApiError && error.status !== undefined) {
    return { kind: 'status', status: error.status, retryAfter: error.retryAfter };
  }
  return undefined;
}

function connectionError(thrown: unknown, endpoint: Endpoint, url: string | undefined) {
  const sent = !wasUnsent(thrown);
  const code = causeCode(thrown);
  const origin = url === undefined ? 'the server' : new URL(url).origin;
  const reason = code ?? (thrown instanceof Error ? thrown.message : String(thrown));
  const hint = sent
    ? isRepeatable(endpoint.effect)
      ? undefined
      : 'The server may have acted on it: look before you repeat it.'
    : 'Check the URL, and that the server is running.';
  return new ConnectionError(
    sent
      ? `The connection to ${origin} broke before the answer was complete (${reason})`
      : `Can't reach ${origin} (${reason})`,
    sent,
    {
      ...factsOf(endpoint),
      code,
      hint,
      cause: thrown,
      retryable: !sent || isRepeatable(endpoint.effect),
    },
  );
}
