/** The answer to a request that was never recorded: what was recorded that comes nearest, and how it differs. */
import type { MockResponse } from '../exchange';
import { type Exchange, goalsPath } from './cassette';
import { differences, type Likeness, likenessOfRecorded } from './likeness';

const status = 501;

/** @param recorded how often it was recorded, where it was; it has been asked for more often then. */
export function notRecorded(
  asked: Likeness,
  exchanges: readonly Exchange[],
  recorded: number | undefined,
): MockResponse {
  const what = `${asked.method} ${asked.path}`;
  const messages =
    recorded === undefined
      ? [`${what} was never recorded${fewWords(asked)}`, ...nearest(asked, exchanges)]
      : [`${what} was recorded ${times(recorded)}, and has been asked for more often`];
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': crypto.randomUUID(),
    },
    body: JSON.stringify(asked.path === goalsPath ? inGoals(messages) : inAgents(messages)),
  };
}

function inAgents(message: readonly string[]) {
  return { statusCode: status, message, error: 'Not Recorded' };
}

function inGoals(messages: readonly string[]) {
  return {
    success: false,
    error: { code: 'NOT_RECORDED', message: messages.join('; '), status },
  };
}

/** What tells two requests to the same address apart. */
function fewWords({ path, body }: Likeness): string {
  const { action } = Object(body) as { action?: unknown };
  return path === goalsPath && typeof action === 'string' ? ` with this ${action}` : ' like this';
}

/** The recorded requests that differ least, each with how it does. */
function nearest(asked: Likeness, exchanges: readonly Exchange[]): string[] {
  const seen = new Set<string>();
  const compared = exchanges.flatMap((exchange, index) => {
    const recorded = likenessOfRecorded(exchange);
    // A large cassette must not make a refusal slow.
    if (seen.size >= 500 || seen.has(recorded.key)) return [];
    seen.add(recorded.key);
    const found = few(differences(recorded, asked), 20);
    const far =
      found.length +
      (recorded.path === asked.path ? 0 : 5) +
      (recorded.operation === asked.operation ? 0 : 10);
    return [{ operation: recorded.operation, number: index + 1, found, far }];
  });
  return compared
    .sort((a, b) => a.far - b.far || a.number - b.number)
    .slice(0, 3)
    .map(({ operation, number, found }) => {
      const more = found.length > 4 ? ` and ${found.length - 4} more` : '';
      return `nearest is exchange ${number}, ${operation}: ${found.slice(0, 4).join(', ')}${more}`;
    });
}

function few<T>(values: Iterable<T>, most: number): T[] {
  const taken: T[] = [];
  for (const value of values) {
    if (taken.length >= most) break;
    taken.push(value);
  }
  return taken;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
