/** The undici door. The only file that names undici, and only ever imported when a request needs it. */
import { Agent, request } from 'undici';
import type { Transport } from './transport';

export function openUndici(): Transport {
  // The SDK's own clock covers headers and body; undici's would cut a slow answer first.
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  return {
    async send({ url, method, headers, body, signal }) {
      const answer = await request(url, {
        dispatcher: agent,
        method: method as 'GET',
        headers,
        body: body ?? null,
        signal,
      });
      return { status: answer.statusCode, headers: flatten(answer.headers), body: answer.body };
    },
    close: () => agent.close(),
  };
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}
