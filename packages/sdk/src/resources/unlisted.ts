/** Endpoints of calls that are not in the contract, made as they are needed. */
import * as z from 'zod';
import type { Effect, Endpoint } from '../core/endpoint';
import type { Problem } from '../core/problem';
import { goalEndpoints } from './goals/endpoints';

/** A call of the agents API, as it goes over the wire. */
export interface AgentsRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, as in `/agents/ID/versions`; it may have a query. */
  path: string;
  query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** Sent as JSON. */
  body?: unknown;
  /** What decides when it may be repeated. Default: `read` for a GET, `create` for all else, which repeats least. */
  effect?: Effect | undefined;
}

/** A call of the goals API: an envelope with any action. */
export interface GoalsRequest {
  resource: 'goals';
  action: string;
  id?: string | undefined;
  data?: unknown;
  /** What decides when it may be repeated. Default: that of a known action, else `create`, which repeats least. */
  effect?: Effect | undefined;
}

const methods: readonly unknown[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export function problemsIn(call: AgentsRequest | GoalsRequest): Problem[] {
  const problem = (path: string, message: string | undefined | false) =>
    message ? [{ path, message }] : [];
  if ('resource' in call) {
    const { resource, action } = call;
    const named = typeof action === 'string' && action !== '';
    return [
      ...problem('resource', resource !== 'goals' && 'must be "goals"'),
      ...problem('action', !named && 'must be a text, not empty'),
    ];
  }
  const { method, path, body } = call;
  return [
    ...problem('method', !methods.includes(method) && `must be one of ${methods.join(', ')}`),
    ...problem('path', pathProblem(path)),
    ...problem('body', method === 'GET' && body !== undefined && 'must not be there in a GET'),
  ];
}

export function endpointOf(call: AgentsRequest | GoalsRequest): Endpoint {
  const common = { status: 200, result: z.unknown(), unlisted: true } as const;
  if ('resource' in call) {
    const { action, id } = call;
    return {
      ...common,
      operation: `goals.${action}`,
      api: 'goals',
      method: 'POST',
      path: '',
      action,
      ...(id !== undefined && { id: true }),
      effect: call.effect ?? effectOf(action),
    };
  }
  const { method, effect = method === 'GET' ? 'read' : 'create' } = call;
  return {
    ...common,
    operation: 'agents.request',
    api: 'agents',
    // The contract has no PUT; what sends a request does not mind.
    method: method as Endpoint['method'],
    path: pathOf(call),
    effect,
  };
}

function effectOf(action: string): Effect {
  const known: Readonly<Record<string, Endpoint>> = goalEndpoints;
  return Object.hasOwn(known, action) ? (known[action]?.effect ?? 'create') : 'create';
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const unfit = /[\u0000-\u001f\u007f-\u009f\\#]/;
/** A server may take `%2e` for a dot. */
const upwards = /\/(\.|%2e){1,2}(\/|$)/i;

function pathProblem(path: unknown): string | undefined {
  if (typeof path !== 'string') return 'must be a text';
  if (!path.startsWith('/') || path.startsWith('//')) {
    return 'must begin with one /, and goes below the base URL, as in /agents/ID';
  }
  if (unfit.test(path)) return 'must not have control characters, a backslash or #';
  if (!path.isWellFormed()) return 'must be well-formed text';
  return upwards.test(path.replace(/\?.*$/, '')) ? 'must not have . or .. in it' : undefined;
}

function pathOf({ path, query = {} }: AgentsRequest): string {
  const { pathname, search, searchParams } = new URL(`https://any.invalid${path}`);
  const more = Object.entries(query).filter(([, value]) => value !== undefined);
  if (more.length === 0) return pathname + search;
  for (const [name, value] of more) searchParams.append(name, String(value));
  return `${pathname}?${searchParams}`;
}
