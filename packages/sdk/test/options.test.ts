/** What a client can be told, and what it says of a setting that is wrong or missing. */
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  agentsUrl,
  ConfigurationError,
  createClient,
  InputError,
  type VoicectlError,
} from '../src/index';
import { settle } from '../src/options';
import {
  agent,
  agentId,
  apiKey,
  connect,
  failure,
  goal,
  goalId,
  newAgent,
  token,
} from './documented';
import { hostileServer, json } from './hostile-server';

const variables = [
  'VOICECTL_AGENTS_URL',
  'VOICECTL_AGENTS_API_KEY',
  'VOICECTL_GOALS_URL',
  'VOICECTL_GOALS_TOKEN',
] as const;
const before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
const set = (values: Record<string, string | undefined>) => {
  for (const name of variables) {
    const value = values[name];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
};
beforeEach(() => set({}));
afterEach(() => set(before));

function refused(options: unknown): ConfigurationError {
  try {
    createClient(options as never);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return error as ConfigurationError;
  }
  throw new Error('The client was made');
}

describe('an option that can not be used is named', () => {
  test.each([
    ['agents.url', { agents: { url: 'https://user:pass@api.example.com' } }, 'credentials'],
    ['agents.url', { agents: { url: 'http://api.example.com' } }, 'must be https'],
    ['goals.url', { goals: { url: 'http://127.0.0.1.example.com/v1' } }, 'must be https'],
    ['agents.url', { agents: { url: '' } }, 'absolute URL'],
    ['agents.url', { agents: { url: '/api' } }, 'absolute URL'],
    ['goals.url', { goals: { url: 'ftp://api.example.com' } }, 'https://'],
    ['goals.url', { goals: { url: 'https://api.example.com/v1?a=b' } }, 'query'],
    ['goals.url', { goals: { url: 'https://api.example.com/v1#top' } }, 'fragment'],
    ['agents.apiKey', { agents: { apiKey: 'key\n' } }, 'line break'],
    ['agents.apiKey', { agents: { apiKey: 'a key' } }, 'spaces'],
    ['agents.apiKey', { agents: { apiKey: '' } }, 'empty'],
    ['goals.token', { goals: { token: 'schlüssel' } }, 'ASCII'],
    ['goals.token', { goals: { token: 12345 } }, 'string'],
    ['agents.auth', { agents: { auth: 'basic' } }, '"x-api-key" or "bearer"'],
    ['timeout', { timeout: -1 }, 'more than 0'],
    ['timeout', { timeout: 0 }, 'more than 0'],
    ['timeout', { timeout: Number.NaN }, 'number'],
    ['timeout', { timeout: 2 ** 31 }, 'at most'],
    ['deadline', { deadline: -5 }, 'more than 0'],
    ['maxRetries', { maxRetries: 1.5 }, 'whole number'],
    ['maxRetries', { maxRetries: -1 }, 'at least 0'],
    ['maxRetryAfter', { maxRetryAfter: -1 }, 'at least 0'],
    ['maxRetryAfter', { maxRetryAfter: 1e9 }, 'at most'],
    ['maxResponseBytes', { maxResponseBytes: 0 }, 'at least 1'],
    ['validation', { validation: 'loose' }, '"report"'],
    ['allowInsecureHttp', { allowInsecureHttp: 'yes' }, 'boolean'],
    ['transport', { transport: 'pigeon' }, 'transport'],
    ['transport', { transport: {} }, 'transport'],
    ['onRetry', { onRetry: 'log' }, 'function'],
    ['onDrift', { onDrift: 7 }, 'function'],
    ['tiemout', { tiemout: 100 }, 'tiemout'],
    ['apikey', { agents: { apikey: 'x' } }, 'agents'],
    ['options', null, 'object'],
    ['agents', { agents: 'key' }, 'object'],
    ['agents', { agents: [] }, 'plain object'],
    ['options', Object.create({ timeout: 1 }), 'plain object'],
    ['goals', { goals: null }, 'object'],
  ])('%s in %j', (name, options, words) => {
    const error = refused(options);
    expect(error.message).toContain(name);
    expect(error.message).toContain(words);
    expect(error).toMatchObject({ name: 'ConfigurationError', code: 'INVALID_OPTIONS' });
  });

  test('all of them at once', () => {
    const { message } = refused({ timeout: -1, agents: { apiKey: '' }, goals: { url: 'x' } });
    for (const name of ['timeout', 'agents.apiKey', 'goals.url']) expect(message).toContain(name);
  });

  test('credentials in a URL are not repeated', () => {
    const error = refused({ agents: { url: 'https://user:hunter2@api.example.com' } });
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  test.each([
    ['timeout', { timeout: -1 }],
    ['timeout', { timeout: Number.NaN }],
    ['timeout', { timeout: Number.POSITIVE_INFINITY }],
    ['deadline', { deadline: '5s' }],
    ['maxRetries', { maxRetries: Number.NaN }],
    ['maxRetries', { maxRetries: -1 }],
    ['signal', { signal: {} }],
    ['signal', { signal: new EventTarget() }],
    ['signal', AbortSignal.abort()],
    ['plain object', []],
    ['plain object', new Map()],
    ['plain object', Object.create({ timeout: -5 })],
  ])('%s of a single call, before anything is sent: %j', async (name, options) => {
    const server = await hostileServer(json(agent));
    const { agents } = connect(server);
    const error = await failure(ConfigurationError, agents.get(agentId, options as never));
    expect(error.message).toContain(name);
    const streamed = agents.testStream(agentId, { message: 'x' }, options as never).next();
    await failure(ConfigurationError, streamed);
    expect(server.seen).toHaveLength(0);
  });
});

test.each([
  'http://localhost:1/api',
  'http://127.0.0.1/api',
  'http://[::1]:8/',
  'http://a.localhost',
])('plain http is allowed on loopback: %s', (url) => {
  expect(() => createClient({ agents: { url }, goals: { url } })).not.toThrow();
});

test('plain http to elsewhere is allowed when asked for', () => {
  const options = { agents: { url: 'http://10.0.0.7/api' }, allowInsecureHttp: true };
  expect(() => createClient(options)).not.toThrow();
});

describe('defaults', () => {
  test('are the documented ones', () => {
    expect(settle({}, {})).toMatchObject({
      agents: { url: agentsUrl, key: undefined, auth: 'x-api-key' },
      goals: { url: undefined, key: undefined, auth: 'bearer' },
      timeout: 60_000,
      deadline: undefined,
      maxRetries: 2,
      maxRetryAfter: 30,
      validation: 'report',
    });
    expect(agentsUrl).toBe('https://api.gomobile.ma/api');
  });

  test('come from the environment', async () => {
    const server = await hostileServer(json(agent), json({ success: true, data: goal }));
    set({
      VOICECTL_AGENTS_URL: `${server.url}/api`,
      VOICECTL_AGENTS_API_KEY: apiKey,
      VOICECTL_GOALS_URL: `${server.url}/v1`,
      VOICECTL_GOALS_TOKEN: token,
    });
    const client = createClient();
    await client.agents.get(agentId);
    await client.goals.get(goalId);
    expect(server.seen.map(({ url }) => url)).toEqual([`/api/agents/${agentId}`, '/v1']);
    expect(server.seen[0]?.headers['x-api-key']).toBe(apiKey);
    expect(server.seen[1]?.headers.authorization).toBe(`Bearer ${token}`);
  });

  test('from the environment yield to an option', () => {
    set({ VOICECTL_AGENTS_API_KEY: 'from-env', VOICECTL_AGENTS_URL: 'https://env.example' });
    const { agents } = settle({ agents: { apiKey, url: 'https://option.example' } });
    expect(agents.key?.reveal()).toBe(apiKey);
    expect(agents.url).toBe('https://option.example');
  });

  test('from an empty variable are none', () => {
    set({ VOICECTL_AGENTS_API_KEY: '', VOICECTL_AGENTS_URL: '' });
    expect(settle({}).agents).toMatchObject({ key: undefined, url: agentsUrl });
  });

  test('from the environment are checked like an option', () => {
    set({ VOICECTL_GOALS_TOKEN: 'token\r\n' });
    expect(refused({}).message).toContain('goals.token');
  });
});

describe('a missing setting', () => {
  test.each([
    [{ agents: {} }, 'agents', 'agents.apiKey', 'VOICECTL_AGENTS_API_KEY'],
    [{ goals: { token } }, 'goals', 'goals.url', 'VOICECTL_GOALS_URL'],
    [{ goals: { url: 'https://x.example' } }, 'goals', 'goals.token', 'VOICECTL_GOALS_TOKEN'],
  ] as const)(
    'of %j is named by the call that needs it',
    async (options, api, option, variable) => {
      const client = createClient(options);
      const error = await failure(ConfigurationError, client[api].get(agentId));
      expect(error.message).toBe(`${api}.get needs \`${option}\`, which is not set`);
      expect(error.hint).toContain(variable);
      expect(error).toMatchObject({ code: 'MISSING_SETTING', operation: `${api}.get` });
    },
  );

  test('of one API leaves the other alone', async () => {
    const server = await hostileServer(json(agent));
    const client = createClient({ agents: { url: `${server.url}/api`, apiKey } });
    expect(await client.agents.get(agentId)).toEqual(agent);
    await failure(ConfigurationError, client.goals.list());
  });

  test('is told after a mistake in the input', async () => {
    await failure(Error, createClient().agents.get('')).then((error) =>
      expect(error.name).toBe('InputError'),
    );
  });
});

describe('what is no argument at all is refused in words, too', () => {
  const client = connect({ url: 'http://127.0.0.1:1' });
  const none = null as never;

  test.each([
    ['agents.create', () => client.agents.create(newAgent, none), ConfigurationError],
    ['agents.get', () => client.agents.get(agentId, none), ConfigurationError],
    ['agents.ensure', () => client.agents.ensure(agentId, 'active', none), ConfigurationError],
    ['agents.drain', () => client.agents.drain({}, () => {}, none), ConfigurationError],
    ['agents.drain without a query', () => client.agents.drain(none, () => {}), InputError],
    ['agents.drain without a function', () => client.agents.drain({}, none), InputError],
    ['first without a count', () => client.agents.iterate().first('x' as never), InputError],
    ['invoke', () => client.invoke(none), InputError],
    ['preview', () => client.preview(none), ConfigurationError],
  ] as const)('%s', async (_, call, kind) => {
    // Not thrown at once: who only listens to the promise hears it.
    await failure(kind as typeof VoicectlError, call());
  });

  test.each([
    ['a query', () => client.agents.iterate(none)],
    ['options', () => client.agents.iterate({}, none)],
    ['a filter', () => client.goals.iterate(none)],
  ])('%s of a walk', (_, call) => {
    expect(call).toThrow(InputError);
  });
});

test('a client is printed by its own name', () => {
  expect(inspect(connect({ url: 'http://127.0.0.1:1' }))).toMatch(/^Client /);
});
