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
  const plain: Way = {
    request: plainRequest,
    agent: new Agent({ keepAlive: true, timeout: idleMs }),
  };
  let secure: Promise<Way> | undefined;
  const wayTo = (url: string) => {
    if (url.startsWith('http:')) return plain;
    secure ??= openSecure();
    return secure;
  };
  return {
    async send(request) {
      const way = await wayTo(request.url);
      if (request.method !== 'GET') await closedOnesToLeave(way.agent);
      return exchange(way, request);
    },
    async close() {
      plain.agent.destroy();
      (await secure)?.agent.destroy();
    },
  };
}

type Way = { readonly request: typeof plainRequest; readonly agent: Agent };

/** TLS takes as long to load as all of HTTP, and a local platform has none. */
async function openSecure(): Promise<Way> {
  const { Agent, request } = await import('node:https');
  return { request, agent: new Agent({ keepAlive: true, timeout: idleMs }) };
}

/**
 * Between two calls a command may be busy for longer than a server waits for the next one. What it has closed meanwhile
 * is only heard of in a later turn: a second one, since the first may be the end of this one.
 */
async function closedOnesToLeave({ freeSockets }: Agent): Promise<void> {
  if (Object.keys(freeSockets).length === 0) return;
  await nextTurn();
  await nextTurn();
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function exchange(way: Way, request: TransportRequest): Promise<TransportResponse> {
  const { agent } = way;
  const { url, method, body } = request;
  return new Promise((resolve, reject) => {
    const options: RequestOptions = { agent, method, headers: compressible(request.headers) };
    const outgoing = way.request(url, options);
    let incoming: IncomingMessage | undefined;
    let connected = false;
    const fail = (error: Error) => {
      reject(connected ? error : Object.assign(error, { unsent: true }));
      // Whoever reads would hear later of it, and only that the connection has gone.
      if (incoming?.complete === false) incoming.destroy(error);
    };
    whenCancelled(request, (reason) => {
      const error = asError(reason);
      (incoming ?? outgoing).destroy(error);
      reject(error);
    });
    outgoing.once('socket', (socket) => {
      whenConnected(socket, () => {
        connected = true;
      });
    });
    // There may be a second one, when the server goes on after it was left.
    outgoing.on('error', fail);
    outgoing.once('close', () => reject(new Error('The connection was closed without an answer')));
    outgoing.once('upgrade', (_, socket) => {
      socket.destroy();
      fail(switched());
    });
    outgoing.once('response', (began) => {
      incoming = began;
      resolve(answerOf(began));
    });
    outgoing.end(body);
  });
}

/** As the parser itself calls it where nobody listens for it. */
function switched(): Error {
  const code = 'HPE_PAUSED_UPGRADE';
  return Object.assign(new Error('it switches to another protocol'), { code });
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

/** A secure connection is none before both sides have agreed on it: until then, nothing of a request leaves. */
function whenConnected(socket: Socket, done: () => void): void {
  const isSecuring = (socket as { secureConnecting?: boolean }).secureConnecting === true;
  if (!socket.connecting && !isSecuring) {
    done();
    return;
  }
  const { ms, code } = connectTimeout;
  const timer = setTimeout(() => {
    socket.destroy(Object.assign(new Error(`No connection within ${ms / 1_000} s`), { code }));
  }, ms);
  const over = () => clearTimeout(timer);
  socket.once('close', over);
  socket.once(isSecuring ? 'secureConnect' : 'connect', () => {
    over();
    done();
  });
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
