import { describe, expect, it } from 'vitest';
import { failure, json } from './voicectl';

describe('openapi', () => {
  it('prints the contract, with the addresses that the other commands use', async () => {
    const document = await json(['openapi', '--agents-url', 'http://127.0.0.1:4010/api'], {
      env: { VOICECTL_GOALS_URL: 'http://127.0.0.1:4010/v1' },
    });
    expect(document).toMatchObject({
      openapi: '3.1.0',
      servers: [{ url: 'http://127.0.0.1:4010/api' }],
      paths: {
        '/agents/{id}/activate': { post: { operationId: 'agents.activate' } },
        '/v1': { servers: [{ url: 'http://127.0.0.1:4010' }] },
      },
    });
  });

  it('refuses an address that is none', async () => {
    const error = await failure(['openapi', '--goals-url', 'nowhere'], 2);
    expect(error).toMatchObject({ message: expect.stringContaining('--goals-url') });
  });
});
