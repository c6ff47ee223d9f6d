/** What goes wrong, effect by effect, around the real platform. */
import { describe, expect, it } from 'vitest';
import { platform } from './platform';

const refusal = (status: number, error: string) => ({
  statusCode: status,
  message: `A fault of the mock answers ${status}`,
  error,
});

describe('A made-up answer', () => {
  it.each<[number, string]>([
    [401, 'Unauthorized'],
    [404, 'Not Found'],
    [409, 'Conflict'],
    [500, 'Internal Server Error'],
  ])('of %i says no as the agents API does, and nothing has happened', async (status, error) => {
    const { getAgent, acts } = await platform();
    const answer = await getAgent({ status });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toEqual(refusal(status, error));
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(acts()).toBe(0);
  });

  it('says no as the goals API does in the goals API', async () => {
    const { getGoal } = await platform();
    const answer = await getGoal({ status: 429 });
    expect(answer.status).toBe(429);
    expect(JSON.parse(answer.text)).toEqual({
      success: false,
      error: {
        code: 'RATE_LIMIT_EXCEEDED',
        message: 'A fault of the mock answers 429',
        status: 429,
      },
    });
  });

  it('can come after the platform has acted all the same', async () => {
    const { ask, getAgent, agent, acts } = await platform();
    const path = `/api/agents/${agent.id}/activate`;
    expect(await ask({ status: 504, acts: true }, 'POST', path)).toMatchObject({ status: 504 });
    expect(acts()).toBe(1);
    expect(JSON.parse((await getAgent({ latency: 0 })).text)).toHaveProperty('status', 'active');
  });

  it.each<[string, object, object]>([
    [
      'JSON',
      { status: 503, body: { oops: [1, null] } },
      { status: 503, text: '{"oops":[1,null]}', type: 'application/json; charset=utf-8' },
    ],
    [
      'JSON with 200 when no status is given',
      { body: null },
      { status: 200, text: 'null', type: 'application/json; charset=utf-8' },
    ],
    [
      'a text as it stands',
      { status: 502, body: 'upstream {"is down' },
      { status: 502, text: 'upstream {"is down', type: 'text/plain; charset=utf-8' },
    ],
    [
      'a text of a type of its own',
      { status: 200, body: '<a/>', headers: { 'Content-Type': 'text/xml' } },
      { status: 200, text: '<a/>', type: 'text/xml' },
    ],
    ['nothing, with a status that is no error', { status: 202 }, { status: 202, text: '' }],
    [
      'nothing but a header, as a redirect',
      { status: 302, headers: { location: '/elsewhere' } },
      { status: 302, text: '', location: '/elsewhere' },
    ],
  ])('has for a body %s', async (_, effects, expected) => {
    const { getAgent } = await platform();
    const { status, text, headers } = await getAgent(effects);
    const { 'content-type': type, location } = headers;
    expect({ status, text, ...(type && { type }), ...(location && { location }) }).toEqual(
      expected,
    );
  });
});

describe('A web page', () => {
  it.each([
    [{ html: true }, 200, /^<!doctype html>[\s\S]*Sign in/],
    [{ html: true, status: 500 }, 500, /^<!doctype html>[\s\S]*500 Internal Server Error/],
    [{ html: '<h1>Maintenance</h1>', status: 503 }, 503, /^<h1>Maintenance<\/h1>$/],
  ])('stands where the answer should: %j', async (effects, status, text) => {
    const { getAgent, acts } = await platform();
    const answer = await getAgent(effects);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.text).toMatch(text);
    expect(acts()).toBe(0);
  });
});

describe('Retry-After', () => {
  it.each<[object, number, string]>([
    [{ retryAfter: 7 }, 429, '7'],
    [{ retryAfter: 0.5 }, 429, '0.5'],
    [{ retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' }, 429, 'Wed, 21 Oct 2026 07:28:00 GMT'],
    [{ retryAfter: 'in a while' }, 429, 'in a while'],
    [{ retryAfter: '' }, 429, ''],
    [{ retryAfter: -1, status: 503 }, 503, '-1'],
  ])('is what the fault says: %j', async (effects, status, header) => {
    const { getAgent, getGoal } = await platform();
    for (const answer of [await getAgent(effects), await getGoal(effects)]) {
      expect(answer.status).toBe(status);
      expect(answer.headers['retry-after']).toBe(header);
      expect(answer.text).toContain(String(status));
    }
  });
});

describe('Headers', () => {
  it("are added to the platform's own answer, in place of those of the same name", async () => {
    const { getAgent, agent } = await platform();
    const answer = await getAgent({ headers: { 'X-Odd': 'yes', 'Content-Type': 'text/plain' } });
    expect(answer.headers).toMatchObject({ 'x-odd': 'yes', 'content-type': 'text/plain' });
    expect(Object.keys(answer.headers).filter((name) => /content-type/i.test(name))).toHaveLength(
      1,
    );
    expect(JSON.parse(answer.text)).toEqual(agent);
  });
});

describe('A reset', () => {
  it('before acting leaves the platform as it was', async () => {
    const { ask, acts, agent } = await platform();
    const lost = await ask({ reset: 'before' }, 'DELETE', `/api/agents/${agent.id}`);
    expect(lost).toEqual({ headers: {}, text: '', cut: true });
    expect(acts()).toBe(0);
  });

  it('after acting loses the answer alone', async () => {
    const { ask, acts, agent, getAgent } = await platform();
    const lost = await ask({ reset: 'after' }, 'DELETE', `/api/agents/${agent.id}`);
    expect(lost).toEqual({ headers: {}, text: '', cut: true });
    expect(acts()).toBe(1);
    expect(await getAgent({ latency: 0 })).toMatchObject({ status: 404 });
  });
});

describe('Malformed JSON', () => {
  it('is what either API answers, of a length that is right, success or not', async () => {
    const { getAgent, getGoal, ask } = await platform();
    const spoilt = { malformed: true };
    const missing = await ask(spoilt, 'GET', '/api/agents/none');
    expect(missing.status).toBe(404);
    for (const answer of [await getAgent(spoilt), await getGoal(spoilt), missing]) {
      expect(answer.text.length).toBeGreaterThan(20);
      expect(() => JSON.parse(answer.text)).toThrow(SyntaxError);
      expect(answer).toMatchObject({ cut: false });
      expect(answer.headers).not.toHaveProperty('content-length');
    }
  });

  it.each([{ body: 12 }, { body: 'text' }, { body: null }, { body: [] }, { body: '' }])(
    'is made of any body: %j',
    async ({ body }) => {
      const { getAgent } = await platform();
      const { text } = await getAgent({ body, malformed: true });
      expect(() => JSON.parse(text)).toThrow(SyntaxError);
    },
  );

  it('is in each event of a stream', async () => {
    const { testAgent } = await platform();
    const { text } = await testAgent({ malformed: true });
    const data = [...text.matchAll(/^data: (.*)$/gm)].map(([, line]) => String(line));
    expect(data.length).toBeGreaterThan(3);
    for (const line of data) expect(() => JSON.parse(line)).toThrow(SyntaxError);
    expect(text).toMatch(/event: done\ndata: \{.+\n\n$/);
  });
});

describe('Effects together', () => {
  it('are a latency and another', async () => {
    const { getAgent, acts } = await platform();
    expect(await getAgent({ latency: 5, status: 500 })).toMatchObject({ status: 500 });
    expect(await getAgent({ latency: { min: 0, max: 3 }, reset: 'before' })).toMatchObject({
      cut: true,
    });
    expect(acts()).toBe(0);
  });

  it('are drift in an answer that breaks off', async () => {
    const { getAgent } = await platform();
    const drift = { remove: ['id'] };
    const whole = (await getAgent({ drift })).text;
    const { text, cut, headers } = await getAgent({ drift, truncate: 30 });
    expect([text, cut]).toEqual([whole.slice(0, 30), true]);
    expect(headers['content-length']).toBe(String(whole.length));
  });

  it('are a made-up answer that breaks off', async () => {
    const { getAgent } = await platform();
    const answer = await getAgent({ status: 500, body: 'Something broke', truncate: 9 });
    expect(answer).toMatchObject({ status: 500, text: 'Something', cut: true });
  });
});
