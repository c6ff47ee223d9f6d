/** msw that listens before the SDK is loaded, as a setup file does. */

import { setupServer } from 'msw/node';
import { expect, onTestFinished, test, vi } from 'vitest';
import { handlers } from '../../src/doors/msw';
import { createMock } from '../../src/index';

test('answers all the same', async () => {
  const mock = createMock();
  const server = setupServer(...handlers(mock));
  server.listen({ onUnhandledRequest: 'error' });
  onTestFinished(() => server.close());
  vi.resetModules();
  const { createClient } = await import('@voicectl/sdk');
  const client = createClient({ agents: { apiKey: 'any' } });
  expect((await client.agents.list()).data).toEqual([]);
});
