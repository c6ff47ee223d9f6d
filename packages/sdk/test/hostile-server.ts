/**
 * A real server on loopback that sends exactly what it is told to, and remembers what it was sent. A platform that acts
 * and fails is the mock with its faults: packages/mock/test/sdk.
 */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Settles when the client has gone, or the answer is over. */
  readonly gone: Promise<void>;
}

/** What the server does with a request. */
export type Behaviour = (response: ServerResponse, seen: Seen) => unknown;

export interface HostileServer {
  readonly url: string;
  readonly seen: readonly Seen[];
  /** One behaviour a request, in order; the last one stays. */
  does(...behaviours: Behaviour[]): void;
}

/** Lives until the file's tests are over, and holds no process up. */
export async function hostileServer(...behaviours: Behaviour[]): Promise<HostileServer> {
  const seen: Seen[] = [];
  let plan = behaviours;
  const server = createServer(async (request, response) => {
    request.socket.unref();
    const gone = new Promise<void>((resolve) => response.once('close', resolve));
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { method = '', url = '', headers } = request;
    const came = { method, url, headers, body, gone };
    seen.push(came);
    const behaviour = plan.length > 1 ? plan.shift() : plan[0];
    await (behaviour ?? json({}))(response, came);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    does: (...next) => {
      plan = next;
    },
  };
}

/** A URL where nobody listens. */
export async function nobodyListens(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

type Headers = Record<string, string>;

export function says(status: number, text: string, headers: Headers = {}): Behaviour {
  return (response) => response.writeHead(status, headers).end(text);
}

export function json(value: unknown, status = 200, headers: Headers = {}): Behaviour {
  return says(status, JSON.stringify(value), { 'content-type': 'application/json', ...headers });
}

/** Takes the request and cuts the line. */
export const resets: Behaviour = (response) => response.socket?.resetAndDestroy();

/** Takes the request and never says a word. */
export const stalls: Behaviour = () => {};

export function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Answers with an event stream of these pieces; stays open where `ends` is false. */
export function streams(pieces: readonly (string | Uint8Array)[], ends = true): Behaviour {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    for (const piece of pieces) response.write(piece);
    if (ends) response.end();
  };
}
