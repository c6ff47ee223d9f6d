/**
 * A real HTTP server.
 * @module node
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { agentsPath, goalsPath, isGoals } from '../apis';
import { type Handle, isConnectionCut, type MockResponse } from '../exchange';
import { agentsBody, goalsBody, messageOf, Refusal } from '../refusal';
import { answerBroken, type Lingering, sayLast } from './broken-requests';
import { allowReading, answerPreflight, isPreflight } from './cors';
import { createGate, type Gate, type GateOptions } from './gate';
import { isAnnouncedTooLarge, mayHaveBody, NodeRequest, noBody, receive } from './node-request';
import { breakOff, write } from './node-response';
import { reachable } from './reachable';
import { splitTarget } from './target';

export type { GateOptions } from './gate';

/** Where {@link serve} listens, and to whom. */
export interface ServeOptions extends GateOptions {
  /** 0 takes a free one. Default 4010. */
  port?: number | undefined;
  /** Default 127.0.0.1: other machines can't reach it. */
  host?: string | undefined;
  /** How long a client may take before its connection ends. */
  timeouts?: Timeouts | undefined;
}

/** Milliseconds. */
export interface Timeouts {
  /** From a connection's begin, or the last answer's end, to the last header. Default 15,000. */
  headers?: number | undefined;
  /** For a whole request, its body included. Default 60,000. */
  request?: number | undefined;
  /** How long a connection without a request is kept. Default 65,000: longer than most clients keep theirs. */
  keepAlive?: number | undefined;
}

/** A mock that listens. */
export interface MockServer extends AsyncDisposable {
  readonly port: number;
  /** Base URL of the agents API. */
  readonly agentsUrl: string;
  /** URL of the goals API. */
  readonly goalsUrl: string;
  /** Stops listening and drops open connections; a second time does nothing. */
  close(): Promise<void>;
}

/** @throws the system's own error when the port can't be taken; TypeError for an option that makes no sense. */
export async function serve(
  mock: { readonly handle: Handle },
  options: ServeOptions = {},
): Promise<MockServer> {
  const { port = 4010, host = '127.0.0.1' } = options;
  const gate = createGate(options, host);
  const server = createServer(limits(options.timeouts));
  const lingering: Lingering = new Set();
  const take = (request: IncomingMessage, response: ServerResponse) => {
    answer(mock.handle, gate, request, response).catch((error) => fail(request, response, error));
  };
  server.on('request', take);
  server.on('checkContinue', take);
  server.on('checkExpectation', take);
  server.on('clientError', (error, socket) => answerBroken(error, socket as never, lingering));
  server.on('connect', (_, socket) => {
    sayLast(socket as never, new Refusal(405, 'This is no proxy'), lingering);
  });
  await listen(server, port, host);
  const taken = (server.address() as AddressInfo).port;
  const root = `http://${reachable(host)}:${taken}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
      for (const socket of lingering) socket.destroy();
    });
  return {
    port: taken,
    agentsUrl: root + agentsPath,
    goalsUrl: root + goalsPath,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A slow client costs a socket for a while, and no more. */
function limits({ headers = 15_000, request = 60_000, keepAlive = 65_000 }: Timeouts = {}) {
  return {
    headersTimeout: Math.min(headers, request),
    requestTimeout: request,
    keepAliveTimeout: keepAlive,
    connectionsCheckingInterval: Math.max(10, Math.min(headers, request) / 5),
    // Answered here, in words.
    requireHostHeader: false,
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function answer(
  handle: Handle,
  gate: Gate,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = splitTarget(request.url ?? '/');
  const { headers } = request;
  if (headers.host === undefined && request.httpVersion === '1.1') {
    throw new Refusal(400, ['host: is required']);
  }
  const origin = gate({ headers, authority: target.authority });
  if (origin !== undefined) {
    allowReading(response, origin);
    if (isPreflight(request)) {
      answerPreflight(request, response);
      return;
    }
  }
  if (headers.expect !== undefined) meetExpectation(request, response, target.path);
  const received = mayHaveBody(request) ? await receive(request, target.path) : noBody;
  const asked = new NodeRequest(request, response, target, received);
  await write(response, await handle(asked));
}

/** @throws Refusal 417 */
function meetExpectation(request: IncomingMessage, response: ServerResponse, path: string): void {
  if (request.headers.expect?.toLowerCase() !== '100-continue') {
    throw new Refusal(417, 'Nothing but expect: 100-continue can be met');
  }
  // One that is refused unread is not sent, so that what comes next would be taken for it.
  if (isAnnouncedTooLarge(request, path)) response.shouldKeepAlive = false;
  else response.writeContinue();
}

/** The mock answers its own failures; this one comes from before or around it, as from a store that can't be read. */
function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.destroyed) return;
  if (response.headersSent || isConnectionCut(error)) {
    breakOff(request.socket, error);
    return;
  }
  const refusal = error instanceof Refusal ? error : new Refusal(500, messageOf(error));
  write(response, inWords(request, refusal));
}

function inWords({ url = '/' }: IncomingMessage, refusal: Refusal): MockResponse {
  const body = isGoals(splitTarget(url).path) ? goalsBody(refusal) : agentsBody(refusal);
  return {
    status: refusal.status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': crypto.randomUUID(),
      ...refusal.headers,
    },
    body: JSON.stringify(body),
  };
}
