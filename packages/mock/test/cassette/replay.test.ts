/** A cassette answers what was recorded, and says in words what was not. */
import { describe, expect, it } from 'vitest';
import { type Exchange, type ReplayOptions, replay } from '../../src/cassette/index';
import type { MockRequest } from '../../src/exchange';
import { cassetteOf, exchange } from './recorded';

function open(exchanges: Exchange[], options?: ReplayOptions) {
  const replayed = replay(cassetteOf(exchanges), options);
  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    more: Partial<MockRequest['headers']> = {},
  ) => {
    const [pathname = '', query] = path.split('?');
    const response = await replayed.handle({
      method,
      path: pathname,
      query: new URLSearchParams(query),
      headers: { 'x-api-key': 'any', accept: 'application/json', ...more },
      body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
    });
    if (typeof response.body === 'string') {
      return { ...response, json: response.body === '' ? undefined : JSON.parse(response.body) };
    }
    return { ...response, json: undefined };
  };
  return { ask, report: replayed.report };
}

const create = (name: string, answer: unknown) =>
  exchange('POST', '/api/agents', {
    body: { name, config: { a: 1, b: [1, 2] } },
    status: 201,
    answer,
  });

describe('A replay', () => {
  it('finds a request whatever the order of its keys and parameters', async () => {
    const { ask } = open([
      create('A', { id: 1 }),
      exchange('GET', '/api/agents', { query: 'page=2&limit=5&x=1&x=2', answer: { id: 2 } }),
    ]);
    const body = ' { "config": {"b": [1,2], "a": 1.0},\n "name": "\\u0041" }';
    expect(await ask('POST', '/api/agents', body)).toMatchObject({ status: 201, json: { id: 1 } });
    expect(await ask('GET', '/api/agents/?x=1&limit=5&x=2&page=2')).toMatchObject({
      json: { id: 2 },
    });
    expect(
      await ask('POST', '/api/agents', { name: 'A', config: { a: 1, b: [2, 1] } }),
    ).toMatchObject({ status: 501 });
    expect(await ask('GET', '/api/agents?limit=5&page=2')).toMatchObject({ status: 501 });
    expect(await ask('GET', '/api/agents?limit=5&page=2&x=2&x=1&x=1')).toMatchObject({
      status: 501,
    });
  });

  it('gives equal requests their answers in the recorded order, and then the last one again', async () => {
    const recorded = [1, 2].map((id) => exchange('GET', '/api/agents/a', { answer: { id } }));
    const lasting = open(recorded);
    const heard: unknown[] = [];
    for (let round = 0; round < 4; round++)
      heard.push((await lasting.ask('GET', '/api/agents/a')).json);
    expect(heard).toEqual([{ id: 1 }, { id: 2 }, { id: 2 }, { id: 2 }]);
    const strict = open(recorded, { once: true });
    await strict.ask('GET', '/api/agents/a');
    await strict.ask('GET', '/api/agents/a');
    expect((await strict.ask('GET', '/api/agents/a')).json).toEqual({
      statusCode: 501,
      message: ['GET /api/agents/a was recorded 2 times, and has been asked for more often'],
      error: 'Not Recorded',
    });
  });

  it('names what comes nearest to a request that was never recorded, and how it differs', async () => {
    const { ask } = open([
      exchange('GET', '/api/agents', { query: 'page=1', answer: {} }),
      create('A', {}),
      exchange('POST', '/v1', { body: { resource: 'goals', action: 'get', id: 'g1' }, answer: {} }),
    ]);
    const { json } = await ask('POST', '/api/agents', {
      name: 'B',
      config: { a: 1, b: [1] },
      more: true,
    });
    expect(json.message).toEqual([
      'POST /api/agents was never recorded like this',
      'nearest is exchange 2, agents.create: name was "A", is "B", config.b[1] was 2, is absent, more was absent, is true',
      expect.stringContaining('exchange 1, agents.list: method was "GET", is "POST"'),
      expect.stringContaining('exchange 3, goals.get'),
    ]);
    const goals = await ask('POST', '/v1', { resource: 'goals', action: 'get', id: 'g2' });
    expect(goals).toMatchObject({
      status: 501,
      json: { success: false, error: { code: 'NOT_RECORDED', status: 501 } },
    });
    expect(goals.json.error.message).toContain('exchange 3, goals.get: id was "g1", is "g2"');
  });

  it('takes anything where a secret was', async () => {
    const { ask } = open([
      exchange('POST', '/api/agents/[redacted]/test', {
        query: 'token=%5Bredacted%5D',
        body: { message: 'my key is [redacted], ok?', password: '[redacted]' },
        answer: { response: 'fine' },
      }),
    ]);
    const say = (message: string, password: unknown = 'p') =>
      ask('POST', '/api/agents/abc/test?token=t', { message, password });
    expect(await say('my key is sk-1, ok?')).toMatchObject({ json: { response: 'fine' } });
    expect(await say('my key is , ok?', 12345)).toMatchObject({ status: 200 });
    expect(await say('my key is sk-1, ok? And more')).toMatchObject({ status: 501 });
    expect(await say('my key is sk-1, ok?', { deep: 1 })).toMatchObject({ status: 501 });
  });

  it('keeps apart who asks with a credential and without, for a stream and for one piece', async () => {
    const events: [number, string][] = [[1, 'event: done\ndata: {"response":"x"}\n\n']];
    const body = { message: 'Hi' };
    const { ask } = open([
      exchange('POST', '/api/agents/a/test', {
        body,
        events,
        accept: 'text/event-stream, application/json',
      }),
      exchange('POST', '/api/agents/a/test', { body, answer: { response: 'x' } }),
      exchange('POST', '/api/agents/a/test', { body, status: 401, credential: 'none', answer: {} }),
      exchange('GET', '/api/agents', { credential: 'lent', answer: { lent: true } }),
    ]);
    expect((await ask('POST', '/api/agents/a/test', body)).json).toEqual({ response: 'x' });
    expect(await ask('POST', '/api/agents/a/test', body, { 'x-api-key': '' })).toMatchObject({
      status: 401,
    });
    const stream = await ask('POST', '/api/agents/a/test', body, { accept: 'text/event-stream' });
    expect(stream.headers['content-type']).toBe('text/event-stream');
    for (const key of ['', 'mine']) {
      expect((await ask('GET', '/api/agents', undefined, { 'x-api-key': key })).json).toEqual({
        lent: true,
      });
    }
  });

  it('says a stream event by event, and breaks off where the recording does', async () => {
    const events = ['a', 'b'].map((text, index): [number, string] => [index, `data: ${text}\n\n`]);
    const { ask } = open([exchange('GET', '/api/agents/a', { events, ended: 'cut' })]);
    const { body } = await ask('GET', '/api/agents/a');
    const heard: string[] = [];
    const listen = async () => {
      for await (const piece of body) heard.push(piece);
    };
    await expect(listen()).rejects.toMatchObject({ name: 'ConnectionCut' });
    expect(heard).toEqual(['data: a\n\n', 'data: b\n\n']);
  });

  it('takes the time that the recording took when it is to, and none when nobody waits', async () => {
    const slow = exchange('GET', '/api/agents/a', { answer: {} });
    const exchanges = [{ ...slow, response: { ...slow.response, after: 600_000 } }];
    const { handle } = replay(cassetteOf(exchanges), { pace: 1 });
    const leaving = new AbortController();
    const answer = handle({
      method: 'GET',
      path: '/api/agents/a',
      query: new URLSearchParams(),
      headers: { 'x-api-key': 'k', accept: 'application/json' },
      body: '',
      signal: leaving.signal,
    });
    leaving.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    // At once, although it was recorded as ten minutes.
    expect(await open(exchanges).ask('GET', '/api/agents/a')).toMatchObject({ status: 200 });
  });

  it('tells what was never asked for', async () => {
    const { ask, report } = open([
      exchange('GET', '/api/agents', { query: 'page=2', answer: {} }),
      exchange('GET', '/api/agents/a', { answer: {} }),
      exchange('GET', '/api/agents/a', { answer: {}, status: 404 }),
    ]);
    await ask('GET', '/api/agents/a');
    await ask('GET', '/api/nothing');
    expect(report()).toEqual({
      answered: 1,
      refused: 1,
      unused: [
        {
          exchange: 1,
          operation: 'agents.list',
          method: 'GET',
          path: '/api/agents',
          query: 'page=2',
          status: 200,
        },
        { exchange: 3, operation: 'agents.get', method: 'GET', path: '/api/agents/a', status: 404 },
      ],
    });
  });

  it('takes bodies of some MiB, and bodies that no program should send', async () => {
    const large = { message: 'x'.repeat(3 * 1024 * 1024) };
    const { ask } = open([
      exchange('POST', '/api/agents/a/test', { body: large, answer: { response: large.message } }),
    ]);
    expect((await ask('POST', '/api/agents/a/test', large)).json).toEqual({
      response: large.message,
    });
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(await ask('POST', '/api/agents/a/test', deep)).toMatchObject({ status: 501 });
    expect(await ask('POST', '/v1', '{"__proto__":{"action":"x"},"constructor":1}')).toMatchObject({
      status: 501,
    });
  });
});
