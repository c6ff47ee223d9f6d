/** What a browser must be told before a page may call, and before it may read. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Headers of an answer that pages may read. */
const exposed = 'x-request-id, request-id, retry-after, allow';

/** Told with every answer to a page that is let in. */
export function allowReading(response: ServerResponse, origin: string): void {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', exposed);
  response.setHeader('vary', 'origin');
}

/** A browser's question whether a page may send what it wants to. */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

/** Yes, to a page that is let in: whether there is such a call, the call itself will show. */
export function answerPreflight({ headers }: IncomingMessage, response: ServerResponse): void {
  const asked = headers['access-control-request-headers'];
  response.writeHead(204, {
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
    ...(asked !== undefined && { 'access-control-allow-headers': asked }),
    ...(headers['access-control-request-private-network'] !== undefined && {
      'access-control-allow-private-network': 'true',
    }),
    'access-control-max-age': '600',
  });
  response.end();
}
