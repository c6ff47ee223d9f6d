/** What is no request, or never becomes one: said in JSON, and the connection ends. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { agentsBody, Refusal } from '../refusal';

/** How long, and how many bytes, a client is listened to after its connection was given up. */
const lingerMs = 5000;
const lingerBytes = 16 * 1024 * 1024;

/** Sockets that are on their way out. */
export type Lingering = Set<Socket>;

/** For the server's `clientError`. */
export function answerBroken(error: Error, socket: Socket, lingering: Lingering): void {
  const refusal = refusalOf(error);
  // Into an answer that is on its way, nothing can be said.
  if (refusal === undefined || !socket.writable || isAnswering(socket)) socket.destroy();
  else sayLast(socket, refusal, lingering);
}

/** Says it and lets the client read it: a socket that is closed on what still comes would take the words back. */
export function sayLast(socket: Socket, refusal: Refusal, lingering: Lingering): void {
  let unheard = 0;
  lingering.add(socket);
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => {
    clearTimeout(timer);
    lingering.delete(socket);
  });
  socket.removeAllListeners('data');
  socket.on('data', (chunk) => {
    unheard += chunk.length;
    if (unheard > lingerBytes) socket.destroy();
  });
  socket.on('error', () => socket.destroy());
  socket.resume();
  socket.end(inFull(refusal));
}

function refusalOf(error: Error): Refusal | undefined {
  const { code, reason } = error as { code?: string; reason?: string };
  switch (code) {
    case 'ECONNRESET':
    case 'EPIPE':
      return undefined;
    case 'HPE_HEADER_OVERFLOW':
      return new Refusal(431, 'The headers of the request are too large');
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new Refusal(413, 'The chunk extensions of the request are too large');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Refusal(408, 'The request did not come in time');
    default:
      return new Refusal(400, `This is not HTTP: ${reason ?? error.message}`);
  }
}

/** As Node's own handler finds out. */
function isAnswering(socket: Socket): boolean {
  const { _httpMessage } = socket as { _httpMessage?: { headersSent: boolean } | null };
  return _httpMessage?.headersSent === true;
}

function inFull(refusal: Refusal): string {
  const { status, headers } = refusal;
  const reason = STATUS_CODES[status] ?? 'Error';
  const body = JSON.stringify({ ...agentsBody(refusal), error: reason });
  const lines = Object.entries({
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'x-request-id': crypto.randomUUID(),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n${body}`;
}
