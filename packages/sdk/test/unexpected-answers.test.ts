/** A success that is none: a web page, half a document, a redirect, too much. */
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { ConnectionError, UnexpectedResponseError } from '../src/index';
import { agent, agentId, connect, failure, newAgent } from './documented';
import { type Behaviour, hostileServer, json, says } from './hostile-server';

const htmlPage = '<!doctype html><title>Sign in</title>';
const html = { 'content-type': 'text/html' };

const foreign: [string, Behaviour][] = [
  ['no HTTP', (response) => response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n')],
  ['damaged brotli', says(200, 'no brotli', { 'content-encoding': 'br' })],
  ['more headers than can be', says(200, '{}', { a: 'x'.repeat(99_000) })],
];

describe.each(['undici', 'fetch'] as const)('through the %s door', (transport) => {
  test.each([
    ['a web page', says(200, htmlPage, html), 'web page', 'base URL looks wrong'],
    ['a web page that claims to be JSON', says(200, ` ${htmlPage}`), 'web page', 'base URL'],
    ['half a document', says(200, '{"id": "550e'), 'not valid JSON', undefined],
    ['nothing at all', says(200, ''), 'without a body', undefined],
    ['204', says(204, ''), 'without a body', undefined],
    ['words', says(200, 'It works!'), 'not valid JSON', undefined],
    [
      'a redirect',
      says(302, '', { location: 'https://elsewhere.example/login' }),
      'redirects (302)',
      'https://elsewhere.example/login',
    ],
    ['a redirect to nowhere', says(301, ''), 'redirects (301)', 'Set the base URL'],
    ['304', says(304, ''), 'redirects (304)', undefined],
  ])('%s is no agent', async (_, behaviour, message, hint) => {
    const server = await hostileServer(behaviour);
    const error = await failure(
      UnexpectedResponseError,
      connect(server, { transport }).agents.get(agentId),
    );
    expect(error).toMatchObject({ name: 'UnexpectedResponseError', code: 'UNEXPECTED_RESPONSE' });
    expect(error.message).toContain(message);
    if (hint !== undefined) expect(error.hint).toContain(hint);
    expect(error.retryable).toBe(false);
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    ['damaged gzip', says(200, 'no gzip', { 'content-encoding': 'gzip' })],
    // Newer ones of fetch do not say why they could not read it.
    ...(transport === 'fetch' ? [] : foreign),
  ])('%s is an answer that is not asked for again', async (_, behaviour) => {
    const server = await hostileServer(behaviour);
    const { agents } = connect(server, { transport });
    const error = await failure(UnexpectedResponseError, agents.get(agentId));
    expect(error).toMatchObject({ code: 'UNEXPECTED_RESPONSE', retryable: false });
    expect(error.message).toMatch(/^Can't read the answer of http:\S+ \(\w+\)$/);
    expect(server.seen).toHaveLength(1);
    const create = await failure(UnexpectedResponseError, agents.create(newAgent));
    expect(create.hint).toContain('may have acted');
  });

  test('a body that is cut off is asked for again', async () => {
    const cut = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{';
    const server = await hostileServer((response: ServerResponse) => response.socket?.end(cut));
    const { agents } = connect(server, { transport, maxRetries: 1 });
    await failure(ConnectionError, agents.get(agentId));
    expect(server.seen).toHaveLength(2);
  });

  test('nothing at all in gzip is nothing', async () => {
    const server = await hostileServer((response: ServerResponse) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.flushHeaders();
      response.end();
    });
    const { agents } = connect(server, { transport });
    const error = await failure(UnexpectedResponseError, agents.get(agentId));
    expect(error.message).toContain('without a body');
  });

  test('the first characters and the type of the answer are kept', async () => {
    const server = await hostileServer(says(200, htmlPage + 'x'.repeat(1000), html));
    const client = connect(server, { transport });
    const error = await failure(UnexpectedResponseError, client.agents.get(agentId));
    expect(error.snippet).toMatch(/^<!doctype html>/);
    expect(error.snippet).toHaveLength(200);
    expect(error.toJSON()).toMatchObject({ contentType: 'text/html', status: 200 });
  });

  test('an answer larger than maxResponseBytes is not read to its end', async () => {
    const endless = (response: ServerResponse) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      response.writeHead(200);
      more();
    };
    const server = await hostileServer(endless);
    const client = connect(server, { transport, maxResponseBytes: 50_000 });
    const error = await failure(UnexpectedResponseError, client.agents.get(agentId));
    expect(error).toMatchObject({ code: 'RESPONSE_TOO_LARGE', operation: 'agents.get' });
    expect(error.hint).toContain('maxResponseBytes');
    await server.seen[0]?.gone;
  });

  test('an answer of exactly maxResponseBytes is read', async () => {
    const server = await hostileServer(json(agent));
    const size = JSON.stringify(agent).length;
    const just = connect(server, { transport, maxResponseBytes: size });
    const below = connect(server, { transport, maxResponseBytes: size - 1 });
    expect(await just.agents.get(agentId)).toEqual(agent);
    await failure(UnexpectedResponseError, below.agents.get(agentId));
  });
});

test('an answer may begin with a byte order mark', async () => {
  const server = await hostileServer(says(200, `\ufeff${JSON.stringify(agent)}`));
  expect(await connect(server).agents.get(agentId)).toEqual(agent);
});
