/** The server of the room: on this machine only, for one page. The only file that knows `ws` as a server. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { UsageError } from '../../failure';
import { type Served, served } from './document';
import { isOurHost, isOurPage } from './gate';
import { PageLine } from './line';
import { closed, type FromPage } from './wire';

export type Hello = Extract<FromPage, { type: 'hello' }>;

export interface RoomServer {
  readonly port: number;
  close(): Promise<void>;
}

/** @param hello whether whoever says it may come in. @throws UsageError for a port that can't be had. */
export async function openServer(
  wanted: number,
  hello: (hello: Hello, line: PageLine) => boolean,
): Promise<RoomServer> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largest,
    perMessageDeflate: false,
  });
  const welcome = (socket: WebSocket) => expectHello(new PageLine(socket), hello);
  const first = serving(sockets, welcome);
  const port = await listening(first, '127.0.0.1', wanted);
  // `localhost` may lead here; nobody else of this machine should answer to it. Without IPv6, it can't.
  const second = serving(sockets, welcome);
  await listening(second, '::1', port).catch(() => {});
  return {
    port,
    close: async () => {
      await Promise.all([...sockets.clients].map(hungUp));
      await Promise.all([ended(first), ended(second)]);
    },
  };
}

function serving(sockets: WebSocketServer, welcome: (socket: WebSocket) => void): Server {
  const server = createServer(answer);
  server.maxConnections = 64;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => {});
    const { port } = server.address() as AddressInfo;
    if (!isOurPage(request.headers, port) || request.url !== '/talk') {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, welcome);
  });
  return server;
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { status, type, body, headers } = answerTo(request);
  response.writeHead(status, { ...always, ...headers, 'content-type': `${type}; charset=utf-8` });
  response.end(body);
}

function answerTo({ headers, socket, method, url = '' }: IncomingMessage): Answer {
  const { host } = headers;
  if (!isOurHost(host, socket.localPort ?? 0)) return refusal(403, 'No name of this server.');
  if (method !== 'GET' && method !== 'HEAD') return refusal(405, 'Only GET.');
  const found = served(url.split('?')[0] ?? '', host);
  return found ? { status: 200, ...found } : refusal(404, 'Open the link that voicectl printed.');
}

interface Answer extends Served {
  readonly status: number;
}

const refusal = (status: number, text: string): Answer => ({
  status,
  type: 'text/plain',
  body: `${text}\n`,
});

/** Nothing is told before whoever is there has said who they are. */
function expectHello(line: PageLine, hello: (hello: Hello, line: PageLine) => boolean): void {
  const timer = setTimeout(() => line.close(closed.refused, 'no hello'), patience);
  const refuse = () => line.close(closed.refused, 'the link was used, or is of another room');
  line.hear({
    message: (message) => {
      clearTimeout(timer);
      if (message.type !== 'hello' || !hello(message, line)) refuse();
    },
    sound: refuse,
    closed: () => clearTimeout(timer),
  });
}

/** @throws UsageError */
async function listening(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, port)));
    server.listen({ host, port }, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function explained(error: NodeJS.ErrnoException, port: number): Error {
  const another = 'Name another one, or leave --port out.';
  if (error.code === 'EADDRINUSE') return new UsageError(`Port ${port} is taken`, another);
  if (error.code === 'EACCES')
    return new UsageError(`Port ${port} may not be used by you`, another);
  return error;
}

/** Told why, but not waited for long. */
async function hungUp(socket: WebSocket): Promise<void> {
  const timer = setTimeout(() => socket.terminate(), 500);
  if (socket.readyState !== socket.CLOSED) {
    const over = new Promise((resolve) => socket.once('close', resolve));
    socket.close(closed.over, 'the conversation is over');
    await over;
  }
  clearTimeout(timer);
}

async function ended(server: Server): Promise<void> {
  if (!server.listening) return;
  const over = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await over;
}

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
/** Bytes of a message: a second of sound is 32,000, and a message has at most 10,000 characters. */
const largest = 128 * 1024;
/** Milliseconds. */
const patience = 10_000;
