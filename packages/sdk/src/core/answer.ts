/** From a response to its value, or to the error it stands for. */

import { apiError } from './api-errors';
import type { Endpoint } from './endpoint';
import { type Facts, ResponseValidationError, type VoicectlError } from './errors';
import { problemsOf } from './problems';
import { isRecord, type Refusal, readJson, readRefusal, unexpected } from './read';
import { mayRepeat, openEnd, parseRetryAfter } from './retry';
import type { Settings } from './settings';
import type { TransportResponse } from './transport';

export function isRefusal({ status }: TransportResponse): boolean {
  return status < 200 || status >= 300;
}

/** The error for any status that is no success. */
export function refusal(
  endpoint: Endpoint,
  raw: string,
  response: TransportResponse,
  facts: Facts,
  settings: Settings,
): VoicectlError {
  const { status, headers } = response;
  if (status < 400) {
    const hide = hiding(endpoint, settings);
    const place = headers.location ? ` (it points to ${hide(headers.location)})` : '';
    // A browser says that there was a redirect, and nothing else.
    const which = status === 0 ? '' : ` (${status})`;
    return unexpected(`The server redirects${which}, which is not followed`, response, hide(raw), {
      ...facts,
      hint: `Set the base URL to where it really is${place}.`,
    });
  }
  const words = wordsOf(endpoint, raw, response, settings);
  return refused(endpoint, status, words, response, facts, settings);
}

function refused(
  endpoint: Endpoint,
  status: number,
  { messages, code, isPage, body }: Refusal,
  response: TransportResponse,
  facts: Facts,
  settings: Settings,
): VoicectlError {
  const { effect } = endpoint;
  const { 'set-cookie': _, ...kept } = response.headers;
  const hide = hiding(endpoint, settings);
  const headers = Object.fromEntries(
    Object.entries(kept).map(([name, value]) => [name, hide(value)]),
  );
  const retryAfter = parseRetryAfter(headers['retry-after'], Date.now());
  const retryable = mayRepeat(effect, { kind: 'status', status, retryAfter });
  const hint = hintFor(endpoint, status, isPage, retryAfter);
  const details = { retryAfter, body, headers };
  const named = code ?? (isPage ? 'WEB_PAGE' : undefined);
  return apiError(status, messages, { ...facts, code: named, retryable, hint }, details);
}

/** Read before the key is taken out of it: JSON has more than one way to write a key. */
function wordsOf(
  { api }: Endpoint,
  raw: string,
  response: TransportResponse,
  settings: Settings,
): Refusal {
  const words = readRefusal(raw, response);
  return (settings[api].key?.hideDeepIn(words) ?? words) as Refusal;
}

/** Takes the key out of the words of a server that repeats it. */
export function hiding({ api }: Endpoint, settings: Settings): (text: string) => string {
  return (text) => settings[api].key?.hideIn(text) ?? text;
}

/** @throws when the envelope says failure, when it is no answer of this API, or when strict and drifted. */
export function readAnswer(
  endpoint: Endpoint,
  raw: string,
  response: TransportResponse,
  facts: Facts,
  settings: Settings,
): unknown {
  if (endpoint.unlisted && !raw) return undefined;
  if (endpoint.lenient && !raw.trimStart().startsWith('<')) return undefined;
  // Only an error quotes the answer.
  const text = () => hiding(endpoint, settings)(raw);
  const json = readJson(raw, text, response, facts);
  const value =
    endpoint.action === undefined ? json : open(endpoint, json, raw, response, facts, settings);
  if (endpoint.unlisted) return value;
  // A drifted record is still a record; what is none at all would only fail where nobody expects it.
  if (!isRecord(value)) {
    const kind = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
    throw unexpected(`The answer is ${kind}, where an object was expected`, response, text(), {
      ...facts,
      hint: 'Is the base URL the address of the API?',
    });
  }
  return checked(endpoint, endpoint.unwrap ? endpoint.unwrap(value) : value, facts, settings);
}

/** Judges a value by its endpoint's schema; the value itself is handed on untouched. */
export function checked(
  endpoint: Endpoint,
  value: unknown,
  facts: Facts,
  { validation, watch }: Settings,
): unknown {
  if (validation === 'off') return value;
  const problems = problemsOf(endpoint.result, value);
  if (problems === undefined) return value;
  if (validation === 'strict') throw new ResponseValidationError(problems, facts);
  watch.tell('drift', { operation: endpoint.operation, problems, requestId: facts.requestId });
  return value;
}

/** `{success, data}`: a failure under any status is a failure. */
function open(
  endpoint: Endpoint,
  json: unknown,
  raw: string,
  response: TransportResponse,
  facts: Facts,
  settings: Settings,
): unknown {
  if (isRecord(json) && json.success === true) return json.data;
  if (isRecord(json) && json.success === false) {
    const words = wordsOf(endpoint, raw, response, settings);
    throw refused(endpoint, statusOf(words), words, response, facts, settings);
  }
  const text = hiding(endpoint, settings)(raw);
  throw unexpected('The answer is no goals envelope ({success, data})', response, text, {
    ...facts,
    hint: 'Is `goals.url` the address of the goals API?',
  });
}

/** Documented codes, for a failure under 200 that doesn't say its status. */
const statusOfCode = new Map([
  ['VALIDATION_ERROR', 400],
  ['INVALID_ACTION', 400],
  ['UNAUTHORIZED', 401],
  ['INVALID_TOKEN', 401],
  ['FORBIDDEN', 403],
  ['NOT_FOUND', 404],
  ['RATE_LIMIT_EXCEEDED', 429],
]);

function statusOf({ status, code = '' }: Refusal): number {
  return status !== undefined && status >= 400 ? status : (statusOfCode.get(code) ?? 500);
}

function hintFor(
  { effect }: Endpoint,
  status: number,
  isPage: boolean,
  retryAfter: number | undefined,
): string | undefined {
  if (isPage) return 'It came as a web page: is the base URL the address of the API?';
  if (status === 401) return 'Check the key: it is missing, mistyped or revoked.';
  if (status === 403) return 'The key is known, but may not do this.';
  if (status === 429 && retryAfter !== undefined) {
    return `Wait ${retryAfter} s before the next call.`;
  }
  return status >= 500 || status === 408 ? openEnd(effect).hint : undefined;
}
