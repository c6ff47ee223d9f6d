/** HEAD and OPTIONS, which no endpoint has. */
import { describe, expect, it } from 'vitest';
import { agent, answersIn, openServer, request } from './socket';

const key = { 'x-api-key': 'key' };

describe('HEAD', () => {
  it('is answered as GET is, without what GET answers', async () => {
    const { server, dial } = await openServer();
    const got = await fetch(`${server.agentsUrl}/agents`, { headers: key });
    const { socket, until } = await dial();
    socket.write(request('HEAD /api/agents') + request('POST /api/agents', {}, agent));
    const { text } = await until((heard) => heard.text.includes(' 201 '));
    const [head = '', rest = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    expect(head).toContain(`content-length: ${(await got.text()).length}`);
    expect(rest).toMatch(/^HTTP\/1\.1 201 /);
  });

  it('of an agent that is none gets 404, of an address for POST 405', async () => {
    const { server } = await openServer();
    const missing = await fetch(`${server.agentsUrl}/agents/x`, { method: 'HEAD', headers: key });
    expect(missing.status).toBe(404);
    const posted = await fetch(`${server.agentsUrl}/agents/x/test`, {
      method: 'HEAD',
      headers: key,
    });
    expect(posted.status).toBe(405);
    expect(posted.headers.get('allow')).toBe('POST');
  });

  it('is answered by the fetch handler, too', async () => {
    const { mock } = await openServer();
    const answer = await mock.fetch(
      new Request('http://mock/api/agents', { method: 'HEAD', headers: key }),
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toBeNull();
  });
});

describe('OPTIONS', () => {
  it('that no browser asks says which methods there are', async () => {
    const { server } = await openServer();
    const answer = await fetch(`${server.agentsUrl}/agents`, { method: 'OPTIONS', headers: key });
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
  });
});

describe('Addresses that clients may not mean', () => {
  it.each([
    ['GET //api/agents', 404],
    ['GET /api//agents', 404],
    ['GET /api/../api/agents', 404],
    ['GET /api/agents/..', 404],
    ['GET /api/agents/../../v1', 404],
    ['GET /api/agents?', 200],
    ['GET /api/agents?x=1?y=2#z', 200],
    ['OPTIONS *', 404],
  ])('%s gets %i, in JSON', async (line, status) => {
    const { dial } = await openServer();
    const { socket, until } = await dial();
    socket.write(request(line));
    const { text } = await until((heard) => answersIn(heard.text).length === 1);
    const [answer] = answersIn(text);
    expect(answer?.status).toBe(status);
    expect(JSON.parse(answer?.body ?? '')).toBeTypeOf('object');
  });

  it('A whole URL, as a proxy is asked, is understood', async () => {
    const { dial, host } = await openServer();
    const { socket, until } = await dial();
    socket.write(request(`GET http://${host}/api/agents?page=2`, { host: 'elsewhere' }));
    const { text } = await until((heard) => answersIn(heard.text).length === 1);
    expect(answersIn(text)[0]?.status).toBe(200);
    expect(JSON.parse(answersIn(text)[0]?.body ?? '')).toMatchObject({ meta: { page: 2 } });
  });

  it('A whole URL of a stranger is refused', async () => {
    const { dial } = await openServer();
    const { socket, until } = await dial();
    socket.write(request('GET http://evil.example/api/agents'));
    const { text } = await until((heard) => answersIn(heard.text).length === 1);
    expect(answersIn(text)[0]?.status).toBe(403);
  });
});
