/** Served mocks that share a Redis. */
import { afterEach, describe, expect, it } from 'vitest';
import { hasRedis, startRedis } from '../../mock/test/store/redis-server';
import { serveMock, stopMocks } from './mock-process';
import { failure, json } from './voicectl';

afterEach(stopMocks);

describe('mock serve --data redis://', () => {
  it.skipIf(!hasRedis)('shares its worlds with every mock on the same Redis', async () => {
    const { url } = await startRedis();
    const [one, two] = [await serveMock(['--data', url]), await serveMock(['--data', url])];
    await json(['agents', 'create', '--name', 'Shared', '--instructions', 'B'], { env: one.env });
    expect(await json(['agents', 'list'], { env: two.env })).toMatchObject({
      data: [{ name: 'Shared' }],
    });
    await json(['mock', 'generate', '3', '--world', 'other'], { env: two.env });
    const worlds = await json<{ name: string }[]>(['mock', 'worlds'], { env: one.env });
    expect(worlds.map(({ name }) => name)).toEqual(['default', 'other']);
  });

  it('says that there is none, without its password, and serves nothing', async () => {
    const place = 'redis://user:a-password-to-keep@127.0.0.1:9';
    const error = await failure(['mock', 'serve', '--port', '0', '--data', place], 1);
    expect(error.message).toBe("Can't reach Redis at 127.0.0.1:9: the connection was refused");
  });
});
