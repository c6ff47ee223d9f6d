/** A server that says no: the error's kind by status, its words by whatever shape they came in. */
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  ApiError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  isConflict,
  isNotFound,
  isRateLimited,
  isVoicectlError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  type VoicectlError,
} from '../src/index';
import { agentId, connect, failure, goalId, newAgent } from './documented';
import { hostileServer, json, says } from './hostile-server';

const once = { maxRetries: 0 };
const nest = (status: number, message: unknown, error = 'Refused') =>
  json({ statusCode: status, message, error }, status);

describe('what came with a refusal is kept for the program, and out of its logs', () => {
  const apiKey = 'MARKED-KEY-0123456789';
  const headers = { 'x-shard': `eu-7 ${apiKey}`, 'set-cookie': 'session=MARKED-COOKIE' };

  test.each(['undici', 'fetch'] as const)('by %s', async (transport) => {
    const body = { message: 'No.', reference: 'MARKED-REF', echo: apiKey };
    const server = await hostileServer(json(body, 404, headers));
    const client = connect(server, { transport, agents: { apiKey } });
    const error = await failure(NotFoundError, client.agents.get(agentId));
    expect(error.body).toEqual({ ...body, echo: '[redacted]' });
    expect(error.headers).toMatchObject({ 'x-shard': 'eu-7 [redacted]' });
    expect(error.headers).not.toHaveProperty('set-cookie');
    const walked = inspect({ ...error }) + inspect(error, { customInspect: false });
    expect(inspect(error) + JSON.stringify(error) + walked).not.toContain('MARKED');
  });

  test.each([
    ['as JSON may escape it', '{"message":"bad key sk\\/AbC+def\\/123456=="}'],
    ['by its code points', '{"message":"bad key sk\\u002fAbC\\u002Bdef/123456=="}'],
    ['as a URL has it', '{"message":"see /login?key=sk%2FAbC%2Bdef%2F123456%3D%3D"}'],
    ['in what is no JSON', '<p>sk\\/AbC+def\\/123456==</p>'],
  ])('and the key is in none of it, %s', async (_, text) => {
    const server = await hostileServer(says(401, text));
    const client = connect(server, { agents: { apiKey: 'sk/AbC+def/123456==' } });
    const error = await failure(AuthenticationError, client.agents.get(agentId));
    const shown = inspect([error, error.body, error.headers], { depth: 9, showHidden: true });
    expect(shown + error.stack + JSON.stringify(error)).not.toMatch(/AbC|123456/);
    expect(JSON.stringify(error.body)).toContain('[redacted]');
  });

  test('however deep it is nested', async () => {
    const depth = 100_000;
    const server = await hostileServer(says(404, '['.repeat(depth) + ']'.repeat(depth)));
    await failure(NotFoundError, connect(server).agents.get(agentId));
  });

  test('text that is no JSON is kept as text, and an envelope as it is', async () => {
    const envelope = { success: false, error: { code: 'NOT_FOUND', message: 'No.', ticket: 7 } };
    const server = await hostileServer(says(502, 'Bad gateway'), json(envelope));
    const client = connect(server, once);
    expect((await failure(ServerError, client.agents.get(agentId))).body).toBe('Bad gateway');
    expect((await failure(NotFoundError, client.goals.get(goalId))).body).toEqual(envelope);
  });
});

describe('a refusal hints at what it may mean', () => {
  test('as a web page: at the base URL', async () => {
    const server = await hostileServer(says(404, '<html>Nothing here</html>'));
    const error = await failure(NotFoundError, connect(server).agents.get(agentId));
    expect(error).toMatchObject({ code: 'WEB_PAGE', hint: expect.stringContaining('base URL') });
  });

  test.each([500, 503, 408])('a create that ends in %i: at looking first', async (status) => {
    const server = await hostileServer(nest(status, 'Oops'));
    const error = await failure(ApiError, connect(server, once).agents.create(newAgent));
    expect(error).toMatchObject({ retryable: false, hint: expect.stringContaining('look before') });
  });
});

describe('the kind of an error', () => {
  test.each([
    [400, BadRequestError, false],
    [401, AuthenticationError, false],
    [403, PermissionError, false],
    [404, NotFoundError, false],
    [408, ApiError, true],
    [409, ConflictError, false],
    [418, ApiError, false],
    [422, BadRequestError, false],
    [429, RateLimitError, true],
    [500, ServerError, true],
    [503, ServerError, true],
  ])('%i is told by its status', async (status, kind, retryable) => {
    const server = await hostileServer(nest(status, 'No.'));
    const error = await failure(kind, connect(server, once).agents.get(agentId));
    expect(error).toMatchObject({ name: kind.name, status, retryable, message: 'No.' });
    expect(error.constructor).toBe(kind);
  });

  test('guards tell them apart', async () => {
    const server = await hostileServer(nest(404, ''), nest(409, ''), nest(429, ''));
    const { agents } = connect(server, once);
    const errors: unknown[] = [];
    for (let time = 0; time < 3; time++) {
      errors.push(await failure(ApiError, agents.activate(agentId)));
    }
    expect(errors.map(isNotFound)).toEqual([true, false, false]);
    expect(errors.map(isConflict)).toEqual([false, true, false]);
    expect(errors.map(isRateLimited)).toEqual([false, false, true]);
    expect(errors.every(isVoicectlError)).toBe(true);
    for (const guard of [isVoicectlError, isNotFound, isConflict, isRateLimited]) {
      expect([null, undefined, 'x', new Error('x'), { status: 404 }].some(guard)).toBe(false);
    }
  });

  test('an error of another copy of the package is known too', () => {
    const stranger: Pick<VoicectlError, 'status'> = Object.assign(new Error('elsewhere'), {
      [Symbol.for('voicectl.error')]: true,
      status: 404,
    });
    expect(isVoicectlError(stranger)).toBe(true);
    expect(isNotFound(stranger)).toBe(true);
  });

  test('401 and 403 say what to do next', async () => {
    const server = await hostileServer(nest(401, 'x'), nest(403, 'x'));
    const { agents } = connect(server);
    expect((await failure(AuthenticationError, agents.get(agentId))).hint).toContain('key');
    expect((await failure(PermissionError, agents.get(agentId))).hint).toContain('may not');
  });
});

describe('the words of a refusal', () => {
  const htmlPage = '<!DOCTYPE html><html><body>nginx</body></html>';
  test.each([
    ['one message', nest(400, 'name is odd'), ['name is odd']],
    ['many', nest(400, ['name: odd', 'policy: odd']), ['name: odd', 'policy: odd']],
    ['no message, but an error', json({ error: 'Odd' }, 400), ['Odd']],
    ['an envelope', json({ error: { code: 'ODD', message: 'odd' } }, 400), ['odd']],
    ['any other JSON', json({ detail: 'odd' }, 400), ['The server answered 400']],
    ['a JSON text', json('odd', 400), ['odd']],
    ['a JSON list', json(['odd', 7, 'even'], 400), ['odd', 'even']],
    ['null', json(null, 400), ['The server answered 400']],
    ['plain text', says(400, ' odd\n'), ['odd']],
    ['a web page', says(400, htmlPage), ['The server answered 400 with a web page']],
    ['broken JSON', says(400, '{"message'), ['{"message']],
    ['nothing', says(400, ''), ['The server answered 400']],
    ['an empty message', nest(400, '', ''), ['The server answered 400']],
  ])('are found in %s', async (_, behaviour, messages) => {
    const server = await hostileServer(behaviour);
    const { agents } = connect(server);
    const error = await failure(BadRequestError, agents.create({ name: 'n', instructions: 'i' }));
    expect(error.messages).toEqual(messages);
    expect(error.message).toBe(messages.join('; '));
    expect(error.toJSON()).toMatchObject({ name: 'BadRequestError', messages, status: 400 });
  });

  test('a novel of plain text is cut', async () => {
    const server = await hostileServer(says(400, 'x'.repeat(10_000)));
    const error = await failure(BadRequestError, connect(server).agents.get(agentId));
    expect(error.message).toHaveLength(500);
  });
});

describe('Retry-After on a 429', () => {
  const inFiftySeconds = new Date(Date.now() + 50_000).toUTCString();
  test.each([
    ['seconds', '45', 45],
    ['absurd seconds', '9'.repeat(400), undefined],
    ['words', 'soon', undefined],
    ['a negative', '-5', undefined],
    ['nothing', undefined, undefined],
  ])('given as %s', async (_, header, retryAfter) => {
    const headers: Record<string, string> = header === undefined ? {} : { 'retry-after': header };
    const server = await hostileServer(json({ message: 'Slow down' }, 429, headers));
    const error = await failure(RateLimitError, connect(server, once).agents.get(agentId));
    expect(error.retryAfter).toBe(retryAfter);
    expect(error.hint).toBe(retryAfter && `Wait ${retryAfter} s before the next call.`);
  });

  test('given as a date, in seconds from now', async () => {
    const server = await hostileServer(json({}, 429, { 'retry-after': inFiftySeconds }));
    const error = await failure(RateLimitError, connect(server, once).agents.get(agentId));
    expect(error.retryAfter).toBeGreaterThan(20);
    expect(error.retryAfter).toBeLessThanOrEqual(51);
  });
});

describe('the goals envelope', () => {
  const refused = (code: string, status?: number) => ({
    success: false,
    error: { code, message: `It is ${code}`, ...(status === undefined ? {} : { status }) },
  });
  const table = [
    ['VALIDATION_ERROR', 400, BadRequestError],
    ['INVALID_ACTION', 400, BadRequestError],
    ['UNAUTHORIZED', 401, AuthenticationError],
    ['INVALID_TOKEN', 401, AuthenticationError],
    ['FORBIDDEN', 403, PermissionError],
    ['NOT_FOUND', 404, NotFoundError],
    ['RATE_LIMIT_EXCEEDED', 429, RateLimitError],
    ['INTERNAL_ERROR', 500, ServerError],
  ] as const;

  test.each(table)('%s is an error, with its status or under 200', async (code, status, kind) => {
    const server = await hostileServer(
      json(refused(code, status), status),
      json(refused(code, status)),
      json(refused(code)),
    );
    const { goals } = connect(server, once);
    for (let time = 0; time < 3; time++) {
      const error = await failure<ApiError>(kind, goals.get(goalId));
      expect(error).toMatchObject({ code, status, message: `It is ${code}` });
    }
  });

  test('a failure under 200 with a code that nobody knows is the fault of the server', async () => {
    const server = await hostileServer(
      json(refused('MOON_PHASE')),
      json(refused('MOON_PHASE', 200)),
      json({ success: false }),
      json({ success: false, error: 'odd' }),
    );
    const { goals } = connect(server, once);
    for (const message of ['It is MOON_PHASE', 'It is MOON_PHASE', undefined, 'odd']) {
      const error = await failure(ServerError, goals.get(goalId));
      expect(error.status).toBe(500);
      if (message !== undefined) expect(error.message).toBe(message);
    }
  });

  test('Retry-After counts under 200 as well', async () => {
    const server = await hostileServer(
      json(refused('RATE_LIMIT_EXCEEDED', 429), 200, { 'retry-after': '45' }),
    );
    const error = await failure(RateLimitError, connect(server).goals.get(goalId));
    expect(error.retryAfter).toBe(45);
    expect(server.seen).toHaveLength(1);
  });
});
