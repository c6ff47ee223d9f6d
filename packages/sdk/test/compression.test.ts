import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { UnexpectedResponseError, VoicectlError } from '../src/index';
import { agent, agentId, connect, failure } from './documented';
import { type Behaviour, hostileServer } from './hostile-server';

const compressed =
  (encoding: string, body: Uint8Array): Behaviour =>
  (response) =>
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding })
      .end(body);

const text = JSON.stringify(agent);

describe.each(['undici', 'fetch'] as const)('through %s', (transport) => {
  test.each([
    ['gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
  ])('an answer in %s is read', async (encoding, body) => {
    const server = await hostileServer(compressed(encoding, body));
    expect(await connect(server, { transport }).agents.get(agentId)).toEqual(agent);
    expect(server.seen[0]?.headers['accept-encoding']).toContain('gzip');
  });

  test('a small body that unpacks to a large one is refused by its real size', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, 'x'));
    expect(bomb.length).toBeLessThan(100_000);
    const server = await hostileServer(compressed('gzip', bomb));
    const client = connect(server, { transport, maxResponseBytes: 1_000_000 });
    const error = await failure(UnexpectedResponseError, client.agents.get(agentId));
    expect(error.code).toBe('RESPONSE_TOO_LARGE');
  });

  test('an answer without a body may say that it is compressed', async () => {
    const server = await hostileServer((response) =>
      response.writeHead(204, { 'content-encoding': 'gzip' }).end(),
    );
    expect(await connect(server, { transport }).agents.delete(agentId)).toBeUndefined();
  });

  test('damaged compression is an error of ours', async () => {
    const server = await hostileServer(compressed('gzip', gzipSync(text).subarray(0, 60)));
    await failure(VoicectlError, connect(server, { transport, maxRetries: 0 }).agents.get(agentId));
  });
});

test('an event stream is not asked for compressed', async () => {
  const server = await hostileServer();
  await connect(server)
    .agents.testStream(agentId, { message: 'Hi' })
    .next()
    .catch(() => {});
  expect(server.seen[0]?.headers['accept-encoding']).toBeUndefined();
});
