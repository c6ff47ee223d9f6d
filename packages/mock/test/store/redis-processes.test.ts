/** Processes that share a real Redis, and one that comes and goes. Needs redis-server, else it is skipped. */
import { createClient } from '@voicectl/sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMock } from '../../src/index';
import { redisStore } from '../../src/store/redis';
import { buildServer, startServer, writeOnce } from './child';
import { hasRedis, startRedis } from './redis-server';

buildServer();

const minimal = { name: 'Support', instructions: 'Be brief.' };

function open(url: string) {
  const mock = createMock({ checkAnswers: true, store: redisStore(url) });
  onTestFinished(() => mock.close());
  return { mock, ...createClient({ ...mock.clientOptions, maxRetries: 0 }) };
}

describe.skipIf(!hasRedis)('Worlds in Redis (needs redis-server)', () => {
  it('let go of the process once they are closed', async () => {
    const { url } = await startRedis();
    expect(await writeOnce(url)).toBe(0);
    const { agents, mock } = open(url);
    expect((await agents.list()).data).toMatchObject([{ name: 'Once' }]);
    await mock.close();
    await expect(agents.list()).rejects.toThrow('The store has been closed');
  });

  it('are a 503 while the server is away, and there again when it is', async () => {
    const { url, port, stop, restart } = await startRedis(
      '--appendonly',
      'yes',
      '--appendfsync',
      'always',
    );
    const { agents } = open(url);
    const { id } = await agents.create(minimal);
    await stop();
    for (const asked of [() => agents.get(id), () => agents.create(minimal)]) {
      await expect(asked()).rejects.toMatchObject({
        status: 503,
        message: expect.stringContaining(`Can't reach Redis at 127.0.0.1:${port}: `),
      });
    }
    await restart();
    expect(await agents.get(id)).toMatchObject(minimal);
    expect(await agents.update(id, { instructions: 'Be briefer.' })).toHaveProperty('version', 2);
  });

  it('lose no update of three processes, though the server is killed in between', {
    timeout: 60_000,
  }, async () => {
    const redis = await startRedis('--appendonly', 'yes', '--appendfsync', 'always');
    const servers = await Promise.all([1, 2, 3].map(() => startServer(redis.url)));
    const { agents } = open(redis.url);
    const { id } = await agents.create(minimal);
    let unknown = 0;
    const write = async (client: (typeof servers)[number]['client'], instructions: string) => {
      for (;;) {
        try {
          return (await client.agents.update(id, { instructions })).version;
        } catch (error) {
          expect(error).toMatchObject({ status: 503 });
          unknown++;
          await new Promise((done) => setTimeout(done, 20));
        }
      }
    };
    const lanes = servers.flatMap(({ client }, server) =>
      Array.from({ length: 3 }, async (_, lane) => {
        const versions: number[] = [];
        for (let step = 0; step < 20; step++) {
          versions.push(await write(client, `${server}/${lane}/${step}`));
          if (server === 0 && lane === 0 && step % 7 === 6) await redis.restart();
        }
        return versions;
      }),
    );
    const versions = await Promise.all(lanes);
    expect(unknown).toBeGreaterThan(0);
    for (const lane of versions) expect(lane).toEqual([...lane].sort((a, b) => a - b));
    const all = versions.flat();
    // Two answers may name one version only where an update was sent again, and turned out to have been made.
    const last = await agents.get(id);
    expect(last.version).toBeGreaterThanOrEqual(Math.max(...all));
    expect(last.version - 1).toBeLessThanOrEqual(all.length + unknown);
    expect(all.length - new Set(all).size).toBeLessThanOrEqual(unknown);
    const lists = await Promise.all(servers.map(({ client }) => client.agents.list()));
    for (const { data } of lists) expect(data).toEqual([last]);
  });

  it('count each change of three processes once', { timeout: 60_000 }, async () => {
    const { url } = await startRedis();
    const servers = await Promise.all([1, 2, 3].map(() => startServer(url)));
    const { agents } = open(url);
    const { id } = await agents.create(minimal);
    const versions = await Promise.all(
      servers.flatMap(({ client }, server) =>
        Array.from({ length: 4 }, async (_, lane) => {
          const seen: number[] = [];
          for (let step = 0; step < 15; step++) {
            const instructions = `${server}/${lane}/${step}`;
            seen.push((await client.agents.update(id, { instructions })).version);
          }
          return seen;
        }),
      ),
    );
    for (const seen of versions) expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const all = versions.flat().sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 180 }, (_, index) => index + 2));
    const last = await agents.get(id);
    for (const { client } of servers) expect(await client.agents.get(id)).toEqual(last);
  });
});
