/** From a response to its value, or to the error it stands for. */

import type { Endpoint } from './endpoint';
import { apiError, type Facts, ResponseValidationError, type VoicectlError } from './errors';
import { notify } from './notify';
import { problemsOf } from './problems';
import { isRecord, readJson, readRefusal, unexpected } from './read';
import { parseRetryAfter } from './retry';
import type { DriftNotice, Settings } from './settings';
import type { TransportResponse } from './transport';

export function isRefusal({ status }: TransportResponse): boolean {
  return status < 200 || status >= 300;
}

/** The error for any status that is no success. */
export function refusal(text: string, response: TransportResponse, facts: Facts): VoicectlError {
  const { status, headers } = response;
  if (status < 400) {
    return unexpected(`The server redirects (${status}), which is not followed`, response, text, {
      ...facts,
      hint: `Set the base URL to where it really is${headers.location ? ` (it points to ${headers.location})` : ''}.`,
    });
  }
  const { messages, code } = readRefusal(text, response);
  const retryAfter = parseRetryAfter(headers['retry-after'], Date.now());
  return apiError(status, messages, { ...facts, code, ...hintFor(status, retryAfter) }, retryAfter);
}

/** @throws when the envelope says failure, when it is no answer of this API, or when strict and drifted. */
export function readAnswer(
  endpoint: Endpoint,
  text: string,
  response: TransportResponse,
  facts: Facts,
  settings: Settings,
): unknown {
  if (endpoint.lenient && !text.trimStart().startsWith('<')) return undefined;
  const json = readJson(text, response, facts);
  const value = endpoint.action === undefined ? json : open(json, text, response, facts);
  return checked(endpoint, endpoint.unwrap ? endpoint.unwrap(value) : value, facts, settings);
}

/** Judges a value by its endpoint's schema; the value itself is handed on untouched. */
export function checked(
  endpoint: Endpoint,
  value: unknown,
  facts: Facts,
  { validation, onDrift }: Settings,
): unknown {
  if (validation === 'off') return value;
  const problems = problemsOf(endpoint.result, value);
  if (problems === undefined) return value;
  if (validation === 'strict') throw new ResponseValidationError(problems, facts);
  const notice: DriftNotice = {
    operation: endpoint.operation,
    problems,
    requestId: facts.requestId,
  };
  notify(onDrift, notice);
  return value;
}

/** `{success, data}`: a failure under any status is a failure. */
function open(json: unknown, text: string, response: TransportResponse, facts: Facts): unknown {
  if (isRecord(json) && json.success === true) return json.data;
  if (isRecord(json) && json.success === false) {
    const { messages, code, status = 500 } = readRefusal(text, response);
    throw apiError(status, messages, { ...facts, code, ...hintFor(status, undefined) });
  }
  throw unexpected('The answer is no goals envelope ({success, data})', response, text, {
    ...facts,
    hint: 'Is `goals.url` the address of the goals API?',
  });
}

function hintFor(status: number, retryAfter: number | undefined): { hint?: string } {
  if (status === 401) return { hint: 'Check the key: it is missing, mistyped or revoked.' };
  if (status === 403) return { hint: 'The key is known, but may not do this.' };
  if (status === 429 && retryAfter !== undefined) {
    return { hint: `Wait ${retryAfter} s before the next call.` };
  }
  return {};
}
