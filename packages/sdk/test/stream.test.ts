/**
 * An answer as it is made: live, and complete to the last byte. Streams that a bad server spoils are in
 * packages/mock/test/sdk.
 */
import { describe, expect, test } from 'vitest';
import {
  AbortedError,
  ApiError,
  ServerError,
  StreamError,
  type TestPart,
  TimeoutError,
  UnexpectedResponseError,
} from '../src/index';
import { agentId, all, answer, connect, failure } from './documented';
import { event, type HostileServer, hostileServer, json, says, streams } from './hostile-server';

const message = { message: 'Hello' };
const token = (text: string) => event('token', { text });
const done = event('done', answer);
const ask = (server: HostileServer, options = {}) =>
  connect(server, options).agents.testStream(agentId, message);

describe.concurrent.each(['undici', 'fetch'] as const)('through the %s door', (transport) => {
  test('tokens arrive as they are made, and done comes last', async () => {
    let proceed = () => {};
    const consumed = new Promise<void>((resolve) => {
      proceed = resolve;
    });
    const server = await hostileServer(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(token('Hel'));
      await consumed;
      response.end(token('lo!') + done);
    });
    const parts: TestPart[] = [];
    for await (const part of ask(server, { transport })) {
      parts.push(part);
      proceed();
    }
    expect(parts).toEqual([
      { type: 'token', text: 'Hel' },
      { type: 'token', text: 'lo!' },
      { type: 'done', ...answer },
    ]);
  });

  test('done hands over what the answer was made from, whatever a source looks like', async () => {
    const sources = [{ document: 'faq.md', similarity: 0.8 }, { page: 7 }];
    const [part] = await all(
      ask(await hostileServer(streams([event('done', { ...answer, sources })])), { transport }),
    );
    expect(part).toEqual({ type: 'done', ...answer, sources });
    const odd = event('done', { ...answer, sources: 'the web' });
    expect(await all(ask(await hostileServer(streams([odd])), { transport }))).toEqual([
      { type: 'done', ...answer },
    ]);
  });

  test('leaving the loop closes the connection', async () => {
    const server = await hostileServer(streams([token('Hel')], false));
    for await (const part of ask(server, { transport })) {
      expect(part).toEqual({ type: 'token', text: 'Hel' });
      break;
    }
    await server.seen[0]?.gone;
  });

  test('an abort ends it before the tokens that have come already', async () => {
    const server = await hostileServer(streams([Array(20).fill(token('x')).join('') + done]));
    const stop = new AbortController();
    const stream = connect(server, { transport }).agents.testStream(agentId, message, {
      signal: stop.signal,
    });
    await stream.next();
    stop.abort();
    await failure(AbortedError, stream.next());
  });

  test('what a reader throws into it comes back as it is', async () => {
    const server = await hostileServer(streams([token('Hel')], false));
    const stream = ask(server, { transport });
    await stream.next();
    const own = new RangeError('I have had enough');
    await expect(stream.throw(own)).rejects.toBe(own);
    await server.seen[0]?.gone;
  });

  test('an abort in the middle ends it', async () => {
    const server = await hostileServer(streams([token('Hel')], false));
    const controller = new AbortController();
    const { agents } = connect(server, { transport });
    const parts = agents.testStream(agentId, message, { signal: controller.signal });
    await parts.next();
    const reason = new Error('enough');
    setTimeout(() => controller.abort(reason), 20);
    const error = await failure(AbortedError, parts.next());
    expect(error.cause).toBe(reason);
    await server.seen[0]?.gone;
  });
});

describe.concurrent('a stream', () => {
  test('longer than the timeout goes on, as long as it speaks', async () => {
    const server = await hostileServer(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (let count = 0; count < 8; count++) {
        response.write(token('x'));
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
      response.end(done);
    });
    expect(await all(ask(server, { timeout: 400 }))).toHaveLength(9);
  });

  test('does not hold a slow reader against the server', async () => {
    const server = await hostileServer(streams([token('Hel'), token('lo!'), done]));
    const parts: TestPart[] = [];
    for await (const part of ask(server, { timeout: 400 })) {
      parts.push(part);
      if (parts.length === 1) await new Promise((resolve) => setTimeout(resolve, 600));
    }
    expect(parts).toHaveLength(3);
  });

  test('ends at the deadline, even while it speaks', async () => {
    const server = await hostileServer((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const talk = setInterval(() => response.write(token('x')), 20);
      response.on('close', () => clearInterval(talk));
    });
    const error = await failure(TimeoutError, all(ask(server, { deadline: 400 })));
    expect(error.message).toContain('deadline');
  });

  test.each([
    ['half a done', [token('Hel'), done.slice(0, -2)]],
    ['a done without its empty line', [token('Hel'), done.slice(0, -1)]],
  ])('of %s ended too soon', async (_, pieces) => {
    const server = await hostileServer(streams(pieces));
    const error = await failure(StreamError, all(ask(server)));
    expect(error).toMatchObject({
      name: 'StreamError',
      code: 'STREAM_INCOMPLETE',
      operation: 'agents.test',
      retryable: false,
    });
  });

  test('that reports an error throws it, by its status', async () => {
    const failed = { statusCode: 500, message: 'The model broke', error: 'Internal' };
    const server = await hostileServer(
      streams([token('Hel'), event('error', failed)]),
      streams([event('error', { statusCode: 429, message: ['slow', 'down'] })]),
      streams([event('error', { oh: 'no' })]),
    );
    const parts = ask(server);
    await parts.next();
    const broke = await failure(ServerError, parts.next());
    expect(broke).toMatchObject({ message: 'The model broke', status: 500 });
    const limited = await failure(ApiError, all(ask(server)));
    expect(limited).toMatchObject({ name: 'RateLimitError', messages: ['slow', 'down'] });
    await failure(StreamError, all(ask(server)));
  });

  test('may have comments, ids, pings and events that nobody knows', async () => {
    const noise = [': keep-alive\n\n', 'event: ping\ndata: now\n\n', 'id: 7\nretry: 10\n\n'];
    const server = await hostileServer(
      streams([...noise, event('sources', []), token('Hello!'), 'data: [DONE]\n\n', done]),
    );
    expect(await all(ask(server))).toEqual([
      { type: 'token', text: 'Hello!' },
      { type: 'done', ...answer },
    ]);
  });

  test('is over at done, whatever follows', async () => {
    const server = await hostileServer(streams([done, token('more'), done], false));
    expect(await all(ask(server))).toEqual([{ type: 'done', ...answer }]);
    await server.seen[0]?.gone;
  });

  test('that never ends stops at maxResponseBytes', async () => {
    const server = await hostileServer((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const more = () => {
        while (!response.destroyed && response.write(token('x'.repeat(1000))));
      };
      response.on('drain', more);
      more();
    });
    const call = all(ask(server, { maxResponseBytes: 20_000 }));
    const error = await failure(UnexpectedResponseError, call);
    expect(error.code).toBe('RESPONSE_TOO_LARGE');
  });
});

describe.concurrent('a server that does not stream', () => {
  test('has its answer handed over as one token and done', async () => {
    const server = await hostileServer(json(answer));
    expect(await all(ask(server))).toEqual([
      { type: 'token', text: answer.response },
      { type: 'done', ...answer },
    ]);
  });

  test('may refuse, or send a web page', async () => {
    const server = await hostileServer(
      json({ message: 'Agent not found' }, 404),
      streams([done]),
      says(200, '<html>', { 'content-type': 'text/html' }),
    );
    const error = await failure(ApiError, all(ask(server)));
    expect(error).toMatchObject({ name: 'NotFoundError', message: 'Agent not found' });
    await all(ask(server));
    await failure(UnexpectedResponseError, all(ask(server)));
  });

  test('is asked for nothing before the first part is wanted', async () => {
    const server = await hostileServer(json(answer));
    const parts = ask(server);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(server.seen).toHaveLength(0);
    await parts.return();
    expect(server.seen).toHaveLength(0);
  });
});
