/** Slips while logging in: what is wrong is asked for again, and what was right is kept. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completed } from '../src/commands/login/converse';
import { otherPaths, refused } from '../src/commands/login/verdict';
import { ctrlC, enter, failure, newFolder, startPlatform, Terminal } from './voicectl';

const key = 'the-agents-key-1234';
const token = 'the-goals-token-5678';
let platform: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  platform = await startPlatform({ apiKey: key, token });
});
afterAll(() => platform.server.close());

function newUser() {
  const file = join(newFolder(), 'config.json');
  const env = { VOICECTL_CONFIG: file, VOICECTL_KEYCHAIN: 'off' };
  return { file, env, profile: () => JSON.parse(readFileSync(file, 'utf8')).profiles.default };
}

const cleared = '\u0015';
const root = () => new URL(platform.server.agentsUrl).origin;

describe('a slip in a login on a terminal', () => {
  it('in an address is asked for again, with what was probably meant', async () => {
    const { env, profile } = newUser();
    const terminal = new Terminal(['login', '--api', 'goals'], { env });
    await terminal.shows('URL of the goals API');
    terminal.type(`${platform.server.goalsUrl.replace('http://', '')}${enter}`);
    await terminal.shows('must be an absolute URL');
    await terminal.shows(`URL of the goals API (${platform.server.goalsUrl})`);
    terminal.type(enter);
    await terminal.shows('token of the goals API');
    terminal.type(`${token}${enter}`);
    expect(await terminal.exit()).toBe(0);
    expect(profile()).toMatchObject({ goalsUrl: platform.server.goalsUrl, goalsToken: {} });
  });

  it('in the path is named, and the one that answers is offered; the key is not asked for again', async () => {
    const { env, profile } = newUser();
    const terminal = new Terminal(['login', '--url', root()], { env });
    await terminal.shows('key of the agents API');
    terminal.type(`${key}${enter}`);
    await terminal.shows('the path is probably wrong');
    await terminal.shows(`URL of the agents API (${root()}/api)`);
    terminal.type(enter);
    expect(await terminal.exit()).toBe(0);
    expect(profile()).toMatchObject({ agentsUrl: platform.server.agentsUrl });
  });

  it('in a key is asked for again', async () => {
    const { env, profile } = newUser();
    const terminal = new Terminal(['login', '--url', platform.server.agentsUrl], { env });
    await terminal.shows('key of the agents API');
    terminal.type(`wrong${enter}`);
    await terminal.shows('does not accept that key');
    await terminal.shows('key of the agents API');
    terminal.type(`${key}${enter}`);
    expect(await terminal.exit()).toBe(0);
    expect(profile()).toMatchObject({ agentsKey: { ending: '1234' } });
  });

  it('that is given up is told as what it was', async () => {
    const { env, file } = newUser();
    const terminal = new Terminal(['login', '--url', platform.server.agentsUrl], { env });
    await terminal.shows('key of the agents API');
    terminal.type(`wrong${enter}`);
    await terminal.shows('(empty: end)');
    terminal.type(enter);
    await terminal.shows('does not accept that key; nothing has been kept');
    expect(await terminal.exit()).toBe(4);
    expect(existsSync(file)).toBe(false);
  });

  it('does not take back what was kept before it', async () => {
    const { env, profile } = newUser();
    const terminal = new Terminal(['login'], { env });
    await terminal.shows('URL of the agents API');
    terminal.type(`${cleared}${platform.server.agentsUrl}${enter}`);
    await terminal.shows('key of the agents API');
    terminal.type(`${key}${enter}`);
    await terminal.shows('is accepted, and kept in');
    await terminal.shows('URL of the goals API');
    terminal.type(ctrlC);
    expect(await terminal.exit()).toBe(130);
    expect(profile()).toMatchObject({ agentsUrl: platform.server.agentsUrl, agentsKey: {} });
  });
});

describe('a slip in a login from standard input', () => {
  it('in the path is wrong use, and the address that answers is named', async () => {
    const { env, file } = newUser();
    const args = ['login', '--with-token', '--url', root()];
    const { message } = await failure(args, 2, { env, input: key });
    expect(message).toContain('the path is probably wrong');
    expect(message).toContain(`answers at ${platform.server.agentsUrl}`);
    expect(existsSync(file)).toBe(false);
  });

  it('in a key leads to the same line again', async () => {
    const { env } = newUser();
    const url = platform.server.agentsUrl;
    const args = ['login', '--with-token', '--url', url, '--profile', 'work', '--api', 'agents'];
    const { next } = await failure(args, 4, { env, input: 'wrong-key' });
    expect(next).toEqual([`voicectl login --api agents --url ${url} --profile work`]);
  });

  it('is not needed to hear of login: goals without an address say it', async () => {
    const { hint, next } = await failure(['goals', 'list'], 2, { env: newUser().env });
    expect(hint).toContain('voicectl login --api goals keeps it');
    expect(next?.[0]).toBe('voicectl login --api goals');
  });

  it('leads to the same line with the flags that were given', () => {
    const opening = { api: 'goals', url: 'https://example.com/goals', key: 'k' } as const;
    const facts = { exit: 4, code: 'UNAUTHORIZED', message: 'no' };
    const flags = { api: 'goals', url: opening.url, profile: 'work' };
    const refusal = { opening, failure: facts, isOfKey: true, isOfPath: false };
    expect(refused(refusal, flags).facts.next).toEqual([
      'voicectl login --api goals --url https://example.com/goals --profile work',
    ]);
  });
});

describe('an address', () => {
  it.each([
    ['127.0.0.1:4177/v1', 'http://127.0.0.1:4177/v1'],
    ['localhost:4177', 'http://localhost:4177'],
    ['api.example.com/v1', 'https://api.example.com/v1'],
    ['http://example.com', undefined],
    ['not an address', undefined],
  ])('%s was probably meant as %s', (typed, meant) => {
    expect(completed(typed)).toBe(meant);
  });

  it.each([
    ['agents', 'http://a.example', ['http://a.example/api']],
    ['agents', 'http://a.example/v1', ['http://a.example/v1/api', 'http://a.example/api']],
    ['agents', 'http://a.example/api', []],
    ['goals', 'http://a.example/api', ['http://a.example/api/v1', 'http://a.example/v1']],
  ] as const)('of the %s API at %s may be one of %j', (api, url, paths) => {
    expect(otherPaths({ api, url })).toEqual(paths);
  });
});
