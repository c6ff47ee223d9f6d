/**
 * A real HTTP server.
 * @module node
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { maxBodyBytes } from '../body';
import type { Handle, MockResponse } from '../exchange';
import { agentsPath, goalsPath } from '../mock';
import { agentsBody, messageOf, Refusal } from '../refusal';

/** Where {@link serve} listens. */
export interface ServeOptions {
  /** 0 takes a free one. Default 4010. */
  port?: number | undefined;
  /** Default 127.0.0.1: other machines can't reach it. */
  host?: string | undefined;
}

/** A mock that listens. */
export interface MockServer extends AsyncDisposable {
  readonly port: number;
  /** Base URL of the agents API. */
  readonly agentsUrl: string;
  /** URL of the goals API. */
  readonly goalsUrl: string;
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

/** @throws the system's own error when the port can't be taken. */
export async function serve(
  mock: { readonly handle: Handle },
  { port = 4010, host = '127.0.0.1' }: ServeOptions = {},
): Promise<MockServer> {
  const server = createServer((request, response) => {
    answer(mock.handle, request, response).catch((error) => fail(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  const root = `http://${reachable(host)}:${taken}`;
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

/** An address to call: one that stands for all of them can only be listened on. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

async function answer(handle: Handle, request: IncomingMessage, response: ServerResponse) {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const body = await readBody(request);
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

/** The mock answers its own failures; this one comes from around it, as from a store that can't be read. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(500, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(agentsBody(new Refusal(500, messageOf(error)))));
}

/** What is over the limit is read, so that the client gets to hear of it, and forgotten; the mock refuses the rest. */
async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (size <= maxBodyBytes) chunks.push(chunk);
    size += chunk.length;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function flatten(headers: IncomingMessage['headers']): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
}
