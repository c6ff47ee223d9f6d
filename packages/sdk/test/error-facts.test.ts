/** What every error knows of its call, and what none of them gives away. */
import { format, inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  type Client,
  ConfigurationError,
  ConnectionError,
  createClient,
  InputError,
  isVoicectlError,
  ServerError,
  type VoicectlError,
} from '../src/index';
import { settle } from '../src/options';
import { agentId, all, apiKey, connect, failure, goalId, token } from './documented';
import { event, hostileServer, json, nobodyListens, resets, says, streams } from './hostile-server';

const message = { message: 'Hello' };

describe.concurrent('an error', () => {
  test('knows its call, its answer and its time', async () => {
    const server = await hostileServer(json({}, 500, { 'x-request-id': 'req-9' }));
    const { agents } = connect(server, { maxRetries: 0 });
    const error = await failure(ServerError, agents.get(agentId));
    expect(error).toMatchObject({
      operation: 'agents.get',
      method: 'GET',
      path: '/agents/:id',
      status: 500,
      requestId: 'req-9',
    });
    expect(error.attempts).toMatchObject([{ status: 500, requestId: 'req-9', waited: 0 }]);
    expect(error.durationMs).toBeGreaterThanOrEqual(0);
    expect(error.durationMs).toBeLessThan(10_000);
    expect(error.stack).toContain('ServerError');
  });

  test('takes the request id from `request-id` too', async () => {
    const server = await hostileServer(json({}, 500, { 'request-id': 'req-8' }));
    const error = await failure(
      ServerError,
      connect(server, { maxRetries: 0 }).goals.delete(goalId),
    );
    expect(error).toMatchObject({ requestId: 'req-8', operation: 'goals.delete', method: 'POST' });
  });

  test('never holds the filled path', async () => {
    const server = await hostileServer(json({}, 500));
    const error = await failure(
      ServerError,
      connect(server, { maxRetries: 0 }).agents.get('private-id'),
    );
    expect(inspect(error) + JSON.stringify(error)).not.toContain('private-id');
  });

  test('of a stream knows as much as any other', async () => {
    const headers = { 'content-type': 'text/event-stream', 'x-request-id': 'req-7' };
    const server = await hostileServer(
      says(200, event('token', { text: 'He' }), headers),
      says(200, event('error', { statusCode: 500, message: 'broke' }), headers),
      says(200, 'event: token\ndata: {\n\n', headers),
    );
    const { agents } = connect(server);
    for (let time = 0; time < 3; time++) {
      const error: VoicectlError = await failure(
        Error,
        all(agents.testStream(agentId, message)),
      ).then((thrown) => (isVoicectlError(thrown) ? thrown : Promise.reject(thrown)));
      expect(error).toMatchObject({
        operation: 'agents.test',
        method: 'POST',
        path: '/agents/:id/test',
        requestId: 'req-7',
      });
      expect(error.attempts).toHaveLength(1);
      expect(error.attempts[0]?.requestId).toBe('req-7');
    }
  });

  test('thrown before sending names the call, and has no attempts', async () => {
    const server = await hostileServer();
    const wrong = await failure(InputError, connect(server).agents.get(''));
    expect(wrong).toMatchObject({ operation: 'agents.get', method: 'GET', path: '/agents/:id' });
    expect(wrong).toMatchObject({ attempts: [], code: 'INVALID_INPUT', retryable: false });
    expect(wrong.toJSON()).toMatchObject({ problems: [{ path: 'id' }] });
  });

  test('prints as its sentence, its facts and one next step', async () => {
    const server = await hostileServer(json({ message: 'No such key' }, 401));
    const error = await failure(Error, connect(server).agents.get(agentId));
    expect(inspect(error)).toMatch(
      /^AuthenticationError: No such key \(status 401, agents\.get\)\n {2}hint: Check the key/,
    );
  });

  test('of a broken line says whether the request had left', async () => {
    const server = await hostileServer(resets);
    const broken = await failure(
      ConnectionError,
      connect(server).agents.create({ name: 'n', instructions: 'i' }),
    );
    expect(broken).toMatchObject({ sent: true, retryable: false, operation: 'agents.create' });
    expect(broken.code).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
    expect(broken.hint).toContain('look before you repeat');
    expect(broken.cause).toBeInstanceOf(Error);

    const nobody = await failure(
      ConnectionError,
      connect({ url: await nobodyListens() }, { maxRetries: 0 }).agents.get(agentId),
    );
    expect(nobody).toMatchObject({ sent: false, code: 'ECONNREFUSED' });
    expect(nobody.message).toMatch(/^Can't reach http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)$/);
    expect(nobody.toJSON()).toMatchObject({ sent: false, name: 'ConnectionError' });
  });
});

describe.concurrent('a key is never printed', () => {
  const shown = (value: unknown) =>
    [
      inspect(value, { depth: 20, showHidden: true }),
      inspect(value, { depth: 20, customInspect: false, showHidden: true, getters: true }),
      JSON.stringify(value) ?? '',
      format('%s %o %O %j', value, value, value, value),
      String(value),
    ].join('\n');
  const keepsTheKeys = (value: unknown) => {
    expect(shown(value)).not.toContain(apiKey);
    expect(shown(value)).not.toContain(token);
  };

  test('not by the client, nor by its parts', async () => {
    const client: Client = connect(await hostileServer());
    for (const value of [client, client.agents, client.goals, client.agents.iterate()]) {
      keepsTheKeys(value);
    }
  });

  test('not by the settings', () => {
    const settings = settle({
      agents: { apiKey },
      goals: { url: 'https://x.example', token, auth: 'bearer' },
    });
    keepsTheKeys(settings);
    expect(`${settings.agents.key}`).toBe('[redacted]');
    expect(JSON.stringify(settings.goals.key)).toBe('"[redacted]"');
  });

  test('not by an error, whatever went wrong', async () => {
    const server = await hostileServer(resets, json({}, 500), says(200, '<html>'), json(7));
    const once = { maxRetries: 0 };
    const client = connect(server, once);
    for (let time = 0; time < 4; time++) {
      keepsTheKeys(await failure(Error, client.goals.get(goalId)));
    }
    keepsTheKeys(await failure(Error, client.agents.get('..')));
    keepsTheKeys(
      await failure(Error, connect({ url: await nobodyListens() }, once).goals.get(goalId)),
    );
  });

  test('not by an error, even when the server repeats it', async () => {
    const words = `Invalid key ${apiKey} or ${token}`;
    const server = await hostileServer(
      json({ message: words }, 401),
      says(401, words),
      says(200, words),
      says(200, `<html>${words}`),
      says(302, words, { location: `/login?key=${apiKey}` }),
      streams([event('error', { statusCode: 401, message: words })]),
    );
    const { agents } = connect(server, { goals: { token: apiKey } });
    for (let time = 0; time < 5; time++) {
      const error = await failure(Error, agents.get(agentId));
      expect(shown(error)).not.toContain(apiKey);
    }
    const streamed = await failure(Error, all(agents.testStream(agentId, message)));
    expect(shown(streamed)).not.toContain(apiKey);
    server.does(json({ success: false, error: { code: 'INVALID_TOKEN', message: words } }));
    const goals = await failure(Error, connect(server).goals.get(goalId));
    expect(shown(goals)).not.toContain(token);
  });

  test('not by a complaint about the key itself', () => {
    for (const bad of [`${apiKey}\n`, `${apiKey} ${token}`, `“${apiKey}”`]) {
      let thrown: unknown;
      try {
        createClient({ agents: { apiKey: bad } });
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(ConfigurationError);
      keepsTheKeys(thrown);
    }
  });
});
