/** A real HTTP server. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Handle, MockResponse } from '../exchange';
import { agentsPath, goalsPath } from '../mock';

export interface ServeOptions {
  /** 0 takes a free one. Default 4010. */
  port?: number | undefined;
  /** Default 127.0.0.1: other machines can't reach it. */
  host?: string | undefined;
}

export interface MockServer extends AsyncDisposable {
  readonly port: number;
  /** Base URL of the agents API. */
  readonly agentsUrl: string;
  /** URL of the goals API. */
  readonly goalsUrl: string;
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

/** Larger bodies are a 413. */
const maxBodyBytes = 1024 * 1024;

/** @throws the system's own error when the port can't be taken. */
export async function serve(
  mock: { readonly handle: Handle },
  { port = 4010, host = '127.0.0.1' }: ServeOptions = {},
): Promise<MockServer> {
  const server = createServer((request, response) => {
    answer(mock.handle, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  const root = `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    port: taken,
    agentsUrl: root + agentsPath,
    goalsUrl: root + goalsPath,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function answer(handle: Handle, request: IncomingMessage, response: ServerResponse) {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const body = await readBody(request);
  if (body === undefined) return tooLarge(response);
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  await write(
    response,
    await handle({
      method: request.method ?? 'GET',
      path,
      query: new URLSearchParams(query),
      headers: flatten(request.headers),
      body,
      signal: gone.signal,
    }),
  );
}

async function write(response: ServerResponse, { status, headers, body }: MockResponse) {
  response.writeHead(status, headers);
  if (typeof body === 'string') {
    response.end(body);
    return;
  }
  response.flushHeaders();
  for await (const piece of body) {
    if (response.destroyed) return;
    response.write(piece);
  }
  response.end();
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(response: ServerResponse): void {
  const message = `The body is larger than ${maxBodyBytes} bytes`;
  response.writeHead(413, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ statusCode: 413, message, error: 'Payload Too Large' }));
}

function flatten(headers: IncomingMessage['headers']): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
}
