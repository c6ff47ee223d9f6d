/** Bodies that are legal, or nearly so, and that nobody expects: kept as they are, or refused in words. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openRaw } from './raw';

const agent = { name: 'A', instructions: 'B' };

/** Bytes as they are, which `send` would take for a value. */
async function post(
  server: { readonly agentsUrl: string },
  body: Uint8Array | string,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(`${server.agentsUrl}/agents`, {
    method: 'POST',
    headers: { 'x-api-key': 'key', 'content-type': 'application/json', ...headers },
    body: body as Uint8Array<ArrayBuffer> | string,
  });
  const value = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, headers: answer.headers, body: value };
}

describe('Bytes', () => {
  it.each([
    ['a lone continuation', [0x80]],
    ['a letter cut in two', [0xd8]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
  ])('that are no UTF-8 get 400: %s', async (_, bytes) => {
    const { server } = await openRaw();
    const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from(bytes), Buffer.from('"}')]);
    const answer = await post(server, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ statusCode: 400, message: ['body: is not valid UTF-8'] });
  });

  it('that are compressed get 415, which says how to send them', async () => {
    const { server } = await openRaw();
    const packed = gzipSync(JSON.stringify(agent));
    const { status, headers, body } = await post(server, packed, { 'content-encoding': 'gzip' });
    expect(status).toBe(415);
    expect(headers.get('accept-encoding')).toBe('identity');
    expect(body.message).toContain('content-encoding: gzip');
    const plain = await post(server, JSON.stringify(agent), { 'content-encoding': 'identity' });
    expect(plain.status).toBe(201);
  });

  it('in another charset get 415, which names it', async () => {
    const { server } = await openRaw();
    const type = { 'content-type': 'application/json; charset=utf-16' };
    const { status, body } = await post(server, Buffer.from('{}', 'utf16le'), type);
    expect(status).toBe(415);
    expect(body.message).toContain('utf-16');
  });

  it('with a byte order mark are read without it', async () => {
    const { server } = await openRaw();
    const { status } = await post(server, Buffer.from(`\ufeff${JSON.stringify(agent)}`));
    expect(status).toBe(201);
  });
});

describe('A value', () => {
  it.each([
    ['100,000 lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    [
      '100,000 objects in metadata',
      withMetadata(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
    ],
    ['501 lists in metadata', withMetadata(`${'['.repeat(501)}${']'.repeat(501)}`)],
  ])('that is nested too deep gets 400: %s', async (_, body) => {
    const { send } = await openRaw();
    for (const path of ['/api/agents', '/v1']) {
      const answer = await send('POST', path, body);
      expect(answer.status).toBe(400);
      expect(JSON.stringify(answer.body)).toContain('body: is nested deeper than 500 levels');
    }
  });

  it('with brackets that never close gets 400, however many', async () => {
    const { send } = await openRaw();
    const { status, body } = await send('POST', '/api/agents', '['.repeat(100_000));
    expect(status).toBe(400);
    expect(body.message).toEqual([expect.stringContaining('ends too early, at position 100000')]);
  });

  it('that is nested 400 levels deep comes back as it was', async () => {
    const { send } = await openRaw();
    const deep = `${'[{"a":'.repeat(200)}1${'}]'.repeat(200)}`;
    const { status, body } = await send('POST', '/api/agents', withMetadata(deep));
    expect(status).toBe(201);
    expect(JSON.stringify(body.metadata)).toBe(`{"odd":${deep}}`);
    const changed = await send('PATCH', `/api/agents/${body.id}`, { metadata: { more: 1 } });
    expect(changed.body.metadata).toMatchObject({ more: 1 });
  });

  it('that no number can hold gets 400 wherever it stands, beside all other problems', async () => {
    const { send } = await openRaw();
    const sent =
      '{"name":"","instructions":"B","modelConfig":{"model":"openai/x","modelSettings":{"temperature":1e999}},"metadata":{"sizes":[1,-1e999],"deep":{"far":1e400}}}';
    const { status, body } = await send('POST', '/api/agents', sent);
    expect(status).toBe(400);
    expect(body.message).toEqual([
      'name: must not be empty',
      'modelConfig.modelSettings.temperature: must be a number, is Infinity',
      'metadata.sizes[1]: must be a number that can be kept, is over 1.8e308',
      'metadata.deep.far: must be a number that can be kept, is over 1.8e308',
    ]);
  });

  it('of any text comes back as it was: NUL, half of a pair, all of Unicode', async () => {
    const { send, server } = await openRaw();
    const { agentsUrl } = server;
    const anyText = fc.oneof(
      fc.constantFrom('\u0000', 'a\u0000b', '\ud800', '\udc00\ud800', '\u2028', '\ufeff', '\uffff'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }),
    );
    await fc.assert(
      fc.asyncProperty(anyText, fc.jsonValue(), async (text, value) => {
        const sent = { name: text, instructions: text, metadata: { [`k${text}`]: text, value } };
        const { body } = await send('POST', '/api/agents', sent);
        const url = `${agentsUrl}/agents/${body.id}`;
        const answer = await fetch(url, { headers: { 'x-api-key': 'key' } });
        // Read as bytes: what is no Unicode may only travel escaped.
        const kept = JSON.parse(Buffer.from(await answer.arrayBuffer()).toString('utf8'));
        expect(kept).toMatchObject({ name: text, instructions: text });
        expect(JSON.stringify(kept.metadata)).toBe(JSON.stringify(sent.metadata));
      }),
      { numRuns: 60 },
    );
  });

  function withMetadata(value: string): string {
    return `{"name":"A","instructions":"B","metadata":{"odd":${value}}}`;
  }
});

describe('A key named __proto__ or constructor', () => {
  const evil =
    '{"name":"A","instructions":"B","__proto__":{"name":"P","polluted":1},"constructor":{"prototype":{"polluted":1}},"modelConfig":{"model":"openai/x","__proto__":{"polluted":1}},"metadata":{"deep":{"__proto__":{"polluted":1}},"constructor":1}}';

  it('is left out like any that nobody knows, and kept where any key is', async () => {
    const { send } = await openRaw();
    const { status, body } = await send('POST', '/api/agents', evil);
    expect(status).toBe(201);
    expect(body.name).toBe('A');
    expect(body.modelConfig).toEqual({ model: 'openai/x' });
    expect(JSON.stringify(body.metadata)).toBe(
      '{"deep":{"__proto__":{"polluted":1}},"constructor":1}',
    );
    expect({}).not.toHaveProperty('polluted');
  });

  it('is named when strict', async () => {
    const { send } = await openRaw({ strict: true });
    const { status, body } = await send('POST', '/api/agents', evil);
    expect(status).toBe(400);
    expect(body.message).toEqual([
      '__proto__: is not known',
      'constructor: is not known',
      'modelConfig.__proto__: is not known',
      'metadata.deep.__proto__: is not known',
    ]);
  });

  it('may not name the action of a goal', async () => {
    const { send } = await openRaw();
    const { body } = await send('POST', '/v1', '{"resource":"goals","action":"__proto__"}');
    expect(body).toMatchObject({ success: false, error: { code: 'INVALID_ACTION' } });
  });
});

describe('A request without need of a body', () => {
  it.each<[string, string | undefined, Record<string, string>]>([
    ['none', undefined, {}],
    ['an empty one without a type', '', { 'content-type': '' }],
    ['JSON', '{"colour":"blue"}', {}],
    ['no JSON at all', '<xml/>', { 'content-type': 'application/xml' }],
  ])('may send %s', async (_, body, headers) => {
    const { send, create } = await openRaw();
    const { id } = await create();
    const answer = await send('POST', `/api/agents/${id}/activate`, body, headers);
    expect(answer.status).toBe(200);
    expect(answer.body.status).toBe('active');
  });
});

describe('An envelope', () => {
  const unknown = '11111111-1111-4111-8111-111111111111';

  it.each([
    [
      { resource: 'agents', action: 'update', data: { name: '', agent_id: 7 } },
      'resource: must be "goals"; id: is required; name: must not be empty; agent_id: must be a string, is 7',
    ],
    [{ action: 'get', id: 7 }, 'resource: must be "goals"; id: must be a goal id'],
    [{ resource: 'goals', action: 'create', data: {} }, 'name: is required; agent_id: is required'],
    [[], 'resource: must be "goals"'],
    [null, 'resource: must be "goals"'],
  ])('%j hears of all that is wrong with it', async (envelope, message) => {
    const { send } = await openRaw();
    const { status, body } = await send('POST', '/v1', envelope);
    expect(status).toBe(400);
    expect(named(body)).toBe(message);
  });

  it('may hold nothing that nobody knows when strict', async () => {
    const sent = { resource: 'goals', action: 'get', id: unknown, colour: 1 };
    const strict = await openRaw({ strict: true });
    const { body } = await strict.send('POST', '/v1', { ...sent, id: undefined });
    expect(named(body)).toBe('id: is required; colour: is not known');
    const tolerant = await openRaw();
    expect((await tolerant.send('POST', '/v1', sent)).status).toBe(404);
  });

  function named(body: Record<string, unknown>): unknown {
    return (body.error as { message: unknown }).message;
  }
});
