/** What passes through a recorder is what was sent, and nothing of it is lost. */
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request as requestHttp } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Exchange } from '../../src/cassette/index';
import { createCassette, loadCassette, record } from '../../src/doors/recorder';
import { exchange, recordBefore } from './recorded';

describe('A recorder', () => {
  it('passes method, path, query, headers and every byte on, and every byte back', async () => {
    const strange = Buffer.from([0x7b, 0xff, 0x00, 0x22, 0x0a, 0x7d]);
    let seen: unknown;
    const { recorder } = await recordBefore(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { 'x-own': own, 'x-api-key': key, authorization } = request.headers;
      const { method, url } = request;
      seen = { method, url, own, key, authorization, body: Buffer.concat(chunks) };
      response.writeHead(418, 'Short and Stout', {
        'Content-Type': 'application/octet-stream',
        'X-Of-Server': 'yes',
        'Set-Cookie': ['a=1', 'b=2'],
      });
      response.end(strange);
    });
    const response = await fetch(`${recorder.agentsUrl}/agents/a%2Fb?x=1&x=%20&y`, {
      method: 'PATCH',
      headers: { 'x-own': 'mine', 'x-api-key': 'the-key-1' },
      body: strange,
    });
    expect(seen).toEqual({
      method: 'PATCH',
      url: '/base/agents/a%2Fb?x=1&x=%20&y',
      own: 'mine',
      key: 'the-key-1',
      authorization: undefined,
      body: strange,
    });
    expect([response.status, response.statusText]).toEqual([418, 'Short and Stout']);
    expect(response.headers.get('x-of-server')).toBe('yes');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(strange);
  });

  it('leads /v1 to the goals API, whatever its address, and follows no redirect', async () => {
    const { recorder, exchanges } = await recordBefore((request, response) => {
      response.writeHead(307, { location: `http://else.where${request.url}` }).end();
    });
    const response = await fetch(recorder.goalsUrl, { method: 'POST', redirect: 'manual' });
    expect(response.headers.get('location')).toBe('http://else.where/rpc');
    expect(exchanges[0]).toMatchObject({
      request: { method: 'POST', path: '/v1' },
      response: { status: 307, headers: { location: 'http://else.where/rpc' } },
    });
  });

  it('hands each event on as it comes, and writes down when it came', async () => {
    let goOn = () => {};
    const { recorder, exchanges } = await recordBefore(async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: token\nda');
      response.write('ta: {"text":"عر"}\n\n');
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      response.end(': a comment\r\n\r\nevent: done\ndata: {"response":"عر"}\n\n');
    });
    const response = await fetch(`${recorder.agentsUrl}/agents/1/test`, { method: 'POST' });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let heard = '';
    const decoder = new TextDecoder();
    // The server says no more until this has been heard: a recorder that waits for the end would wait for ever.
    while (!heard.endsWith('\n\n')) heard += decoder.decode((await reader.read()).value);
    goOn();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      heard += decoder.decode(value);
    }
    const events = exchanges[0]?.response.events ?? [];
    expect(events.map(([, text]) => text).join('')).toBe(heard);
    expect(events).toHaveLength(3);
    const times = events.map(([at]) => at);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
  });

  it('breaks off what the server breaks off, and writes that down', async () => {
    const { recorder, exchanges } = await recordBefore((request, response) => {
      const streams = request.url?.endsWith('/test');
      response.writeHead(200, {
        'content-type': streams ? 'text/event-stream' : 'application/json',
        ...(!streams && { 'content-length': '100' }),
      });
      response.write(streams ? 'event: token\ndata: {"text":"a"}\n\nevent: to' : '{"half":');
      setTimeout(() => response.destroy(), 20);
    });
    for (const path of ['/agents/1/test', '/agents']) {
      const response = await fetch(recorder.agentsUrl + path);
      await expect(response.text()).rejects.toThrow();
    }
    expect(exchanges.map(({ response }) => response)).toMatchObject([
      {
        ended: 'cut',
        events: [
          [expect.any(Number), expect.stringContaining('"a"')],
          [expect.any(Number), 'event: to'],
        ],
      },
      { ended: 'cut', body: '{"half":' },
    ]);
  });

  it('writes down what a caller has heard who leaves', async () => {
    const { recorder, exchanges } = await recordBefore((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: token\ndata: {"text":"a"}\n\n');
    });
    const leaving = new AbortController();
    const response = await fetch(recorder.agentsUrl, { signal: leaving.signal });
    await (response.body as ReadableStream).getReader().read();
    leaving.abort();
    await expect.poll(() => exchanges).toHaveLength(1);
    expect(exchanges[0]?.response).toMatchObject({
      ended: 'left',
      events: [[expect.any(Number), expect.any(String)]],
    });
  });

  it('takes no more of a stream than its caller does', async () => {
    let taken = 0;
    const piece = Buffer.from(`data: ${'x'.repeat(65_528)}\n\n`);
    const { recorder } = await recordBefore(async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      while (!response.destroyed && taken < 600) {
        taken++;
        if (response.write(piece)) continue;
        // Who does not take it for that long does not take it.
        const waits = AbortSignal.timeout(300);
        await once(response, 'drain', { signal: waits }).catch(() => response.destroy());
      }
      response.end();
    });
    const outgoing = requestHttp(`${recorder.agentsUrl}/agents/1/test`, { method: 'POST' });
    outgoing.end();
    const [response] = await once(outgoing, 'response');
    response.on('error', () => {});
    response.pause();
    await expect.poll(() => taken, { timeout: 5000 }).toBeGreaterThan(0);
    let before = -1;
    while (before !== taken) {
      before = taken;
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    outgoing.destroy();
    expect(taken).toBeLessThan(600);
  });

  it('keeps 64 MiB of a stream, says so, and passes all of it on', {
    timeout: 60_000,
  }, async () => {
    const block = `data: ${'x '.repeat(524_284)}\n\n`;
    const { recorder, exchanges, troubles } = await recordBefore(async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (let count = 0; count < 70; count++) {
        if (!response.write(block)) await once(response, 'drain');
      }
      response.end('data: end\n\n');
    });
    const response = await fetch(`${recorder.agentsUrl}/agents/1/test`, { method: 'POST' });
    let heard = 0;
    for await (const chunk of response.body as ReadableStream<Uint8Array>) heard += chunk.length;
    expect(heard).toBe(70 * block.length + 'data: end\n\n'.length);
    const [{ response: kept } = exchange('GET', '/')] = exchanges;
    expect(kept).toMatchObject({ ended: 'cut', note: expect.stringMatching(/^Only the first/) });
    const size = (kept.events ?? []).reduce((sum, [, text]) => sum + text.length, 0);
    expect(size).toBeLessThanOrEqual(64 * 1024 * 1024);
    expect(size).toBeGreaterThan(60 * 1024 * 1024);
    expect(troubles).toEqual([expect.stringContaining('/api/agents/1/test: Only the first')]);
  });

  it('answers 502 in the shape of the API where the server can not be reached, and writes nothing down', async () => {
    const { recorder, exchanges, troubles } = await recordBefore(() => {}, {
      agents: 'http://127.0.0.1:1/api',
      goals: undefined,
    });
    const agents = await fetch(`${recorder.agentsUrl}/agents?apiKey=s3cret-in-query`);
    expect(agents.status).toBe(502);
    expect(await agents.json()).toEqual({
      statusCode: 502,
      message: expect.stringContaining('127.0.0.1:1'),
      error: 'Bad Gateway',
    });
    const goals = await fetch(recorder.goalsUrl, { method: 'POST' });
    expect(await goals.json()).toEqual({
      success: false,
      error: { code: 'BAD_GATEWAY', message: expect.stringContaining('no URL'), status: 502 },
    });
    expect(exchanges).toEqual([]);
    expect(troubles).toHaveLength(2);
    expect(troubles.join()).not.toContain('s3cret');
  });

  it.each(['/other', '/apis', '/api/../admin', '/api/%2e%2E/admin', '/api/agents/..'])(
    'lets nothing through that is none of the two APIs: %s',
    async (path) => {
      let reached = false;
      const { recorder, exchanges } = await recordBefore((_, response) => {
        reached = true;
        response.end();
      });
      const outgoing = requestHttp({ port: recorder.port, host: '127.0.0.1', path });
      outgoing.end();
      const [response] = await once(outgoing, 'response');
      response.resume();
      expect([400, 404]).toContain(response.statusCode);
      expect([reached, exchanges]).toEqual([false, []]);
    },
  );

  it('lends its credential to callers without one, but to no strange web page', async () => {
    const keys: unknown[] = [];
    const { recorder, exchanges } = await recordBefore(
      ({ headers }, response) => {
        keys.push(headers['x-api-key'] ?? headers.authorization);
        response.end('{}');
      },
      { apiKey: 'lent-agents-key', token: 'lent-goals-token' },
    );
    await fetch(`${recorder.agentsUrl}/agents`);
    await fetch(recorder.goalsUrl, { method: 'POST' });
    await fetch(`${recorder.agentsUrl}/agents`, { headers: { 'x-api-key': 'my-own-key' } });
    const page = await fetch(`${recorder.agentsUrl}/agents`, {
      headers: { origin: 'https://evil.example' },
    });
    expect(page.status).toBe(403);
    expect(keys).toEqual(['lent-agents-key', 'Bearer lent-goals-token', 'my-own-key']);
    const credentials = exchanges.map(({ request }) => request.credential);
    expect(credentials).toEqual(['lent', 'lent', 'sent']);
  });

  it('reads what a server compresses unasked', async () => {
    const { recorder, exchanges } = await recordBefore((request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(JSON.stringify({ asked: request.headers['accept-encoding'] })));
    });
    const response = await fetch(`${recorder.agentsUrl}/agents`);
    expect(await response.json()).toEqual({ asked: 'identity' });
    expect(exchanges[0]?.response.body).toBe('{"asked":"identity"}');
  });

  it.each([
    ['nonsense', 'absolute'],
    ['ftp://x.example/api', 'http or https'],
    ['http://x.example/api', 'https'],
    ['https://user:pass@x.example/api', 'no user'],
    ['https://x.example/api?key=1', 'end before'],
  ])('refuses the address %s', async (agents, words) => {
    await expect(record({ agents, port: 0, add: () => {} })).rejects.toThrow(words);
  });

  it('has written an exchange down before its caller has the whole answer', async () => {
    const written: string[] = [];
    const { recorder } = await recordBefore(
      (request, response) => {
        if (request.url?.endsWith('/test')) response.setHeader('content-type', 'text/event-stream');
        response.end('data: 1\n\n');
      },
      {
        add: async ({ request }: Exchange) => {
          await new Promise((resolve) => setTimeout(resolve, 30));
          written.push(request.path);
        },
      },
    );
    for (const path of ['/agents', '/agents/1/test']) {
      await (await fetch(recorder.agentsUrl + path)).text();
      expect(written).toContain(`/api${path}`);
    }
  });

  it('goes on when an exchange can not be written down, and says so', async () => {
    const { recorder, troubles } = await recordBefore((_, response) => response.end('{}'), {
      add: () => Promise.reject(new Error('the disk is full')),
    });
    expect((await fetch(`${recorder.agentsUrl}/agents`)).status).toBe(200);
    expect(troubles).toEqual(['GET /api/agents could not be written down: the disk is full']);
    expect(recorder.recorded).toBe(0);
  });
});

describe('A file that is recorded into', () => {
  async function newFile() {
    const folder = await mkdtemp(join(tmpdir(), 'voicectl-cassette-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    return join(folder, 'story.ndjson');
  }
  const first = exchange('GET', '/api/agents', { answer: { data: [] } });
  const second = exchange('POST', '/v1', { body: { action: 'list' } });

  it('is not touched when it is there, unless it is to be replaced or gone on with', async () => {
    const file = await newFile();
    const cassette = await createCassette(file, { agents: 'https://x.example/api' });
    await cassette.add(first);
    await cassette.close();
    await expect(createCassette(file, {})).rejects.toMatchObject({ code: 'EEXIST' });
    const more = await createCassette(file, {}, 'append');
    await Promise.all([more.add(second), more.add(first)]);
    await more.close();
    expect(await loadCassette(file)).toMatchObject({
      header: { targets: { agents: 'https://x.example/api' } },
      exchanges: [first, second, first],
    });
    await (await createCassette(file, {}, 'replace')).close();
    expect((await loadCassette(file)).exchanges).toEqual([]);
  });

  it.each([
    ['{"at":"2026', 1],
    ['{"at":"2026\n', 1],
    ['{"at":"2026\r\n \n\n', 1],
    [JSON.stringify(second), 2],
  ])('loses only what was torn when it is gone on with after a crash: %s', async (tail, kept) => {
    const file = await newFile();
    const cassette = await createCassette(file, {});
    await cassette.add(first);
    await cassette.close();
    await appendFile(file, tail);
    const more = await createCassette(file, {}, 'append');
    await more.add(first);
    await more.close();
    const { exchanges, torn } = await loadCassette(file);
    expect([exchanges.length, torn]).toEqual([kept + 1, undefined]);
  });

  it('that is something else is left as it is', async () => {
    const file = await newFile();
    await writeFile(file, 'my notes\nof today');
    await expect(createCassette(file, {}, 'append')).rejects.toThrow(/story.ndjson, line 1: is no/);
    expect(await readFile(file, 'utf8')).toBe('my notes\nof today');
  });
});
