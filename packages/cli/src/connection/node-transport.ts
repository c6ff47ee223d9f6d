/** Node's own client as a transport: with it, a command starts and ends three times as fast as with undici. */
import {
  Agent,
  type IncomingMessage,
  request as plainRequest,
  type RequestOptions,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Transport, TransportRequest, TransportResponse } from '@voicectl/sdk';

/** Undici's own patience, and its code: the request was surely not sent. */
const connectTimeout = { ms: 10_000, code: 'UND_ERR_CONNECT_TIMEOUT' };

/** A connection that nobody uses is given up before most servers do: a call sent on a closing one is lost. */
const idleMs = 4_000;

export function nodeTransport(): Transport {
  const plain = new Agent({ keepAlive: true, timeout: idleMs });
  let secure: Promise<Secure> | undefined;
  return {
    async send(request) {
      if (request.url.startsWith('http:')) return exchange(plainRequest, plain, request);
      secure ??= openSecure();
      const { request: secureRequest, agent } = await secure;
      return exchange(secureRequest, agent, request);
    },
    async close() {
      plain.destroy();
      (await secure)?.agent.destroy();
    },
  };
}

type Secure = { readonly request: typeof plainRequest; readonly agent: Agent };

/** TLS takes as long to load as all of HTTP, and a local platform has none. */
async function openSecure(): Promise<Secure> {
  const { Agent, request } = await import('node:https');
  return { request, agent: new Agent({ keepAlive: true, timeout: idleMs }) };
}

function exchange(
  send: typeof plainRequest,
  agent: Agent,
  request: TransportRequest,
): Promise<TransportResponse> {
  const { url, method, body } = request;
  return new Promise((resolve, reject) => {
    const options: RequestOptions = { agent, method, headers: compressible(request.headers) };
    const outgoing = send(url, options);
    let incoming: IncomingMessage | undefined;
    whenCancelled(request, (reason) => (incoming ?? outgoing).destroy(asError(reason)));
    outgoing.once('socket', giveUpConnecting);
    // There may be a second one, when the server goes on after it was left.
    outgoing.on('error', reject);
    outgoing.once('response', (began) => {
      incoming = began;
      resolve(answerOf(began));
    });
    outgoing.end(body);
  });
}

function whenCancelled(request: TransportRequest, listener: (reason: unknown) => void): void {
  if (request.cancelled) {
    request.cancelled(listener);
    return;
  }
  const { signal } = request;
  if (signal.aborted) listener(signal.reason);
  else signal.addEventListener('abort', () => listener(signal.reason), { once: true });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('cancelled', { cause: reason });
}

function giveUpConnecting(socket: Socket): void {
  if (!socket.connecting) return;
  const { ms, code } = connectTimeout;
  const timer = setTimeout(() => {
    socket.destroy(Object.assign(new Error(`No connection within ${ms / 1_000} s`), { code }));
  }, ms);
  const over = () => clearTimeout(timer);
  socket.once('connect', over).once('close', over);
}

/** A stream is not compressed: a piece of it would wait until enough others have come. */
function compressible(headers: Readonly<Record<string, string>>): Record<string, string> {
  const streams = headers.accept?.includes('event-stream') === true;
  return streams ? { ...headers } : { ...headers, 'accept-encoding': 'gzip, br' };
}

function answerOf(incoming: IncomingMessage): TransportResponse | Promise<TransportResponse> {
  // Whoever reads is told; until somebody does, nobody else should be.
  incoming.on('error', () => {});
  const { statusCode: status = 0 } = incoming;
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  const empty = status === 204 || status === 304 || headers['content-length'] === '0';
  if (encoding === undefined || empty) return { status, headers, body: incoming };
  return import('./decoded').then(({ decoded }) => ({
    ...{ status, headers, body: decoded(incoming, encoding) },
  }));
}
