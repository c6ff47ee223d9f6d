/** Calls that have no method here: of a platform that has grown since. */
import { type Client, cores } from './client';
import { mustBeObject } from './core/arguments';
import type { CallOptions } from './core/endpoint';
import { ConfigurationError, InputError } from './core/errors';
import type { AgentsRequest, GoalsRequest } from './resources/unlisted';

export type { AgentsRequest, GoalsRequest };

/**
 * Sends what no method sends, with the client's keys, clock, repeating and errors. The input is not checked against the
 * contract, and any JSON is an answer: of the goals API, what the envelope holds in `data`; undefined where none came.
 * @throws InputError for a path that leads out of the base URL.
 * @example
 * const versions = await request(client, { method: 'GET', path: `/agents/${id}/versions` });
 */
export async function request(
  client: Client,
  call: AgentsRequest | GoalsRequest,
  options?: CallOptions,
): Promise<unknown> {
  const core = cores.get(client);
  if (core === undefined) {
    const message = 'request must be given a client that createClient of this package has made';
    throw new ConfigurationError(message, { code: 'INVALID_OPTIONS' });
  }
  mustBeObject('request', 'call', call);
  const { endpointOf, problemsIn } = await import('./resources/unlisted');
  const problems = problemsIn(call);
  if (problems.length > 0) throw new InputError(problems, { operation: 'request' });
  const parts =
    'resource' in call
      ? { ...(call.id !== undefined && { id: call.id }), body: call.data }
      : { body: call.body };
  return core(async () => ({ request: endpointOf(call) })).call('request', parts, options);
}
