/** The documented curl calls, as they are written, against the mock on a real socket. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { serve } from '../../src/doors/node';
import { createMock } from '../../src/index';
import { json, readCurl, text, withoutDots } from './texts';

const id = '550e8400-e29b-41d4-a716-446655440000';
let root = '';

beforeEach(async () => {
  const mock = createMock({
    checkAnswers: true,
    apiKey: 'YOUR_API_KEY',
    newId: () => id,
    now: () => new Date('2025-01-15T10:30:00.000Z'),
  });
  const server = await serve(mock, { port: 0 });
  onTestFinished(() => server.close());
  root = new URL(server.agentsUrl).origin;
});

/** Sends a documented call; only its origin is another. */
async function run(name: string) {
  const { url, method, headers, body } = readCurl(name);
  const { pathname, search } = new URL(url);
  const answer = await fetch(root + pathname + search, { method, headers, body: body ?? null });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function post(path: string) {
  const headers = { 'x-api-key': 'YOUR_API_KEY' };
  return (await fetch(root + path, { method: 'POST', headers })).status;
}

describe('The documented curl call', () => {
  it('that creates an agent gets 201 and the documented answer, key by key', async () => {
    const { status, body } = await run('create.curl.txt');
    const documented = Object(json('created.json'));
    expect(status).toBe(201);
    expect(Object.keys(body)).toEqual(Object.keys(documented));
    // The documentation shortens the instructions of its answer.
    const { instructions } = JSON.parse(readCurl('create.curl.txt').body ?? '');
    expect(body).toEqual({ ...documented, instructions });
  });

  it('that lists agents gets 200 and the documented shape', async () => {
    await run('create.curl.txt');
    const before = await run('list.curl.txt');
    expect(before.body).toMatchObject({ data: [], meta: { total: 0 } });
    expect(await post(`/api/agents/${id}/activate`)).toBe(200);
    const { status, body } = await run('list.curl.txt');
    const documented = Object(json('listed.json'));
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['data', 'meta']);
    expect(body.meta).toEqual(documented.meta);
    const [agent] = body.data as object[];
    expect(Object.keys(Object(agent))).toEqual(Object.keys(documented.data[0]));
    expect(agent).toMatchObject({ id, status: 'active', version: 1 });
  });

  it('that updates an agent gets 200 and the whole agent, the shown fields as shown', async () => {
    await run('create.curl.txt');
    const { status, body } = await run('update.curl.txt');
    const { policy: _, ...shown } = JSON.parse(withoutDots(text('updated.txt')));
    expect(status).toBe(200);
    // The policy that is shown is not the one that the documentation created the agent with.
    expect(body).toMatchObject(shown);
    expect(Object.keys(body)).toEqual(Object.keys(Object(json('created.json'))));
    expect(body.version).toBe(2);
  });

  it('that tests an agent gets 200 and the documented shape', async () => {
    await run('create.curl.txt');
    const { status, body } = await run('test.curl.txt');
    const documented = Object(json('tested.json'));
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(Object.keys(documented));
    expect(Object.keys(Object(body.usage))).toEqual(Object.keys(documented.usage));
    expect(body.response).toMatch(/\border\b/);
  });

  it.each(['update.curl.txt', 'test.curl.txt'])(
    '%s gets 404 while there is no agent',
    async (name) => {
      const { status, body } = await run(name);
      expect(status).toBe(404);
      expect(body).toEqual({
        statusCode: 404,
        message: expect.stringContaining(id),
        error: 'Not Found',
      });
    },
  );

  it('that creates an agent applies the documented defaults where it says nothing', async () => {
    const answer = await fetch(`${root}/api/agents`, {
      method: 'POST',
      headers: readCurl('create.curl.txt').headers,
      body: JSON.stringify({ name: 'Support', instructions: 'Be brief.' }),
    });
    expect(await answer.json()).toMatchObject({
      modelConfig: json('default-model-config.json'),
      memoryConfig: json('default-memory-config.json'),
    });
  });
});
