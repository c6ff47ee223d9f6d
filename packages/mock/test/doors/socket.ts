/** A client that says any bytes it likes, to a mock on a real socket. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type ServeOptions, serve } from '../../src/doors/node';
import type { Handle } from '../../src/exchange';
import { createMock, type MockOptions } from '../../src/index';

/** What a client has heard so far. */
export interface Heard {
  text: string;
  /** The server has said its last word. */
  ended: boolean;
  /** Of the error that broke the connection. */
  code: string | undefined;
}

export interface Line {
  readonly socket: Socket;
  readonly heard: Heard;
  /** Until what was heard is enough. */
  until(enough: (heard: Heard) => boolean): Promise<Heard>;
  /** Until the connection is over. */
  over(): Promise<Heard>;
}

export async function openServer(options: ServeOptions = {}, mockOptions: MockOptions = {}) {
  const mock = createMock({ checkAnswers: true, ...mockOptions });
  return { mock, ...(await openHandle(mock.handle, options)) };
}

export async function openHandle(handle: Handle, options: ServeOptions = {}) {
  const server = await serve({ handle }, { port: 0, ...options });
  onTestFinished(() => server.close());
  return { server, dial: () => dial(server.port), host: `127.0.0.1:${server.port}` };
}

export async function dial(port: number): Promise<Line> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => {
    socket.destroy();
  });
  const heard: Heard = { text: '', ended: false, code: undefined };
  const over = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      heard.text += chunk.toString('latin1');
    });
    socket.on('end', () => {
      heard.ended = true;
      resolve();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      heard.code = error.code;
      resolve();
    });
    socket.on('close', () => resolve());
  });
  await once(socket, 'connect');
  const until: Line['until'] = async (enough) => {
    while (!enough(heard)) {
      if (heard.ended || heard.code || socket.destroyed) {
        throw new Error(`The connection is over after ${JSON.stringify(heard)}`);
      }
      await Promise.race([once(socket, 'data'), over]).catch(() => {});
    }
    return heard;
  };
  return { socket, heard, until, over: () => over.then(() => heard) };
}

/** The lines of a request, with a key and a body where there is one. */
export function request(
  line: string,
  headers: Record<string, string> = {},
  body: string | undefined = undefined,
): string {
  const all = {
    host: '127.0.0.1',
    'x-api-key': 'key',
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`;
}

export const agent = JSON.stringify({ name: 'A', instructions: 'B' });

/** The bodies of answers, for those that say how long they are. */
export function answersIn(text: string): { status: number; head: string; body: string }[] {
  const answers = [];
  let rest = text;
  while (rest.startsWith('HTTP/1.1 ')) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) break;
    const head = rest.slice(0, end);
    const status = Number(head.slice(9, 12));
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    answers.push({ status, head, body: rest.slice(end + 4, end + 4 + length) });
    rest = rest.slice(end + 4 + length);
  }
  return answers;
}

/** Whether the server still answers as ever; every hostile story ends with it. */
export async function answersAsEver(server: { readonly agentsUrl: string }): Promise<boolean> {
  const headers = { 'x-api-key': 'key', 'content-type': 'application/json' };
  const url = `${server.agentsUrl}/agents`;
  const created = await fetch(url, { method: 'POST', headers, body: agent });
  const { id } = (await created.json()) as { id: string };
  const got = await fetch(`${url}/${id}`, { headers });
  return created.status === 201 && got.status === 200;
}
