/** The command line's way to the network, against real sockets. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Transport, TransportRequest, TransportResponse } from '@voicectl/sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nodeTransport } from '../src/connection/node-transport';
import { transportFor } from '../src/connection/transport';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What happens to a connection, as it comes. @returns host and port. */
async function listening(connected: (socket: Socket) => void): Promise<string> {
  const server = createSocketServer((socket) => {
    socket.on('error', () => {});
    closing.push(() => socket.destroy());
    connected(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Says exactly these bytes to every request. */
const saying = (raw: string) =>
  listening((socket) => {
    socket.once('data', () => socket.end(raw));
  });

function opened(transport: Transport = nodeTransport()): Transport {
  closing.push(() => transport.close?.());
  return transport;
}

const requestTo = (url: string, more: Partial<TransportRequest> = {}): TransportRequest => ({
  ...{ url, method: 'GET', headers: { 'x-api-key': 'k' }, body: undefined },
  signal: new AbortController().signal,
  ...more,
});

async function textOf({ body }: TransportResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('the transport over Node itself', () => {
  it('sends what it is given, and hands on status, headers and body', async () => {
    let seen: IncomingMessage | undefined;
    let sent = '';
    const url = await serving(async (request, response) => {
      seen = request;
      for await (const chunk of request) sent += chunk;
      response.writeHead(418, { 'x-request-id': 'r1', 'set-cookie': ['a=1', 'b=2'] });
      response.end('short and stout');
    });
    const request = requestTo(`${url}/pot?size=1`, { method: 'POST', body: 'ä' });
    const answer = await opened().send(request);
    expect(answer.status).toBe(418);
    expect(answer.headers).toMatchObject({ 'x-request-id': 'r1', 'set-cookie': 'a=1,b=2' });
    expect(await textOf(answer)).toBe('short and stout');
    expect([seen?.method, seen?.url, sent]).toEqual(['POST', '/pot?size=1', 'ä']);
    expect(seen?.headers).toMatchObject({ 'x-api-key': 'k', 'content-length': '2' });
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('reads what comes as %s', async (encoding, compress) => {
    const url = await serving((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding });
      response.end(compress('squeezed'));
    });
    expect(await textOf(await opened().send(requestTo(url)))).toBe('squeezed');
  });

  it('fails where what comes as gzip is none', async () => {
    const url = await serving((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end('plain');
    });
    const answer = await opened().send(requestTo(url));
    await expect(textOf(answer)).rejects.toThrow(/incorrect header/);
  });

  it('does not ask for a compressed stream, which would wait for more', async () => {
    const asked: (string | undefined)[] = [];
    const url = await serving((request, response) => {
      asked.push(request.headers['accept-encoding'] as string | undefined);
      response.end();
    });
    const transport = opened();
    for (const accept of ['application/json', 'text/event-stream']) {
      await textOf(await transport.send(requestTo(url, { headers: { accept } })));
    }
    expect(asked).toEqual(['gzip, br', undefined]);
  });

  it('follows no redirect', async () => {
    const url = await serving((_, response) => response.writeHead(302, { location: '/x' }).end());
    expect(await opened().send(requestTo(url))).toMatchObject({ status: 302 });
  });

  it('fails with the code of a connection that was refused', async () => {
    const url = await serving(() => {});
    for (const close of closing.splice(0)) await close();
    await expect(opened().send(requestTo(url))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('fails where an answer is cut off, after what came until then', async () => {
    const url = await serving((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    const { body } = await opened().send(requestTo(url));
    let text = '';
    const reading = (async () => {
      for await (const chunk of body) text += Buffer.from(chunk).toString();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(text).toBe('half');
  });

  it.each([
    ['its signal', true],
    ['its listener', false],
  ])('ends by %s while it waits for an answer', async (_, bySignal) => {
    const began = deferred();
    const url = await serving(() => began.resolve(undefined));
    const controller = new AbortController();
    const byListener: Partial<TransportRequest> = {
      cancelled: (listener) =>
        controller.signal.addEventListener('abort', () => listener(controller.signal.reason)),
    };
    const request = requestTo(url, bySignal ? { signal: controller.signal } : byListener);
    const sending = opened().send(request);
    await began.promise;
    controller.abort(new Error('enough'));
    await expect(sending).rejects.toThrow('enough');
  });

  it('ends while a body is read', async () => {
    const url = await serving((_, response) => {
      response.writeHead(200);
      response.write('first');
    });
    const controller = new AbortController();
    const { body } = await opened().send(requestTo(url, { signal: controller.signal }));
    const reading = (async () => {
      for await (const _ of body) controller.abort(new Error('enough'));
    })();
    await expect(reading).rejects.toThrow('enough');
  });

  it('is never begun once it has been cancelled', async () => {
    let calls = 0;
    const url = await serving((_, response) => {
      calls++;
      response.end();
    });
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(opened().send(requestTo(url, { signal }))).rejects.toThrow('too late');
    expect(calls).toBe(0);
  });

  it('uses a connection again', async () => {
    const sockets = new Set<unknown>();
    const url = await serving(({ socket }, response) => {
      sockets.add(socket);
      response.end('x');
    });
    const transport = opened();
    for (let call = 0; call < 3; call++) await textOf(await transport.send(requestTo(url)));
    expect(sockets.size).toBe(1);
  });
});

describe('an answer that is none', () => {
  it.each([
    ['another protocol', 'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    [
      'more headers than can be',
      `HTTP/1.1 200 OK\r\n${`a: ${'x'.repeat(999)}\r\n`.repeat(99)}\r\n`,
    ],
  ])('(%s) fails with the code of the parser', async (_, raw) => {
    const sending = opened().send(requestTo(`http://${await saying(raw)}/`));
    await expect(sending).rejects.toMatchObject({ code: expect.stringMatching(/^HPE_/) });
    await expect(sending).rejects.not.toMatchObject({ unsent: true });
  });

  it('fails alike in the midst of its body', async () => {
    const raw = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\nno length';
    const answer = await opened().send(requestTo(`http://${await saying(raw)}/`));
    await expect(textOf(answer)).rejects.toMatchObject({ code: expect.stringMatching(/^HPE_/) });
  });

  it.each(['gzip', 'br', 'deflate'])(
    'fails with one code where it is not compressed as %s',
    async (encoding) => {
      const url = await serving((_, response) => {
        response.writeHead(200, { 'content-encoding': encoding });
        response.end('hello world');
      });
      const answer = await opened().send(requestTo(url));
      await expect(textOf(answer)).rejects.toMatchObject({ code: 'Z_DATA_ERROR' });
    },
  );

  it.each(['gzip', 'br'])('is empty where nothing at all comes as %s', async (encoding) => {
    const headers = `content-encoding: ${encoding}\r\ntransfer-encoding: chunked`;
    const host = await saying(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\n0\r\n\r\n`);
    expect(await textOf(await opened().send(requestTo(`http://${host}/`)))).toBe('');
  });
});

describe('what fails before a connection is there', () => {
  it.each([
    ['a server without TLS', (socket: Socket) => socket.end('HTTP/1.1 400 No\r\n\r\n')],
    ['a reset in the handshake', (socket: Socket) => socket.resetAndDestroy()],
  ])('(%s) has sent nothing', async (_, does) => {
    const host = await listening((socket) => socket.once('data', () => does(socket)));
    const sending = opened().send(requestTo(`https://${host}/`, { method: 'POST', body: '{}' }));
    await expect(sending).rejects.toMatchObject({ unsent: true });
  });

  it('(a handshake without an answer) is given up in time', async () => {
    const host = await listening(() => {});
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    closing.push(() => vi.useRealTimers());
    const sending = opened().send(requestTo(`https://${host}/`));
    const outcome = expect(sending).rejects.toMatchObject({ code: 'UND_ERR_CONNECT_TIMEOUT' });
    await vi.waitUntil(() => vi.getTimerCount() > 0);
    await vi.advanceTimersByTimeAsync(10_000);
    await outcome;
  });

  it('is no connection that was hung up once the request had left', async () => {
    const sending = opened().send(requestTo(`http://${await saying('')}/`));
    await expect(sending).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(sending).rejects.not.toMatchObject({ unsent: true });
  });
});

describe('a connection that the server has closed meanwhile', () => {
  it.each(['POST', 'PATCH', 'PUT', 'DELETE'])('is not used for a %s', async (method) => {
    const sockets: Socket[] = [];
    const url = await serving(({ socket }, response) => {
      sockets.push(socket);
      response.end('x');
    });
    const transport = opened();
    await textOf(await transport.send(requestTo(url)));
    await new Promise((resolve) => setImmediate(resolve));
    // Closed, and in this very turn nobody can have heard of it.
    sockets[0]?.destroy();
    expect(await textOf(await transport.send(requestTo(url, { method })))).toBe('x');
    expect(new Set(sockets).size).toBe(2);
  });
});

describe('a proxy of the environment', () => {
  it('is gone through, but not to this machine', async () => {
    const through: string[] = [];
    const proxy = createSocketServer((socket) => {
      socket.once('data', (data) => {
        through.push(String(data).split('\r\n')[0] ?? '');
        socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n');
      });
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    closing.push(() => proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const before = process.env.HTTPS_PROXY;
    process.env.HTTPS_PROXY = `http://127.0.0.1:${port}`;
    closing.push(() => {
      if (before === undefined) delete process.env.HTTPS_PROXY;
      else process.env.HTTPS_PROXY = before;
    });
    const transport = opened(transportFor(process.env));
    const url = await serving((_, response) => response.end('straight'));
    expect(await textOf(await transport.send(requestTo(url)))).toBe('straight');
    expect(through).toEqual([]);
    await expect(transport.send(requestTo('https://platform.invalid/x'))).rejects.toThrow();
    expect(through).toEqual(['CONNECT platform.invalid:443 HTTP/1.1']);
  });
});

function deferred() {
  let resolve!: (value: unknown) => void;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
