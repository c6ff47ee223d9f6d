/** Repeats to nobody, to a stranger, and on record. What a platform that fails sees of them: packages/mock/test/sdk. */
import { describe, expect, test } from 'vitest';
import {
  ConnectionError,
  createClient,
  NotFoundError,
  type RetryNotice,
  type Transport,
} from '../src/index';
import { agentId, connect, failure, newAgent } from './documented';
import { hostileServer, json, nobodyListens } from './hostile-server';

describe.concurrent.each(['undici', 'fetch'] as const)('through the %s door', (transport) => {
  test('a call that found nobody is repeated, whatever it is', async () => {
    const notices: RetryNotice[] = [];
    const nobody = { url: await nobodyListens() };
    const client = connect(nobody, { transport, onRetry: (notice) => notices.push(notice) });
    const error = await failure(ConnectionError, client.agents.create(newAgent, { maxRetries: 1 }));
    expect(error).toMatchObject({ sent: false, code: 'ECONNREFUSED' });
    expect(error.attempts).toHaveLength(2);
    expect(notices).toMatchObject([{ operation: 'agents.create', attempt: 1 }]);
  });
});

test('a connection that never became a secure one has sent nothing', async () => {
  const { url } = await hostileServer();
  const client = connect({ url: url.replace('http:', 'https:') }, { transport: 'undici' });
  const error = await failure(ConnectionError, client.agents.create(newAgent, { maxRetries: 1 }));
  expect(error).toMatchObject({ sent: false, retryable: true });
  expect(error.attempts).toHaveLength(2);
});

test('a door of your own may say that nothing was sent', async () => {
  const transport: Transport = {
    send: async () => {
      throw Object.assign(new Error('no dial tone'), { unsent: true });
    },
  };
  const client = createClient({ agents: { url: 'https://localhost', apiKey: 'k' }, transport });
  const error = await failure(ConnectionError, client.agents.create(newAgent, { maxRetries: 1 }));
  expect(error).toMatchObject({ sent: false, retryable: true });
  expect(error.message).toBe("Can't reach https://localhost (no dial tone)");
  expect(error.attempts).toHaveLength(2);
});

test('a certificate that is not trusted is an error at once', async () => {
  let sent = 0;
  const transport: Transport = {
    send: async () => {
      sent += 1;
      throw Object.assign(new Error('self-signed certificate'), {
        code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      });
    },
  };
  const client = createClient({ agents: { url: 'https://localhost', apiKey: 'k' }, transport });
  const error = await failure(ConnectionError, client.agents.get(agentId));
  expect(error).toMatchObject({
    sent: false,
    retryable: false,
    hint: expect.stringContaining('certificate'),
  });
  expect(sent).toBe(1);
});

describe.concurrent('a repeat', () => {
  test('leaves each failed try in attempts', async () => {
    const server = await hostileServer(
      json({}, 503, { 'retry-after': '0.02', 'x-request-id': 'req-1' }),
      json({}, 500, { 'retry-after': '0' }),
      json({}, 404, { 'x-request-id': 'req-3' }),
    );
    const error = await failure(NotFoundError, connect(server).agents.get(agentId));
    expect(error.attempts).toMatchObject([
      { status: 503, requestId: 'req-1', waited: 0 },
      { status: 500, waited: 20 },
      { status: 404, requestId: 'req-3', waited: 0 },
    ]);
    for (const { ms } of error.attempts) expect(ms).toBeGreaterThanOrEqual(0);
    expect(error.toJSON().attempts).toEqual(error.attempts);
  });
});
