/** The command line's way to the network, against real sockets. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Transport, TransportRequest, TransportResponse } from '@voicectl/sdk';
import { afterEach, describe, expect, it } from 'vitest';
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
