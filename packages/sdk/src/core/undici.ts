/** The undici door. Only its files name undici, and it is only ever imported when a request needs it. */
/// <reference path="./undici-parts.d.ts" />
import type { Socket } from 'node:net';
import type { buildConnector, Dispatcher } from 'undici';
import connectorOf from 'undici/lib/core/connect.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import type { Encoding } from './decoding';
import { ConfigurationError } from './errors';
import { Exchange } from './exchange';
import { isLoopback } from './loopback';
import {
  type DispatcherLike,
  type Transport,
  type TransportRequest,
  type TransportResponse,
  whenCancelled,
} from './transport';

/** A dispatcher that is given is used for everything, and left open: it is somebody else's. */
export async function openUndici(given: DispatcherLike | undefined): Promise<Transport> {
  const own = given === undefined ? await ownDispatchers() : undefined;
  return {
    send: (request) => {
      const exchange = new Exchange(decoded);
      whenCancelled(request, (reason) => exchange.cancel(reason));
      const options = dispatchOptions(request);
      const dispatcher = own?.for(options.origin) ?? (given as Dispatcher);
      try {
        if (!exchange.cancelled) {
          dispatcher.dispatch(options, exchange as Dispatcher.DispatchHandler);
        }
      } catch (error) {
        exchange.cancel(error);
      }
      return exchange.answered;
    },
    close: async () => own?.close(),
  };
}

/** Straight to loopback; to all else as HTTP_PROXY, HTTPS_PROXY and NO_PROXY say. */
async function ownDispatchers() {
  // The SDK's own clock covers headers and body; undici's would cut a slow answer first.
  const timeouts = { headersTimeout: 0, bodyTimeout: 0 };
  const direct = new Agent({ ...timeouts, connect: unheld() });
  const proxied = /^https?_proxy$/i;
  const hasProxy = Object.keys(process.env).some((name) => proxied.test(name) && process.env[name]);
  const outside = hasProxy ? await throughProxies(timeouts) : direct;
  return {
    for: (origin: string): Dispatcher =>
      outside === direct || isLoopback(new URL(origin).hostname) ? direct : outside,
    close: async () => {
      await direct.close();
      if (outside !== direct) await outside.close();
    },
  };
}

/** A connection that is still being made holds no process up: a call that waits for it has a timer that does. */
function unheld(): buildConnector.connector {
  const connect = connectorOf({}) as (...all: Parameters<buildConnector.connector>) => Socket;
  return (options, callback) => {
    const made: buildConnector.Callback = (...came) => {
      came[1]?.ref();
      callback(...came);
    };
    return connect(options, made).unref();
  };
}

async function throughProxies(timeouts: object): Promise<Dispatcher> {
  const { EnvHttpProxyAgent } = await import('./undici-proxies');
  try {
    return new EnvHttpProxyAgent(timeouts);
  } catch (cause) {
    throw new ConfigurationError("The environment's proxy can't be used", {
      code: 'INVALID_PROXY',
      cause,
      hint: 'Check HTTP_PROXY and HTTPS_PROXY: each must be a URL.',
    });
  }
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

const asLists = new WeakMap<object, string[]>();

/**
 * As undici takes them fastest, made once for headers that many requests share. A stream is not compressed: a piece of
 * it would wait until enough others have come.
 */
function compressible(headers: Readonly<Record<string, string>>): string[] {
  let list = asLists.get(headers);
  if (list === undefined) {
    const streams = headers.accept?.includes('event-stream') === true;
    list = Object.entries(streams ? headers : { ...headers, 'accept-encoding': 'gzip, br' }).flat();
    asLists.set(headers, list);
  }
  return list;
}

const encodings: readonly string[] = ['gzip', 'x-gzip', 'br', 'deflate'] satisfies Encoding[];

/** An encoding that is not known is left as it is: what reads it will say that it is no JSON. */
function decoded(response: TransportResponse): TransportResponse | Promise<TransportResponse> {
  const { status, headers } = response;
  const encoding = headers['content-encoding'];
  if (encoding === undefined) return response;
  const name = encoding.trim().toLowerCase();
  const empty = status === 204 || status === 304 || headers['content-length'] === '0';
  if (empty || !encodings.includes(name)) return response;
  return import('./decoding').then(({ decode }) => decode(response, name as Encoding));
}
