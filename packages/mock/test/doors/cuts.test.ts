/** A connection that is cut, seen through each door as its callers would see a server that crashed. */
import { ConnectionError, createClient, StreamError, type Transport } from '@voicectl/sdk';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { fetchDoor } from '../../src/doors/fetch';
import { handlers } from '../../src/doors/msw';
import { transportDoor } from '../../src/doors/transport';
import { ConnectionCut, type Handle, type MockResponse } from '../../src/exchange';
import { createMock } from '../../src/index';
import { answersIn, openHandle, request } from './socket';

const cutAtOnce: Handle = async () => {
  throw new ConnectionCut();
};
const events = { 'content-type': 'text/event-stream' };
const cutAfterOne = answering(events, async function* () {
  yield 'event: token\ndata: {"text":"Hel"}\n\n';
  throw new ConnectionCut();
});
const url = 'https://api.gomobile.ma/api/agents';

function answering(
  headers: Record<string, string>,
  body: string | (() => AsyncIterable<string>),
  status = 200,
): Handle {
  return async (): Promise<MockResponse> => ({
    status,
    headers,
    body: typeof body === 'string' ? body : body(),
  });
}

/** What a call failed with; one that succeeds is a failure of the test. */
async function failureOf(call: Promise<unknown>): Promise<Error> {
  const failure = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(Error);
  return failure as Error;
}

describe('A cut over HTTP', () => {
  it('before the answer resets the connection', async () => {
    const { dial } = await openHandle(cutAtOnce);
    const { socket, over } = await dial();
    socket.write(request('GET /api/agents'));
    expect(await over()).toEqual({ text: '', ended: false, code: 'ECONNRESET' });
  });

  it('in its middle does so after what was said before', async () => {
    const { dial } = await openHandle(cutAfterOne);
    const { socket, over } = await dial();
    socket.write(request('GET /api/agents'));
    const { text, ended, code } = await over();
    expect(text).toContain('"Hel"');
    expect({ ended, code }).toEqual({ ended: false, code: 'ECONNRESET' });
  });

  it('does not wait for a client that never reads', async () => {
    const huge = 'x'.repeat(50 * 1024 * 1024);
    const cut = answering({}, async function* () {
      yield huge;
      throw new ConnectionCut();
    });
    const { server, dial } = await openHandle(cut);
    const { socket } = await dial();
    socket.pause();
    socket.write(request('GET /api/agents'));
    await server.close();
  });

  it('is a ConnectionError to the SDK', async () => {
    const { server } = await openHandle(cutAtOnce);
    const agents = { url: server.agentsUrl, apiKey: 'key' };
    await using client = disposable(createClient({ agents, transport: 'undici', maxRetries: 0 }));
    expect(await failureOf(client.agents.list())).toBeInstanceOf(ConnectionError);
  });
});

describe('A cut of the fetch handler', () => {
  const asked = () => new Request(url);

  it('before the answer fails as fetch does', async () => {
    const failure = await failureOf(fetchDoor(cutAtOnce)(asked()));
    expect(failure).toBeInstanceOf(TypeError);
    expect(failure).toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNRESET' } });
  });

  it('in its middle fails as a body does', async () => {
    const answer = await fetchDoor(cutAfterOne)(asked());
    const reader = answer.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toContain('"Hel"');
    const failure = await failureOf(Promise.resolve(reader?.read()));
    expect(failure).toMatchObject({ message: 'terminated', cause: { code: 'ECONNRESET' } });
  });
});

describe('A cut through msw', () => {
  function listen(handle: Handle) {
    const server = setupServer(
      ...handlers({ handle }),
      http.all('*', () => HttpResponse.text('not for the mock', { status: 599 })),
    );
    server.listen();
    onTestFinished(() => server.close());
  }

  it('before the answer is an error of the network', async () => {
    listen(cutAtOnce);
    const failure = await failureOf(fetch(url));
    expect(failure).toBeInstanceOf(TypeError);
  });

  it('in its middle fails as a body does', async () => {
    listen(cutAfterOne);
    const answer = await fetch(url);
    await failureOf(answer.text());
  });

  it('is not made of a failure of another kind', async () => {
    // msw says it on the terminal, too.
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => said.mockRestore());
    listen(async () => {
      throw new Error('a store that is gone');
    });
    expect((await fetch(url)).status).toBe(500);
  });
});

describe('A cut in process', () => {
  function clientOf(handle: Handle, transport: Transport = transportDoor(handle)) {
    return createClient({ ...createMock().clientOptions, transport, maxRetries: 0 });
  }

  it('before the answer is a ConnectionError', async () => {
    const failure = await failureOf(clientOf(cutAtOnce).agents.list());
    expect(failure).toBeInstanceOf(ConnectionError);
    expect(failure).toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  it('in the middle of a stream is an error after the words before it', async () => {
    const heard: unknown[] = [];
    const listen = async () => {
      for await (const part of clientOf(cutAfterOne).agents.testStream('x', { message: 'Hi' })) {
        heard.push(part);
      }
    };
    const failure = await failureOf(listen());
    expect([ConnectionError, StreamError].some((type) => failure instanceof type)).toBe(true);
    expect(heard).toEqual([{ type: 'token', text: 'Hel' }]);
  });
});

describe('An answer that says how long it is', () => {
  const says = (length: number) => ({ 'content-length': String(length) });

  it.each([
    ['whole', 'Hello', says(5)],
    ['in pieces', () => pieces('Hel', 'lo'), says(5)],
  ])('goes out so, %s', async (_, body, headers) => {
    const { dial } = await openHandle(answering(headers, body));
    const { socket, until } = await dial();
    socket.write(request('GET /api/agents'));
    const { text } = await until((heard) => answersIn(heard.text)[0]?.body.length === 5);
    expect(text).toMatch(/content-length: 5\r\n/i);
    expect(text).not.toMatch(/transfer-encoding/i);
    expect(answersIn(text)[0]?.body).toBe('Hello');
  });

  it.each([
    ['whole', 'Hello', 50],
    ['in pieces', () => pieces('Hel', 'lo'), 50],
    ['whole, and says too little', 'Hello', 2],
  ])('and is not, %s, ends its connection', async (_, body, length) => {
    const { dial } = await openHandle(answering(says(length), body));
    const { socket, over } = await dial();
    socket.write(request('GET /api/agents').repeat(2));
    const { text, ended } = await over();
    expect(ended).toBe(true);
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(1);
    expect(text).toMatch(/Hello$/);
  });

  it.each([204, 304])('of status %i has no body', async (status) => {
    const { dial } = await openHandle(answering({}, 'Hello', status));
    const { socket, until } = await dial();
    socket.write(request('GET /api/agents').repeat(2));
    const { text } = await until((heard) => answersIn(heard.text).length === 2);
    expect(text).not.toContain('Hello');
    const asked = new Request(url);
    expect((await fetchDoor(answering({}, 'Hello', status))(asked)).status).toBe(status);
  });
});

describe('A handle that fails', () => {
  it.each([
    ['by itself', async () => Promise.reject(new Error('a store that is gone'))],
    [
      'at once',
      () => {
        throw new Error('a store that is gone');
      },
    ],
    ['by a header that is none', answering({ 'x-bad': 'a\r\nb' }, '')],
    ['by a status that is none', answering({}, '', 7)],
  ])('%s, is answered by 500', async (_, handle) => {
    const { server } = await openHandle(handle as Handle);
    const answer = await fetch(`${server.agentsUrl}/agents`);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ statusCode: 500, message: expect.any(String) });
  });

  it('in the middle of its answer ends the connection without its last word', async () => {
    const { server } = await openHandle(
      answering({}, async function* () {
        yield 'Hel';
        throw new Error('a store that is gone');
      }),
    );
    await failureOf(fetch(server.agentsUrl).then((answer) => answer.text()));
  });
});

async function* pieces(...all: string[]) {
  yield* all;
}

function disposable<T extends { close(): Promise<void> }>(client: T): T & AsyncDisposable {
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
}
