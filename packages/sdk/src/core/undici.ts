/** The undici door. The only file that names undici, and only ever imported when a request needs it. */
import { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { Exchange } from './exchange';
import { isLoopback } from './loopback';
import type { DispatcherLike, Transport, TransportRequest, TransportResponse } from './transport';

/** A dispatcher that is given is used for everything, and left open: it is somebody else's. */
export function openUndici(given: DispatcherLike | undefined): Transport {
  const own = given === undefined ? ownDispatchers() : undefined;
  return {
    send: (request) => {
      const exchange = new Exchange();
      request.cancelled((reason) => exchange.cancel(reason));
      const options = dispatchOptions(request);
      const dispatcher = own?.for(options.origin) ?? (given as Dispatcher);
      if (!exchange.cancelled) {
        dispatcher.dispatch(options, exchange as Dispatcher.DispatchHandler);
      }
      return exchange.answered.then(decoded);
    },
    close: async () => own?.close(),
  };
}

/** Straight to loopback; to all else as HTTP_PROXY, HTTPS_PROXY and NO_PROXY say. */
function ownDispatchers() {
  // The SDK's own clock covers headers and body; undici's would cut a slow answer first.
  const timeouts = { headersTimeout: 0, bodyTimeout: 0 };
  const direct = new Agent(timeouts);
  const proxied = /^https?_proxy$/i;
  const hasProxy = Object.keys(process.env).some((name) => proxied.test(name) && process.env[name]);
  const outside = hasProxy ? new EnvHttpProxyAgent(timeouts) : direct;
  return {
    for: (origin: string): Dispatcher =>
      outside === direct || isLoopback(new URL(origin).hostname) ? direct : outside,
    close: async () => {
      await direct.close();
      if (outside !== direct) await outside.close();
    },
  };
}

/** Cut, not parsed: a `URL` for each request would cost more than all the rest here. */
function dispatchOptions({ url, method, headers, body }: TransportRequest) {
  const slash = url.indexOf('/', url.indexOf('://') + 3);
  return {
    origin: slash < 0 ? url : url.slice(0, slash),
    path: slash < 0 ? '/' : url.slice(slash),
    method: method as Dispatcher.HttpMethod,
    headers: compressible(headers),
    body: body ?? null,
  };
}

/** A stream is not compressed: a piece of it would wait until enough others have come. */
function compressible(headers: Readonly<Record<string, string>>): Record<string, string> {
  const streams = headers.accept?.includes('event-stream') === true;
  return streams ? { ...headers } : { ...headers, 'accept-encoding': 'gzip, br' };
}

const decoders = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
} as const;

/** An encoding that is not known is left as it is: what reads it will say that it is no JSON. */
function decoded(response: TransportResponse): TransportResponse {
  const { status, headers } = response;
  const name = headers['content-encoding']?.trim().toLowerCase() ?? '';
  const empty = status === 204 || status === 304 || headers['content-length'] === '0';
  if (empty || !Object.hasOwn(decoders, name)) return response;
  const decoder = decoders[name as keyof typeof decoders]();
  const body = Readable.from(response.body);
  body.once('error', (error) => decoder.destroy(error));
  decoder.once('close', () => body.destroy());
  return { status, headers, body: body.pipe(decoder) };
}
