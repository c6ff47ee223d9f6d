/** A server's own life: a port taken, and given back. */
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { serve } from '../../src/doors/node';
import { createMock, scriptedBrain } from '../../src/index';
import { dial, openServer, request } from './socket';

/** Whether a port can be taken by somebody else. */
async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const other = createServer();
    other.once('error', () => resolve(false));
    other.listen(port, '127.0.0.1', () => other.close(() => resolve(true)));
  });
}

describe('A server', () => {
  it('frees its port when its scope ends, connections or not', async () => {
    let port = 0;
    {
      await using server = await serve(createMock(), { port: 0 });
      port = server.port;
      const { socket, until } = await dial(port);
      socket.write(request('GET /api/agents'));
      await until(({ text }) => text.includes(' 200 '));
      expect(await isFree(port)).toBe(false);
    }
    expect(await isFree(port)).toBe(true);
  });

  it('ends streams that are open when it closes', async () => {
    let left = false;
    const brain = {
      ...scriptedBrain,
      async *answer(_: unknown, signal?: AbortSignal) {
        signal?.addEventListener('abort', () => {
          left = true;
        });
        for (;;) yield 'and ';
      },
    };
    const { server, mock } = await openServer({}, { brain, pace: { token: 5 } });
    await mock.add({ agents: [{ name: 'A', instructions: 'B' }] });
    const { socket, until, over } = await dial(server.port);
    const id = mock.snapshot().agents[0]?.agent.id;
    const headers = { accept: 'text/event-stream' };
    socket.write(request(`POST /api/agents/${id}/test`, headers, '{"message":"Hello"}'));
    await until(({ text }) => text.includes('and '));
    await server.close();
    expect((await over()).text).not.toContain('event: done');
    expect(left).toBe(true);
  });

  it('closes in the middle of requests, broken ones too', { timeout: 3000 }, async () => {
    const { server } = await openServer();
    const half = await dial(server.port);
    half.socket.write(request('POST /api/agents', { 'content-length': '50' }));
    const broken = await dial(server.port);
    broken.socket.write('nonsense\r\n\r\n');
    await broken.until(({ text }) => text.includes(' 400 '));
    const tunnel = await dial(server.port);
    tunnel.socket.write(request('CONNECT example.com:443'));
    await tunnel.until(({ text }) => text.includes(' 405 '));
    await server.close();
    expect(await isFree(server.port)).toBe(true);
  });

  it('may be closed twice', async () => {
    const { server } = await openServer();
    await Promise.all([server.close(), server.close()]);
    await server.close();
  });

  it('says why it can not listen', async () => {
    const { server } = await openServer();
    const again = serve(createMock(), { port: server.port });
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('serves one mock at several doors', async () => {
    const { server, mock } = await openServer();
    await using other = await serve(mock, { port: 0 });
    const headers = { 'x-api-key': 'key', 'content-type': 'application/json' };
    const body = '{"name":"A","instructions":"B"}';
    await fetch(`${server.agentsUrl}/agents`, { method: 'POST', headers, body });
    const listed = await fetch(`${other.agentsUrl}/agents`, { headers });
    expect(await listed.json()).toMatchObject({ meta: { total: 1 } });
  });

  it.each(['localhost', '::1', '0.0.0.0', '::'])(
    'on %s is reached at the address it names',
    async (host) => {
      const { server } = await openServer({ host });
      const answer = await fetch(`${server.agentsUrl}/agents`, { headers: { 'x-api-key': 'key' } });
      expect(answer.status).toBe(200);
    },
  );
});
