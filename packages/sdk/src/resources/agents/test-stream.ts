/** The playground's answer as it is made: what each event of the stream means (our extension). */

import { apiError } from '../../core/api-errors';
import type { StreamReader } from '../../core/endpoint';
import { type Facts, StreamError } from '../../core/errors';
import { isRecord } from '../../core/read';
import {
  type AnswerSource,
  ErrorEvent,
  type TestAgentResponse,
  TokenEvent,
  type TokenUsage,
} from './schemas';

/** A piece of a streamed answer. `done` comes last, exactly once. */
export type TestPart =
  | { readonly type: 'token'; readonly text: string }
  | {
      readonly type: 'done';
      readonly response: string;
      readonly usage: TokenUsage | undefined;
      /** Passages that the answer was made from, where the server says so (our extension). */
      readonly sources?: readonly AnswerSource[];
    };

export const testReader: StreamReader<TestPart> = {
  whole(value, facts) {
    const done = doneOf(value, facts);
    return [{ type: 'token', text: done.response }, done];
  },

  event(name, json, facts) {
    switch (name) {
      case 'token':
        return tokenOf(json(), facts);
      case 'done':
        return doneOf(json(), facts);
      case 'error':
        throw refusalOf(json(), facts);
      default:
        return undefined;
    }
  },

  isLast: ({ type }) => type === 'done',
};

function tokenOf(data: unknown, facts: Facts): TestPart {
  const token = TokenEvent.safeParse(data);
  if (!token.success) throw new StreamError('The stream sent a token without text', facts);
  return { type: 'token', text: token.data.text };
}

function doneOf(data: unknown, facts: Facts): TestPart & { type: 'done' } {
  if (!isRecord(data) || typeof data.response !== 'string') {
    throw new StreamError('The answer has no response text', facts);
  }
  const { response, usage } = data as TestAgentResponse;
  const { sources } = data;
  return {
    type: 'done',
    response,
    usage,
    ...(Array.isArray(sources) && { sources: sources.filter(isRecord) as AnswerSource[] }),
  };
}

function refusalOf(data: unknown, facts: Facts): Error {
  const parsed = ErrorEvent.safeParse(data);
  if (!parsed.success) return new StreamError('The stream ended with an error', facts);
  const { statusCode, message } = parsed.data;
  // Whatever came before it is paid for, so that only a refusal to begin is simply made again.
  return apiError(statusCode, [message].flat(), { ...facts, retryable: statusCode === 429 });
}
