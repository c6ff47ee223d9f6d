/** From an endpoint and its input to what goes over the wire: checked first, then built. */

import type { AttemptClock } from './clock';
import type { Endpoint } from './endpoint';
import { ConfigurationError, type Facts, InputError } from './errors';
import { fillPath, idProblems } from './path';
import { problemsOf } from './problems';
import type { Secret } from './secret';
import { type Settings, settingNames, type Target } from './settings';
import type { TransportRequest } from './transport';

/** The parts of an input, whatever the endpoint. */
export interface Parts {
  readonly id?: string;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
}

export type Prepared = Omit<TransportRequest, 'signal' | 'cancelled'>;

/** @throws InputError | ConfigurationError before anything is sent. */
export function prepare(
  endpoint: Endpoint,
  parts: Parts,
  settings: Settings,
  accept: string,
): Prepared {
  check(endpoint, parts);
  const target = settings[endpoint.api];
  const { url, key } = ready(endpoint, target);
  const body = endpoint.action === undefined ? parts.body : envelope(endpoint.action, parts);
  const path = fillPath(endpoint.path, endpoint.action === undefined ? parts.id : undefined);
  return {
    url: url + path + queryString(parts.query),
    method: endpoint.method,
    headers: headersFor(target, key, accept, body !== undefined),
    body: body === undefined ? undefined : stringify(body, endpoint),
  };
}

/**
 * A request on its way, whose signal is only made for a transport that asks for it. Closures or a getter of each
 * request's own would survive a spread, but were measured to cost as much as a third of a page of 100.
 */
export class Sent implements TransportRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly #attempt: AttemptClock;

  constructor({ url, method, headers, body }: Prepared, attempt: AttemptClock) {
    this.url = url;
    this.method = method;
    this.headers = headers;
    this.body = body;
    this.#attempt = attempt;
  }

  get signal(): AbortSignal {
    return this.#attempt.signal;
  }

  cancelled(listener: (reason: unknown) => void): void {
    this.#attempt.cancelled(listener);
  }
}

/** What an error says of its call; the filled path and the body stay out. */
export function factsOf(endpoint: Endpoint): Facts {
  let facts = known.get(endpoint);
  if (facts === undefined) {
    const { operation, method, path, api } = endpoint;
    facts = { operation, method, path: path || `/ (${api})` };
    known.set(endpoint, facts);
  }
  return facts;
}

const known = new WeakMap<Endpoint, Facts>();

function check(endpoint: Endpoint, parts: Parts): void {
  const problems = [
    ...(endpoint.id ? idProblems(parts.id) : []),
    ...((endpoint.query && parts.query !== undefined && problemsOf(endpoint.query, parts.query)) ||
      []),
    ...((endpoint.body && problemsOf(endpoint.body, parts.body)) ?? []),
  ];
  if (problems.length > 0) throw new InputError(problems, factsOf(endpoint));
}

function ready(endpoint: Endpoint, { url, key }: Target): { url: string; key: Secret } {
  const { api } = endpoint;
  if (url === undefined) throw missing(settingNames[api].url, endpoint);
  if (key === undefined) throw missing(settingNames[api].key, endpoint);
  return { url, key };
}

const made = new WeakMap<Target, Map<string, Readonly<Record<string, string>>>>();

/** Made once for all requests that have the same. */
function headersFor(target: Target, key: Secret, accept: string, hasBody: boolean) {
  const kinds = made.get(target) ?? new Map<string, Readonly<Record<string, string>>>();
  made.set(target, kinds);
  const kind = hasBody ? `${accept} with a body` : accept;
  const headers =
    kinds.get(kind) ??
    Object.freeze({
      accept,
      'user-agent': 'voicectl-sdk',
      ...(target.auth === 'bearer'
        ? { authorization: `Bearer ${key.reveal()}` }
        : { 'x-api-key': key.reveal() }),
      ...(hasBody && { 'content-type': 'application/json' }),
    });
  kinds.set(kind, headers);
  return headers;
}

function missing([option, variable]: readonly [string, string], endpoint: Endpoint) {
  return new ConfigurationError(`${endpoint.operation} needs \`${option}\`, which is not set`, {
    ...factsOf(endpoint),
    code: 'MISSING_SETTING',
    hint: `Set ${variable}, or pass \`${option}\` to createClient().`,
  });
}

function envelope(action: string, { id, body }: Parts) {
  return {
    resource: 'goals',
    action,
    ...(id === undefined ? {} : { id }),
    ...(body === undefined ? {} : { data: body }),
  };
}

function queryString(query: Parts['query']): string {
  if (query === undefined) return '';
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.append(name, String(value));
  }
  return search.size === 0 ? '' : `?${search}`;
}

function stringify(body: unknown, endpoint: Endpoint): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError([{ path: '', message: `can't be written as JSON: ${reason}` }], {
      ...factsOf(endpoint),
      cause,
    });
  }
}
