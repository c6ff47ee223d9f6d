/** Clients that are slow, broken, greedy or gone: each costs an error and no more. */
import { describe, expect, it, vi } from 'vitest';
import { type Brain, scriptedBrain } from '../../src/index';
import { agent, answersAsEver, answersIn, dial, openServer, request } from './socket';

const soon = { timeout: 5000, interval: 10 };
const impatient = { timeouts: { headers: 100, request: 200, keepAlive: 1000 } };
const json = { 'content-type': 'application/json' };

/** What the server last said, in JSON. */
function lastWords(text: string): { status: number | undefined; body: unknown } {
  const last = answersIn(text).at(-1);
  return { status: last?.status, body: last && JSON.parse(last.body) };
}

describe('A slow client', () => {
  it.each([
    ['that says nothing', ''],
    ['that stops in its first line', 'GET /api'],
    ['that stops in its headers', 'GET /api/agents HTTP/1.1\r\nhost: localhost\r\nx-a'],
    [
      'that stops in its body',
      request('POST /api/agents', { ...json, 'content-length': '50' }) + agent.slice(0, 10),
    ],
  ])('%s hears 408, and its connection ends', async (_, said) => {
    const { dial, server } = await openServer(impatient);
    const { socket, over } = await dial();
    socket.write(said);
    const { text } = await over();
    expect(lastWords(text)).toMatchObject({ status: 408, body: { statusCode: 408 } });
    expect(await answersAsEver(server)).toBe(true);
  });

  it('that sends a letter at a time is not waited for', async () => {
    const { dial, server } = await openServer(impatient);
    const { socket, over } = await dial();
    socket.write('GET /api/agents HTTP/1.1\r\nhost: localhost\r\nx-slow: ');
    const drip = setInterval(() => socket.writable && socket.write('x'), 20);
    const { text } = await over();
    clearInterval(drip);
    expect(lastWords(text).status).toBe(408);
    expect(await answersAsEver(server)).toBe(true);
  });
});

describe('A client that talks nonsense', () => {
  it.each([
    ['headers of 100 KB', request('GET /api/agents', { 'x-big': 'x'.repeat(100_000) }), 431],
    ['headers of 8 MB', request('GET /api/agents', { 'x-big': 'x'.repeat(8_000_000) }), 431],
    ['a target of 100 KB', request(`GET /api/agents?${'x'.repeat(100_000)}`), 431],
    ['no HTTP', 'HELLO world\r\n\r\n', 400],
    ['a greeting of TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001', 400],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['two lengths', request('POST /v1', { 'content-length': '5, 6' }), 400],
    [
      'a length and chunks',
      request('POST /v1', { 'content-length': '5', 'transfer-encoding': 'chunked' }),
      400,
    ],
    [
      'a chunk without a size',
      `${request('POST /v1', { ...json, 'transfer-encoding': 'chunked' })}zz\r\n`,
      400,
    ],
    ['a header without a name', 'GET / HTTP/1.1\r\n: x\r\n\r\n', 400],
    ['a header with NUL', 'GET / HTTP/1.1\r\nhost: a\u0000b\r\n\r\n', 400],
    ['no host', 'GET /api/agents HTTP/1.1\r\n\r\n', 400],
    ['CONNECT', request('CONNECT example.com:443'), 405],
  ])('%s hears so in JSON', async (_, said, status) => {
    const { dial, server } = await openServer();
    const { socket, until } = await dial();
    socket.write(said, 'latin1');
    const { text } = await until((heard) => answersIn(heard.text).some(({ body }) => body !== ''));
    expect(lastWords(text)).toMatchObject({
      status,
      body: { statusCode: status, error: expect.stringMatching(/^[A-Z]/) },
    });
    expect(await answersAsEver(server)).toBe(true);
  });

  it('and listens only once it has said all hears so, too', async () => {
    const { dial } = await openServer();
    const { socket, over } = await dial();
    socket.pause();
    const said = request('GET /api/agents', { 'x-big': 'x'.repeat(8_000_000) });
    await new Promise<void>((resolve) => socket.end(said, () => resolve()));
    socket.resume();
    const { text, ended, code } = await over();
    expect(lastWords(text).status).toBe(431);
    expect({ ended, code }).toEqual({ ended: true, code: undefined });
  });

  it('after a request of sense gets the answer to that first', async () => {
    const { dial } = await openServer();
    const { socket, over } = await dial();
    socket.write(`${request('GET /api/agents')}nonsense\r\n\r\n`);
    const { text } = await over();
    expect(text).toMatch(/^HTTP\/1\.1 (200|400) /);
    expect(answersIn(text).every(({ body }) => JSON.parse(body))).toBe(true);
  });

  it('that asks for another protocol is answered in this one', async () => {
    const { dial } = await openServer();
    const { socket, until } = await dial();
    socket.write(request('GET /api/agents', { connection: 'upgrade', upgrade: 'websocket' }));
    const { text } = await until((heard) => answersIn(heard.text).length === 1);
    expect(lastWords(text).status).toBe(200);
  });
});

describe('A client of HTTP/1.0', () => {
  it('is answered without naming a host', async () => {
    const { dial } = await openServer();
    const { socket, over } = await dial();
    socket.write('GET /api/agents HTTP/1.0\r\nx-api-key: key\r\n\r\n');
    expect((await over()).text).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('A client that does not wait', () => {
  it('gets 200 answers to 200 requests in their order', async () => {
    const { dial } = await openServer();
    const { socket, until } = await dial();
    const pages = Array.from({ length: 200 }, (_, index) => index + 1);
    socket.write(pages.map((page) => request(`GET /api/agents?page=${page}`)).join(''));
    const { text } = await until((heard) => answersIn(heard.text).length === pages.length);
    expect(answersIn(text).map(({ body }) => JSON.parse(body).meta.page)).toEqual(pages);
  });

  it('and never reads is not answered without end', async () => {
    const { dial, server, mock } = await openServer({}, { journalSize: 10 });
    await mock.add({ agents: [{ name: 'A', instructions: 'x'.repeat(10_000) }] });
    const { socket } = await dial();
    socket.pause();
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
    socket.write(request('GET /api/agents').repeat(20_000));
    expect(await answersAsEver(server)).toBe(true);
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    const after = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
    // All answers together are 200 MB.
    expect(after - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('but closes its half of the connection is let go', async () => {
    const { dial, server } = await openServer();
    const { socket, over } = await dial();
    socket.end(request('GET /api/agents'));
    expect((await over()).ended).toBe(true);
    expect(await answersAsEver(server)).toBe(true);
  });
});

describe('A client that leaves', () => {
  it('in the middle of its body is forgotten', async () => {
    const { dial, server, mock } = await openServer();
    for (let i = 0; i < 50; i++) {
      const { socket } = await dial();
      socket.write(request('POST /api/agents', { ...json, 'content-length': '500' }) + agent);
      if (i % 2) socket.destroy();
      else socket.resetAndDestroy();
    }
    expect(await answersAsEver(server)).toBe(true);
    expect(mock.snapshot().agents).toHaveLength(1);
  });

  it.each(['destroy', 'resetAndDestroy'] as const)(
    'in the middle of an answer is noticed by the brain, by %s',
    async (leave) => {
      const { brain, heard } = endless();
      const { dial, mock, server } = await openServer({}, { brain, pace: { token: 5 } });
      await mock.add({ agents: [{ name: 'A', instructions: 'B' }] });
      const { socket, until } = await dial();
      socket.write(question(mock.snapshot().agents[0]?.agent.id));
      await until(({ text }) => text.includes('and '));
      socket[leave]();
      await vi.waitFor(() => expect(heard).toMatchObject({ stopped: true, left: true }), soon);
      expect(await answersAsEver(server)).toBe(true);
    },
  );
});

describe('A client that never reads its stream', () => {
  it('is not talked to without end, and stops nobody else', async () => {
    const { brain, heard } = endless('x'.repeat(10_000));
    const { dial, mock, server } = await openServer({}, { brain });
    await mock.add({ agents: [{ name: 'A', instructions: 'B' }] });
    const { socket } = await dial();
    socket.pause();
    socket.write(question(mock.snapshot().agents[0]?.agent.id));
    await vi.waitFor(() => expect(heard.tokens).toBeGreaterThan(10), soon);
    let before = -1;
    await vi.waitFor(
      () => {
        const still = heard.tokens === before;
        before = heard.tokens;
        expect(still).toBe(true);
      },
      { timeout: 5000, interval: 200 },
    );
    // What the system's buffers hold, and no more: 10,000 tokens are 100 MB.
    expect(heard.tokens).toBeLessThan(2000);
    expect(await answersAsEver(server)).toBe(true);
    socket.destroy();
    await vi.waitFor(() => expect(heard.stopped).toBe(true), soon);
  });
});

describe('A crowd', () => {
  it('of 2,000 idle connections stops nobody, and is sent home', { timeout: 60_000 }, async () => {
    const { server } = await openServer({ timeouts: { headers: 4000 } });
    const lines = [];
    for (let group = 0; group < 20; group++) {
      lines.push(...(await Promise.all(Array.from({ length: 100 }, () => dial(server.port)))));
    }
    expect(await answersAsEver(server)).toBe(true);
    const heard = await Promise.all(lines.map(({ over }) => over()));
    expect(heard.every(({ text }) => lastWords(text).status === 408)).toBe(true);
    expect(await answersAsEver(server)).toBe(true);
  });
});

/** A brain that talks without end and knows who left. */
function endless(word = 'and ') {
  const heard = { tokens: 0, stopped: false, left: false };
  const brain: Brain = {
    ...scriptedBrain,
    async *answer(_, signal) {
      signal?.addEventListener('abort', () => {
        heard.left = true;
      });
      try {
        for (;;) {
          heard.tokens++;
          yield word;
        }
      } finally {
        heard.stopped = true;
      }
    },
  };
  return { brain, heard };
}

function question(id: string | undefined): string {
  const headers = { accept: 'text/event-stream' };
  return request(`POST /api/agents/${id}/test`, headers, '{"message":"Hello"}');
}
