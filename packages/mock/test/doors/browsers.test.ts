/** What a browser is told, over a real socket. */
import { describe, expect, it } from 'vitest';
import { answersIn, openServer, request } from './socket';

const key = { 'x-api-key': 'key' };
const asks = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'content-type,x-api-key',
};

describe('A page of this machine', () => {
  const origin = 'http://localhost:3000';

  it('hears what it may send', async () => {
    const { server } = await openServer();
    const answer = await fetch(`${server.agentsUrl}/agents`, {
      method: 'OPTIONS',
      headers: { origin, ...asks },
    });
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': expect.stringContaining('POST'),
      'access-control-allow-headers': 'content-type,x-api-key',
      vary: 'origin',
    });
  });

  it.each([
    ['an answer', '/agents', 200],
    ['a refusal', '/agents/x', 404],
  ])('may read %s and its ids', async (_, path, status) => {
    const { server } = await openServer();
    const answer = await fetch(server.agentsUrl + path, { headers: { ...key, origin } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    const readable = answer.headers.get('access-control-expose-headers');
    expect(readable).toContain('x-request-id');
    expect(readable).toContain('retry-after');
  });
});

describe('A page of elsewhere', () => {
  const origin = 'https://evil.example';

  it.each([
    ['a question whether it may', 'OPTIONS', asks],
    ['a call without asking', 'POST', { 'content-type': 'text/plain' }],
  ])('gets 403 for %s, and may not read it', async (_, method, headers) => {
    const { server, mock } = await openServer();
    const url = `${server.agentsUrl}/agents`;
    const answer = await fetch(url, { method, headers: { ...key, origin, ...headers } });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(await answer.json()).toMatchObject({
      statusCode: 403,
      message: expect.stringContaining('option cors'),
    });
    expect(mock.snapshot().agents).toEqual([]);
  });

  it('is let in by the option cors', async () => {
    const { server } = await openServer({ cors: [origin] });
    const url = `${server.agentsUrl}/agents`;
    const answer = await fetch(url, { headers: { ...key, origin } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    const other = await fetch(url, { headers: { ...key, origin: 'https://other.example' } });
    expect(other.status).toBe(403);
  });

  it('that has pointed its own name here gets 403 in the shape of the API', async () => {
    const { dial } = await openServer();
    const { socket, until } = await dial();
    socket.write(request('GET /api/agents', { host: 'evil.example' }));
    socket.write(request('POST /v1', { host: 'evil.example' }, '{}'));
    const { text } = await until((heard) => answersIn(heard.text).length === 2);
    const [agents, goals] = answersIn(text);
    expect(JSON.parse(agents?.body ?? '')).toMatchObject({ statusCode: 403 });
    expect(JSON.parse(goals?.body ?? '')).toMatchObject({
      success: false,
      error: { code: 'FORBIDDEN', message: expect.stringContaining('option hosts') },
    });
  });
});

it('A program that is no browser hears nothing of origins', async () => {
  const { server } = await openServer();
  const { headers } = await fetch(`${server.agentsUrl}/agents`, { headers: key });
  expect([...headers.keys()].filter((name) => /^access-control|^vary$/.test(name))).toEqual([]);
});
