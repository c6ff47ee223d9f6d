/** Profiles, and which of them a command acts for, by the built binary. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter, failure, json, newFolder, startPlatform, Terminal, voicectl } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
let other: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  [platform, other] = await Promise.all([startPlatform(), startPlatform()]);
});
afterAll(async () => {
  await Promise.all([platform.server.close(), other.server.close()]);
});

async function newUser() {
  const file = join(newFolder(), 'config.json');
  const env = { VOICECTL_CONFIG: file, VOICECTL_KEYCHAIN: 'off' };
  for (const [name, { server }] of [['one', platform] as const, ['two', other] as const]) {
    const args = ['login', '--with-token', '--profile', name, '--url', server.agentsUrl];
    await json(args, { env, input: `key-of-profile-${name}-1234` });
  }
  return { file, env, read: () => JSON.parse(readFileSync(file, 'utf8')) };
}

const urlIn = (env: Record<string, string>, ...flags: readonly string[]) =>
  json<unknown>(['config', 'get', 'agentsUrl', ...flags], { env });

describe('profiles', () => {
  it('are listed without their keys; the first one is in use', async () => {
    const { env } = await newUser();
    const run = await voicectl(['profile', 'list', '-o', 'json'], { env });
    expect(JSON.parse(run.stdout)).toMatchObject([
      { name: 'one', current: true, agentsKey: '…1234', keysIn: 'file' },
      { name: 'two', current: false },
    ]);
    expect(run.stdout).not.toContain('key-of-profile');
  });

  it('are used until something nearer says otherwise', async () => {
    const { env } = await newUser();
    await json(['profile', 'use', 'two'], { env });
    expect(await urlIn(env)).toBe(other.server.agentsUrl);
    expect(await urlIn({ ...env, VOICECTL_PROFILE: 'one' })).toBe(platform.server.agentsUrl);
    expect(await urlIn({ ...env, VOICECTL_PROFILE: 'one' }, '--profile', 'two')).toBe(
      other.server.agentsUrl,
    );
    const run = await voicectl(['profile', 'use', 'two'], {
      env: { ...env, VOICECTL_PROFILE: 'one' },
    });
    expect(run.stderr).toContain('VOICECTL_PROFILE still says one');
  });

  it('are renamed with all they hold', async () => {
    const { env, read } = await newUser();
    const before = read().profiles.one;
    await json(['profile', 'rename', 'one', 'first'], { env });
    expect(read()).toMatchObject({ profile: 'first', profiles: { first: before } });
    expect((await failure(['profile', 'rename', 'first', 'two'], 2, { env })).message).toContain(
      'There is a profile two already',
    );
  });

  it('are removed only when that is confirmed', async () => {
    const { env, read } = await newUser();
    expect((await failure(['profile', 'remove', 'one'], 2, { env })).hint).toContain('--yes');
    const terminal = new Terminal(['profile', 'remove', 'one'], { env });
    await terminal.shows('Remove profile one and its key …1234?');
    terminal.type(enter);
    expect(await terminal.exit()).toBe(0);
    expect(Object.keys(read().profiles)).toEqual(['one', 'two']);
    await json(['profile', 'remove', 'one', '--yes'], { env });
    expect(Object.keys(read().profiles)).toEqual(['two']);
    expect(read().profile).toBeUndefined();
  });

  it.each([
    ['show', 'won', 'There is no profile "won"'],
    ['use', '__proto__', 'There is no profile "__proto__"'],
    ['use', 'constructor', 'There is no profile "constructor"'],
    ['add', '../x', 'must be 1 to 64 letters'],
    ['add', '__proto__', 'must be 1 to 64 letters'],
    ['add', 'two', 'There is a profile two already'],
  ])('%s %s is refused', async (verb, name, message) => {
    const { env } = await newUser();
    expect((await failure(['profile', verb, name], 2, { env })).message).toContain(message);
  });
});

describe('a key', () => {
  it('of one profile never reaches the address of another', async () => {
    const { env } = await newUser();
    const before = other.mock.journal.calls().length;
    await failure(['agents', 'list', '--agents-url', other.server.agentsUrl], 4, { env });
    expect(other.mock.journal.calls().length).toBe(before);
  });

  it('of a profile does not follow the file of a cloned repository', async () => {
    const { env } = await newUser();
    const cwd = newFolder();
    writeFileSync(
      join(cwd, 'voicectl.config.json'),
      JSON.stringify({ profile: 'one', agentsUrl: other.server.agentsUrl }),
    );
    const before = other.mock.journal.calls().length;
    await failure(['agents', 'list'], 4, { env, cwd });
    const { stdout, code } = await voicectl(['whoami'], { env, cwd });
    expect(code).toBe(4);
    expect(stdout).toContain('The key of profile one is for');
    expect(other.mock.journal.calls().length).toBe(before);
  });
});

describe('a key of the environment', () => {
  it('does not follow the file of a cloned repository either, until the user says so', async () => {
    const { env, file } = await newUser();
    writeFileSync(file, '{}');
    const cwd = newFolder();
    // To this machine a key may go; here it stands for a stranger's.
    const url = 'https://stranger.example.com/api';
    writeFileSync(join(cwd, 'voicectl.config.json'), JSON.stringify({ agentsUrl: url }));
    const withKey = { ...env, VOICECTL_AGENTS_API_KEY: 'k', VOICECTL_TIMEOUT: '50' };
    const { message, hint } = await failure(['agents', 'list'], 4, { env: withKey, cwd });
    expect(message).toContain('leads to https://stranger.example.com');
    expect(hint).toContain(`voicectl profile add NAME --agents-url ${url}`);
    await json(['profile', 'add', 'known', '--agents-url', url], { env });
    const after = await voicectl(['agents', 'list'], { env: withKey, cwd });
    expect(after.stderr).not.toContain('leads to');
    expect(after.code).not.toBe(4);
  });
});

describe('whoami', () => {
  it('names the file once for a person, and whole for a program', async () => {
    const home = newFolder();
    const file = join(home, 'config.json');
    const env = { HOME: home, VOICECTL_CONFIG: file, VOICECTL_KEYCHAIN: 'off' };
    const login = ['login', '--with-token', '--url', platform.server.agentsUrl];
    await json(login, { env, input: 'a-key-of-mine-1234' });
    const { stdout } = await voicectl(['whoami', '-o', 'table'], { env });
    expect(stdout).toMatch(/^agents +\S+ \(profile default\)$/m);
    expect(stdout.match(/config\.json/g)).toHaveLength(1);
    expect(stdout).toMatch(/^your file +~\/config\.json$/m);
    expect(await json(['whoami'], { env })).toMatchObject({
      apis: [{ urlFrom: `profile default in ${file}` }, {}],
    });
  });

  it('says 4 where a key is not accepted, and 7 where nobody answers', async () => {
    const strict = await startPlatform({ apiKey: 'only-this-one' });
    const env = { ...strict.env, VOICECTL_KEYCHAIN: 'off', VOICECTL_CONFIG: 'none.json' };
    const refused = await voicectl(['whoami', '-o', 'json'], { env });
    await strict.server.close();
    expect(refused.code).toBe(4);
    expect(JSON.parse(refused.stdout).apis).toMatchObject([
      { api: 'agents', accepted: false, keyFrom: 'VOICECTL_AGENTS_API_KEY' },
      { api: 'goals', accepted: true },
    ]);
    expect(await voicectl(['whoami'], { env })).toMatchObject({ code: 7 });
  });

  it('says 4 where nobody is logged in, and how to', async () => {
    const run = await voicectl(['whoami'], { env: { VOICECTL_CONFIG: 'none.json' } });
    expect(run.code).toBe(4);
    expect(run.stdout).toContain('voicectl login --api agents');
  });

  it('needs nobody with --mock', async () => {
    expect(await json(['whoami', '--mock'])).toMatchObject({ mock: true });
  });
});
