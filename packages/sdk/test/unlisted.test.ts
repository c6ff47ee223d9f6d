/** Calls that have no method: sent with the client's keys, clock, repeating and errors, and never anywhere else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AgentsRequest,
  ConfigurationError,
  type GoalsRequest,
  InputError,
  NotFoundError,
  request,
  ServerError,
  UnexpectedResponseError,
} from '../src/index';
import { agentId, apiKey, connect, failure, token } from './documented';
import { hostileServer, json, says } from './hostile-server';

const get = (path: string): AgentsRequest => ({ method: 'GET', path });
const soon = { 'retry-after': '0' };

describe('a call of the agents API', () => {
  test('goes below the base URL with the key, its query and its body', async () => {
    const server = await hostileServer(json({ ok: true }));
    const client = connect(server);
    const answer = await request(client, {
      method: 'PUT',
      path: `/agents/${agentId}/versions?draft=true`,
      query: { page: 2, left: undefined, q: 'a b&c' },
      body: { any: ['thing'] },
    });
    expect(answer).toEqual({ ok: true });
    expect(server.seen[0]).toMatchObject({
      method: 'PUT',
      url: `/api/agents/${agentId}/versions?draft=true&page=2&q=a+b%26c`,
      body: '{"any":["thing"]}',
    });
    expect(server.seen[0]?.headers['x-api-key']).toBe(apiKey);
  });

  test.each([
    ['a list', '[1]', [1]],
    ['a text', '"yes"', 'yes'],
    ['null', 'null', null],
    ['nothing', '', undefined],
  ])('may be answered by %s', async (_, body, value) => {
    const server = await hostileServer(says(200, body));
    expect(await request(connect(server), get('/agents'))).toEqual(value);
  });

  test('is repeated where that is safe, or where it was said to be', async () => {
    const server = await hostileServer(json({}, 500, soon), json({ ok: 1 }));
    expect(await request(connect(server), get('/agents'))).toEqual({ ok: 1 });

    const post: AgentsRequest = { method: 'POST', path: '/agents/reindex' };
    server.does(json({}, 500, soon), json({ ok: 2 }));
    await failure(ServerError, request(connect(server), post));
    expect(server.seen).toHaveLength(3);

    server.does(json({}, 500, soon), json({ ok: 3 }));
    expect(await request(connect(server), { ...post, effect: 'idempotent' })).toEqual({ ok: 3 });
  });

  test('fails with the same errors', async () => {
    const server = await hostileServer(json({ message: 'no' }, 404));
    const error = await failure(NotFoundError, request(connect(server), get('/nowhere')));
    expect(error).toMatchObject({ operation: 'agents.request', method: 'GET', path: '/nowhere' });
    server.does(says(200, '<html></html>', { 'content-type': 'text/html' }));
    await failure(UnexpectedResponseError, request(connect(server), get('/agents')));
  });

  test.each([
    'agents',
    '',
    '//elsewhere.example/x',
    'https://elsewhere.example/x',
    '/agents/..',
    '/agents/../x',
    '/./x',
    '/agents/%2e%2E/x',
    '/agents\\..\\x',
    '/a#b',
    '/a\nb',
    '/\ud800',
  ])('does not leave the base URL by %j', async (path) => {
    const server = await hostileServer(json({}));
    const error = await failure(InputError, request(connect(server), get(path)));
    expect(error.problems).toMatchObject([{ path: 'path' }]);
    expect(server.seen).toHaveLength(0);
  });

  test('arrives below the base URL or nowhere, whatever its path', async () => {
    const server = await hostileServer(json({}));
    const client = connect({ url: `${server.url}/deep/api` });
    const piece = fc.constantFrom('/', '.', '..', '%2e', '%2E', '\\', '@', ':', '?', '#', 'a', ' ');
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const seen = server.seen.length;
        await request(client, get(`/${pieces.join('')}`)).catch((error: unknown) => {
          expect(error).toBeInstanceOf(InputError);
        });
        for (const { url } of server.seen.slice(seen)) {
          expect(url).toMatch(/^\/deep\/api\//);
          expect(new URL(url, server.url).pathname).toMatch(/^\/deep\/api\//);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('a call of the goals API', () => {
  const pause: GoalsRequest = {
    resource: 'goals',
    action: 'pause',
    id: 'g',
    data: { for: 'ever' },
  };

  test('is an envelope with any action, and gives what is in data', async () => {
    const server = await hostileServer(json({ success: true, data: [1] }));
    expect(await request(connect(server), pause)).toEqual([1]);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual(pause);
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${token}`);
  });

  test('fails where the envelope says so', async () => {
    const error = { code: 'INVALID_ACTION', message: 'Unknown', status: 400 };
    const server = await hostileServer(json({ success: false, error }));
    await expect(request(connect(server), pause)).rejects.toMatchObject({
      code: 'INVALID_ACTION',
      operation: 'goals.pause',
    });
  });

  test('is repeated by what is known of its action', async () => {
    const server = await hostileServer(json({}, 500, soon), json({ success: true, data: {} }));
    await request(connect(server), { resource: 'goals', action: 'list' });
    server.does(json({}, 500, soon), json({ success: true, data: {} }));
    await failure(ServerError, request(connect(server), { resource: 'goals', action: 'toString' }));
  });
});

test.each([
  ['no call', undefined],
  ['a method that there is none of', { method: 'TRACE', path: '/' }],
  ['a GET with a body', { method: 'GET', path: '/', body: {} }],
  ['another resource', { resource: 'agents', action: 'list' }],
  ['no action', { resource: 'goals', action: '' }],
])('%s is refused before anything is sent', async (_, call) => {
  const server = await hostileServer(json({}));
  await failure(InputError, request(connect(server), call as unknown as AgentsRequest));
  expect(server.seen).toHaveLength(0);
});

test('a client of somebody else is refused', async () => {
  await failure(ConfigurationError, request({} as never, get('/agents')));
});

test('is shown by preview, without the key', async () => {
  const client = connect({ url: 'https://agents.example' });
  const shown = await client.preview((recorder) => request(recorder, get('/agents?limit=1')));
  expect(shown).toMatchObject({ method: 'GET', url: 'https://agents.example/api/agents?limit=1' });
  expect(JSON.stringify(shown)).not.toContain(apiKey);
});
