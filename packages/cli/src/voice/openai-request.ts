/** A request to an OpenAI-compatible endpoint: the key, the clock, what it refuses, and one more try where that helps. */
import type { Fetch } from './cloud-fetch';
import { quoted } from './keys';
import { type Asked, refusedByOpenAi, serviceName } from './openai-refusal';

export interface OpenAiRequest extends Asked {
  /** As `/audio/speech`. */
  readonly path: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly fetch: Fetch;
  /** Milliseconds until the answer begins. */
  readonly patience: number;
  readonly signal: AbortSignal;
  /** What is thrown. */
  readonly Failure: new (
    message: string,
    hint?: string,
    cause?: unknown,
  ) => Error;
}

/** The answer as soon as its headers are in; it is one of success. @throws Failure; the signal's reason at an abort. */
export async function askOpenAi(request: OpenAiRequest): Promise<Response> {
  const first = await sent(request);
  if (first.ok) return first;
  const wait = first.status === 429 ? waitOf(first.headers) : undefined;
  if (wait === undefined) throw await refused(first, request);
  await first.body?.cancel();
  await pause(wait, request.signal);
  const second = await sent(request);
  if (second.ok) return second;
  throw await refused(second, request);
}

/** What a body breaks off with, for `Failure`. */
export function broken(request: Omit<OpenAiRequest, 'body'>, what: string, cause: unknown): Error {
  const { access, offline, Failure } = request;
  const name = serviceName(access);
  return new Failure(`${name} ${what}`, `Try again; ${offline}`, cause);
}

/** The body as text. @throws Failure for one that is larger than any answer that makes sense. */
export async function wholeOf(
  response: Response,
  request: Omit<OpenAiRequest, 'body'>,
): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    size += part.length;
    if (size > largestAnswer) throw broken(request, 'answered with far too much', undefined);
  }
  return Buffer.concat(parts).toString();
}

async function sent(request: OpenAiRequest): Promise<Response> {
  const { access, path, body, type, fetch, patience, signal } = request;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patience);
  try {
    return await fetch(`${access.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': type,
        ...(access.key && { authorization: `Bearer ${access.key.reveal()}` }),
      },
      body,
      redirect: 'manual',
      // The body is read under the caller's signal, too, and by the caller's clock.
      signal: AbortSignal.any([signal, late.signal]),
    });
  } catch (error) {
    signal.throwIfAborted();
    if (late.signal.aborted) throw broken(request, `gave no answer in ${patience / 1000} s`, error);
    throw unreachable(error, request);
  } finally {
    clearTimeout(timer);
  }
}

async function refused(response: Response, request: OpenAiRequest): Promise<Error> {
  const body = await firstOf(response, request.patience);
  const { message, hint } = refusedByOpenAi(response.status, body, request);
  return new request.Failure(message, hint);
}

function unreachable(error: unknown, { access, offline, Failure }: OpenAiRequest): Error {
  const { cause } = Object(error) as { cause?: unknown };
  const { code, message } = Object(cause ?? error) as NodeJS.ErrnoException;
  const why = quoted(code ?? message ?? 'no connection', access);
  const hint = `Check the network and ${access.urlVariable}; ${offline}`;
  return new Failure(`${serviceName(access)} can't be reached: ${why}`, hint, error);
}

/** Of a refusal, its beginning is enough. A part of it that never comes is not waited for. */
async function firstOf(response: Response, patience: number): Promise<string> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  const timer = setTimeout(() => reader?.cancel().catch(() => {}), patience);
  try {
    for (let size = 0; size < 64 * 1024; ) {
      const next = await reader?.read();
      if (!next || next.done) break;
      parts.push(next.value);
      size += next.value.length;
    }
    await reader?.cancel();
  } catch {
    // What has come will do.
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(parts).toString();
}

/** Milliseconds; undefined where a person would not wait so long, or nobody says how long. */
function waitOf(headers: Headers): number | undefined {
  const exact = headers.get('retry-after-ms');
  const seconds = headers.get('retry-after');
  const wait = exact === null ? seconds && 1000 * Number(seconds) : Number(exact);
  return typeof wait === 'number' && wait >= 0 && wait <= longestWait ? wait : undefined;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** Two seconds: what is said later is no answer any more. */
const longestWait = 2000;
/** A transcript, verdicts: a text. */
const largestAnswer = 1024 * 1024;
