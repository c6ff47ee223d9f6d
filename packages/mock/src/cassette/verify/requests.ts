/** Whether the server takes what the contract allows, and refuses what it does not. */
import { type Problem, problemsOf, unknownKeys } from '@voicectl/sdk/contract';
import * as z from 'zod';
import { marker } from '../cassette';
import { isRecord } from '../json';
import { isGood, type Opened } from '../opened';
import { type Findings, shown } from './finding';

export function checkRequest(opened: Opened, findings: Findings): void {
  const { exchange, endpoint, api } = opened;
  const good = isGood(opened);
  if (endpoint === undefined) {
    const seen = `${exchange.response.status}`;
    const finding = { seen, reading: 'the contract has no such call', section: 'wire' } as const;
    if (good) findings.departure(opened, finding);
    else findings.information(opened, finding);
    return;
  }
  if (good && exchange.request.credential === 'none') {
    findings.departure(opened, {
      seen: 'an answer without a credential',
      reading: 'x-api-key or authorization is demanded',
      section: 'wire',
    });
  }
  // What stands where a secret was can't be judged.
  if (`${exchange.request.query}${exchange.request.body}`.includes(marker)) return;
  const problems = requestProblems(opened);
  if (good) {
    for (const { path, message } of problems) {
      findings.departure(opened, {
        path: `request.${path}`,
        seen: `taken, though it ${message}`,
        reading: path.startsWith('query') ? 'a bad query parameter is 400' : 'is 400',
        section: api,
      });
    }
  } else if (problems.length === 0) checkRefusal(opened, findings);
}

/** A refusal of what the contract allows. */
function checkRefusal(opened: Opened, findings: Findings): void {
  const { api, id, exchange, endpoint } = opened;
  const status = statusOf(opened);
  if (status < 400 || anyServer.has(status) || status >= 500) return;
  const seen = `${status}: ${shown(wordsOf(opened.answer) ?? exchange.response.body)}`;
  if (status === 400 || status === 422) {
    const unknown = [
      ...(endpoint?.body ? unknownKeys(endpoint.body, opened.body) : []),
      ...(endpoint?.query ? unknownKeys(endpoint.query, Object.fromEntries(opened.query)) : []),
    ];
    if (unknown.length > 0) {
      const reading = 'keys that are not known are ignored';
      findings.information(opened, { path: `request.${unknown[0]}`, seen, reading, section: api });
    } else if (api === 'agents' && id !== undefined && !isUuid(id)) {
      const reading = 'a path id that is no UUID is 404';
      findings.departure(opened, { path: 'request.id', seen, reading, section: 'agents' });
    } else {
      const reading = 'the request is within the contract';
      findings.departure(opened, { path: 'request', seen, reading, section: 'wire' });
    }
    return;
  }
  if (mayAnswer(opened, status)) return;
  const reading = `${status} is no answer to this call`;
  findings.departure(opened, { path: 'status', seen, reading, section: api });
}

/** Any server may answer these, whatever it is asked. */
const anyServer = new Set([401, 403, 408, 413, 429]);

function mayAnswer({ operation, endpoint, exchange }: Opened, status: number): boolean {
  const named = endpoint?.id === true || /goals\.(create|attach|detach)$/.test(operation);
  if (status === 404) return named;
  if (status === 409) return /agents\.(activate|archive|restore)$/.test(operation);
  if (status === 415) return !isJsonType(exchange.request.headers['content-type']);
  return false;
}

/** What our schemas have against a request; paths as `query.limit` and `name`. */
function requestProblems({ endpoint, exchange, api, id, query, body }: Opened): Problem[] {
  if (endpoint === undefined) return [];
  const problems: Problem[] = [];
  if (api === 'goals' && endpoint.id && !id) problems.push({ path: 'id', message: 'is required' });
  if (endpoint.body) {
    if (!isJsonType(exchange.request.headers['content-type'])) {
      problems.push({ path: 'content-type', message: 'is not application/json' });
    }
    problems.push(
      ...(problemsOf(endpoint.body, body) ?? []).map(at(api === 'goals' ? 'data' : '')),
    );
  }
  if (endpoint.query) {
    problems.push(
      ...(problemsOf(endpoint.query, typed(query, endpoint.query)) ?? []).map(at('query')),
    );
  }
  return problems;
}

function at(place: string) {
  return ({ path, message }: Problem): Problem => ({
    path: [place, path].filter(Boolean).join('.') || 'body',
    message,
  });
}

function isJsonType(type: string | undefined): boolean {
  return /^application\/(.+\+)?json\b/i.test(type ?? '');
}

/** Query values are text on the wire; where a number is meant, its text is one. */
function typed(query: URLSearchParams, schema: z.ZodType): Record<string, unknown> {
  const { properties = {} } = z.toJSONSchema(schema);
  return Object.fromEntries(
    [...query].map(([name, value]) => {
      const type = String(Object(properties[name]).type);
      const isNumber = /^(integer|number)$/.test(type) && /^-?\d+(\.\d+)?$/.test(value);
      return [name, isNumber ? Number(value) : value];
    }),
  );
}

/** A failure in an envelope names its own status. */
export function statusOf({ api, answer, exchange: { response } }: Opened): number {
  const { status } = Object(Object(answer).error);
  if (api === 'goals' && response.status < 400 && typeof status === 'number') return status;
  return response.status;
}

function wordsOf(answer: unknown): unknown {
  if (!isRecord(answer)) return undefined;
  return isRecord(answer.error) ? answer.error.message : answer.message;
}

export function isUuid(id: unknown): boolean {
  return typeof id === 'string' && /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id);
}
