/** Which addresses the mock has, and what it says at others. */
import { describe, expect, it } from 'vitest';
import { openRaw } from './raw';

describe('An address', () => {
  it('without a path says where the APIs are, and leads a browser to the inspector', async () => {
    const { server, send } = await openRaw();
    const { status, body } = await send('GET', '/');
    expect([status, body.message]).toEqual([
      404,
      'The APIs are at /api and /v1, what steers the mock at /__voicectl',
    ]);
    const page = await fetch(new URL('/', server.agentsUrl), { headers: { accept: 'text/html' } });
    expect(new URL(page.url).pathname).toBe('/__voicectl');
    expect(await page.text()).toContain('<!doctype html>');
  });

  it.each([
    '/api',
    '/agents',
    '/api/agent',
    '/api/agents/x/y',
    '/api/agents/x/test/y',
    '/v2',
    '/v1/goals',
  ])('%s that is none gets 404', async (path) => {
    const { send } = await openRaw();
    const { status, body } = await send('GET', path);
    expect(status).toBe(404);
    expect(body).toEqual({ statusCode: 404, message: `Cannot GET ${path}`, error: 'Not Found' });
  });

  it.each([
    ['PUT', '/api/agents', 'GET, HEAD, POST'],
    ['DELETE', '/api/agents', 'GET, HEAD, POST'],
    ['POST', '/api/agents/x', 'GET, HEAD, PATCH, DELETE'],
    ['PUT', '/api/agents/x', 'GET, HEAD, PATCH, DELETE'],
    ['GET', '/api/agents/x/activate', 'POST'],
    ['PATCH', '/api/agents/x/archive', 'POST'],
    ['DELETE', '/api/agents/x/restore', 'POST'],
    ['GET', '/api/agents/x/test', 'POST'],
    ['GET', '/v1', 'POST'],
    ['DELETE', '/v1/', 'POST'],
  ])(
    'that is asked by %s %s gets 405, and hears that %s is allowed',
    async (method, path, allow) => {
      const { send } = await openRaw();
      const { status, headers, body } = await send(method, path);
      expect(status).toBe(405);
      expect(headers.get('allow')).toBe(allow);
      expect(body).toMatchObject(path.startsWith('/v1') ? { success: false } : { statusCode: 405 });
    },
  );

  it('may end in a slash', async () => {
    const { send, create } = await openRaw();
    const { id } = await create();
    expect((await send('GET', '/api/agents/')).status).toBe(200);
    expect((await send('GET', `/api/agents/${id}/`)).status).toBe(200);
    expect((await send('POST', '/v1/', { resource: 'goals', action: 'list' })).status).toBe(200);
  });

  it('names each answer by an id of its own', async () => {
    const { send } = await openRaw();
    const asked = ['/api/agents', '/api/agents', '/nowhere', '/v1'].map((path) =>
      send('GET', path),
    );
    const ids = (await Promise.all(asked)).map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(4);
    expect(ids).not.toContain(null);
  });
});

describe('An id', () => {
  it.each([
    '1',
    'nothing',
    '%20',
    '%00',
    '%E0%A4%A',
    '%',
    '__proto__',
    'constructor',
    '%2e%2e%2f',
    'é',
    `${'x'.repeat(5000)}`,
  ])('that is no UUID, %s, gets 404 from every call', async (id) => {
    const { send } = await openRaw();
    const calls = [
      send('GET', `/api/agents/${id}`),
      send('PATCH', `/api/agents/${id}`, {}),
      send('DELETE', `/api/agents/${id}`),
      send('POST', `/api/agents/${id}/activate`),
      send('POST', `/api/agents/${id}/test`, { message: 'Hello' }),
    ];
    for (const { status, body } of await Promise.all(calls)) {
      expect(status).toBe(404);
      expect(body).toMatchObject({ statusCode: 404, error: 'Not Found' });
    }
  });

  it('may be percent-encoded', async () => {
    const ids = ['agent 1/ü%', 'b'];
    const { send, create } = await openRaw({ newId: () => ids.shift() ?? 'c' });
    const { id } = await create();
    expect(id).toBe('agent 1/ü%');
    const path = `/api/agents/${encodeURIComponent(id)}`;
    expect((await send('GET', path)).body).toHaveProperty('id', id);
    expect((await send('POST', `${path}/activate`)).body).toHaveProperty('status', 'active');
    const everyByte = [...new TextEncoder().encode(id)].map(
      (byte) => `%${byte.toString(16).padStart(2, '0')}`,
    );
    expect((await send('GET', `/api/agents/${everyByte.join('')}`)).status).toBe(200);
  });
});

describe('A query', () => {
  it.each([
    ['page=0', 'page: must be at least 1, is 0'],
    ['page=-1', 'page: must be at least 1, is -1'],
    ['page=1.5', 'page: must be a whole number, is 1.5'],
    ['page=abc', 'page: must be a number, is a string'],
    ['page=', 'page: must be a number, is a string'],
    ['page=Infinity', 'page: must be a number, is a string'],
    ['page=0x5', 'page: must be a number, is a string'],
    ['limit=%205', 'limit: must be a number, is a string'],
    ['limit=0', 'limit: must be at least 1, is 0'],
    ['limit=101', 'limit: must be at most 100, is 101'],
    ['sortBy=x', 'sortBy: must be "name" or "createdAt" or "updatedAt" or "status", is "x"'],
    ['sortOrder=up', 'sortOrder: must be "asc" or "desc", is "up"'],
    ['status=deleted', 'status: must be "draft" or "active" or "archived", is "deleted"'],
    [`search=${'x'.repeat(101)}`, 'search: must have at most 100 characters, has 101'],
  ])('%s gets 400: %s', async (query, problem) => {
    const { send } = await openRaw();
    const { status, body } = await send('GET', `/api/agents?${query}`);
    expect(status).toBe(400);
    expect(body).toEqual({
      statusCode: 400,
      message: [expect.stringContaining(problem)],
      error: 'Bad Request',
    });
  });

  it.each(['page=1&page=2', 'limit=1&limit=1', 'search=a&colour=x&search=b'])(
    '%s names what it gives twice',
    async (query) => {
      const { send } = await openRaw();
      const { status, body } = await send('GET', `/api/agents?${query}`);
      expect(status).toBe(400);
      const [name] = query.split('=');
      expect(body.message).toEqual([`${name}: must be given once, is given several times`]);
    },
  );

  it('may give twice what nobody knows', async () => {
    const { send } = await openRaw();
    expect((await send('GET', '/api/agents?colour=blue&colour=red')).status).toBe(200);
  });

  it('with a key that nobody knows gets 400 when strict', async () => {
    const { send } = await openRaw({ strict: true });
    const { status, body } = await send('GET', '/api/agents?colour=blue&page=0&__proto__=1');
    expect(status).toBe(400);
    expect(body.message).toEqual([
      'page: must be at least 1, is 0',
      'colour: is not known',
      '__proto__: is not known',
    ]);
  });

  it('with several problems hears of each', async () => {
    const { send } = await openRaw();
    const query = 'page=0&limit=0&sortBy=x&search=a&search=b';
    const { body } = await send('GET', `/api/agents?${query}`);
    expect(body.message).toHaveLength(4);
  });

  it('at its bounds, and with keys that nobody knows, is taken', async () => {
    const { send } = await openRaw();
    const query = `page=1&limit=100&search=${'x'.repeat(100)}&sortOrder=asc&colour=blue`;
    expect((await send('GET', `/api/agents?${query}`)).status).toBe(200);
  });

  it('searches for a number as for any text', async () => {
    const { send, create } = await openRaw();
    await create({ name: 'Line 42' });
    expect((await send('GET', '/api/agents?search=42')).body).toMatchObject({ meta: { total: 1 } });
  });
});
