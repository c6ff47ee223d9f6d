/** An answer of the mock, written to a response of `node:http`. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ConnectionCut, isConnectionCut, type MockResponse } from '../exchange';

/** Resolves when all is written, or the client has left. @throws what making the body throws. */
export function write(response: ServerResponse, answer: MockResponse): Promise<void> | undefined {
  const { status, headers, body } = answer;
  const isBare = response.req.method === 'HEAD' || status === 204 || status === 304;
  if (typeof body !== 'string') {
    return isBare ? leaveOut(response, answer, body) : writePieces(response, answer, body);
  }
  const length = Buffer.byteLength(body);
  const declared = headers['content-length'];
  // An answer of another length than it says is some fault: its connection is of no more use.
  if (declared !== undefined && Number(declared) !== length) response.shouldKeepAlive = false;
  const counted = declared === undefined && status !== 204 && status !== 304;
  response.writeHead(status, counted ? { ...headers, 'content-length': length } : headers);
  response.end(isBare ? undefined : body);
  return undefined;
}

async function leaveOut(
  response: ServerResponse,
  { status, headers }: MockResponse,
  pieces: AsyncIterable<string>,
): Promise<void> {
  response.writeHead(status, headers).end();
  await pieces[Symbol.asyncIterator]().return?.();
}

/** Not faster than the client reads, and no further than it listens. */
async function writePieces(
  response: ServerResponse,
  { status, headers }: MockResponse,
  pieces: AsyncIterable<string>,
): Promise<void> {
  // Whether it is as long as it says, nobody knows; the next answer must not be mistaken for a part of it.
  if (headers['content-length'] !== undefined) response.shouldKeepAlive = false;
  response.writeHead(status, headers);
  response.flushHeaders();
  for await (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) await drained(response);
    if (response.destroyed) return;
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
    if (response.destroyed) done();
  });
}

/** How long a cut waits for what was written before it, in milliseconds. */
const flushMs = 1000;

/** Breaks the connection where a {@link ConnectionCut} wants it, or where an answer can't be finished. */
export function breakOff(socket: Socket, error: unknown): void {
  if (!isConnectionCut(error)) {
    socket.destroy();
    return;
  }
  const reset = () => {
    clearTimeout(timer);
    if (!socket.destroyed) socket.resetAndDestroy();
  };
  const timer = setTimeout(reset, flushMs);
  // The client shall see what came before the cut.
  setImmediate(() => socket.write('', () => setImmediate(reset)));
}
