/** The way out: proxies of the environment, and a dispatcher of one's own. */
import { createServer } from 'node:http';
import { type AddressInfo, connect as connectSocket } from 'node:net';
import { Agent } from 'undici';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConfigurationError, createClient } from '../src/index';
import { agent, agentId, connect } from './documented';
import { type HostileServer, hostileServer, json } from './hostile-server';

afterEach(() => vi.unstubAllEnvs());

/** Opens tunnels, all of them to one server, whatever was asked for; and remembers what was. */
async function proxyTo({ url }: HostileServer) {
  const tunnels: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket, head) => {
    tunnels.push(request.url ?? '');
    const there = connectSocket(Number(new URL(url).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      there.write(head);
      there.pipe(socket).pipe(there);
    });
    for (const end of [socket, there]) end.on('error', () => {});
    there.unref();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tunnels };
}

/** A client of a host that only a proxy knows. */
const farClient = () =>
  createClient({
    agents: { url: 'http://agents.example/api', apiKey: 'k' },
    allowInsecureHttp: true,
    maxRetries: 0,
    timeout: 3_000,
  });

describe('the proxies of the environment', () => {
  test.each(['HTTP_PROXY', 'http_proxy'])('%s is gone through', async (name) => {
    const proxy = await proxyTo(await hostileServer(json(agent)));
    vi.stubEnv(name, proxy.url);
    expect(await farClient().agents.get(agentId)).toEqual(agent);
    expect(proxy.tunnels).toEqual(['agents.example:80']);
  });

  test('NO_PROXY is kept out', async () => {
    const proxy = await proxyTo(await hostileServer(json(agent)));
    vi.stubEnv('HTTP_PROXY', proxy.url);
    vi.stubEnv('NO_PROXY', 'agents.example');
    await expect(farClient().agents.get(agentId)).rejects.toThrow();
    expect(proxy.tunnels).toEqual([]);
  });

  test('loopback is never behind one', async () => {
    const server = await hostileServer(json(agent));
    const proxy = await proxyTo(server);
    vi.stubEnv('HTTP_PROXY', proxy.url);
    expect(await connect(server).agents.get(agentId)).toEqual(agent);
    expect(proxy.tunnels).toEqual([]);
  });
});

describe('a dispatcher of one’s own', () => {
  test('is used, and left open', async () => {
    const server = await hostileServer(json(agent));
    const asked: string[] = [];
    const dispatcher = new Agent().compose((dispatch) => (options, handler) => {
      asked.push(`${options.method} ${options.path}`);
      return dispatch(options, handler);
    });
    const client = connect(server, { dispatcher });
    expect(await client.agents.get(agentId)).toEqual(agent);
    await client.close();
    expect(await connect(server, { dispatcher }).agents.get(agentId)).toEqual(agent);
    expect(asked).toEqual([`GET /api/agents/${agentId}`, `GET /api/agents/${agentId}`]);
  });

  test('must be one', () => {
    const dispatcher = {} as Agent;
    expect(() => createClient({ dispatcher })).toThrow(ConfigurationError);
    expect(() => createClient({ dispatcher })).toThrow(/dispatcher must be a dispatcher of undici/);
  });
});
