/** Which place is believed, and what a file of strangers may not do. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionOf } from '../src/config/connection';
import { userFilePlace } from '../src/config/places';
import { findProjectFile, readProjectFile } from '../src/config/project-file';
import { resolveSettings } from '../src/config/settings';
import { newFolder } from './voicectl';

interface Scene {
  readonly flags?: object;
  readonly env?: Record<string, string>;
  readonly project?: string;
  readonly user?: object;
}

function arrange({ flags = {}, env = {}, project, user }: Scene) {
  const home = newFolder();
  const cwd = join(home, 'work');
  mkdirSync(cwd);
  if (project !== undefined) writeFileSync(join(cwd, 'voicectl.config.yaml'), project);
  const file = join(home, 'config.json');
  if (user !== undefined) writeFileSync(file, JSON.stringify(user), { mode: 0o600 });
  return { flags, env: { ...env, VOICECTL_CONFIG: file }, cwd, home };
}

const settingsIn = (scene: Scene) => resolveSettings(arrange(scene));

describe('a setting', () => {
  const everywhere = {
    flags: { timeout: 1 },
    env: { VOICECTL_TIMEOUT: '2' },
    project: 'timeout: 3',
    user: { profiles: { default: { timeout: 4 } } },
  };
  const { flags: _, ...noFlag } = everywhere;
  const { env: __, ...noEnv } = noFlag;
  const { project: ___, ...noProject } = noEnv;
  it.each([
    [1, 'flag', everywhere],
    [2, 'env', noFlag],
    [3, 'project', noEnv],
    [4, 'profile', noProject],
    [60_000, 'default', {}],
  ])('is %s where the nearest to say it is the %s', async (value, kind, scene) => {
    expect((await settingsIn(scene)).timeout).toMatchObject({ value, source: { kind } });
  });

  it.each([
    [{ flags: { timeout: 0.5 } }, '--timeout must be a whole number'],
    [{ env: { VOICECTL_AGENTS_URL: 'ftp://x' } }, 'VOICECTL_AGENTS_URL must begin with https://'],
    [{ env: { VOICECTL_AGENTS_URL: 'http://example.com' } }, 'must be https'],
    [{ env: { VOICECTL_OUTPUT: 'xml' } }, 'VOICECTL_OUTPUT must be one of table, json'],
    [{ env: { VOICECTL_GOALS_TOKEN: 'two words' } }, 'VOICECTL_GOALS_TOKEN must be printable'],
    [{ project: 'timeout: soon' }, 'voicectl.config.yaml: timeout must be a whole number'],
    [{ user: { profiles: { default: { maxRetries: -1 } } } }, 'maxRetries of profile default in'],
    [{ flags: { profile: 'wrok' }, user: { profiles: { work: {} } } }, 'no profile "wrok"'],
    [{ user: { profiles: { default: { agentsKey: 'plain' } } } }, 'profiles.default.agentsKey'],
  ])('that can not be used is refused: %j', async (scene, message) => {
    await expect(settingsIn(scene)).rejects.toThrow(message);
  });

  it('that is empty in the environment is not set', async () => {
    expect((await settingsIn({ env: { VOICECTL_TIMEOUT: '' } })).timeout.source.kind).toBe(
      'default',
    );
  });
});

describe('a key', () => {
  const stored = { origin: 'https://own.example.com', value: 'stored-key' };
  const own = { agentsUrl: 'https://own.example.com/api', agentsKey: stored };
  const user = { profiles: { default: own } };
  const elsewhere = 'agentsUrl: https://evil.example.com/api';

  it('of a profile goes to the origin that it was kept for', async () => {
    const { agents } = await connectionOf(await settingsIn({ user }));
    expect(agents).toMatchObject({ url: own.agentsUrl, apiKey: 'stored-key' });
  });

  it.each([
    ['a project', { user, project: elsewhere }],
    ['a flag', { user, flags: { agentsUrl: 'https://evil.example.com' } }],
    ['a variable', { user, env: { VOICECTL_AGENTS_URL: 'https://evil.example.com' } }],
    ['another port', { user, flags: { agentsUrl: 'https://own.example.com:444/api' } }],
  ])('of a profile goes nowhere else on the word of %s', async (_, scene) => {
    const settings = await settingsIn(scene);
    expect(settings.agentsKey.withheld?.reason).toContain('is for https://own.example.com');
    expect((await connectionOf(settings)).agents?.apiKey).toBeUndefined();
  });

  it('of the environment goes where flags and environment say', async () => {
    const env = { VOICECTL_AGENTS_API_KEY: 'k', VOICECTL_AGENTS_URL: 'https://a.example.com' };
    const { agents } = await connectionOf(await settingsIn({ env, project: elsewhere }));
    expect(agents).toMatchObject({ url: 'https://a.example.com', apiKey: 'k' });
  });

  it('of the environment is not sent where only a project says', async () => {
    const settings = await settingsIn({
      env: { VOICECTL_AGENTS_API_KEY: 'k' },
      project: elsewhere,
    });
    await expect(connectionOf(settings)).rejects.toMatchObject({
      message: expect.stringContaining('https://evil.example.com'),
      facts: { exit: 4 },
    });
  });

  it('is asked for in a line that no shell obeys, whatever the address is', async () => {
    const project = 'agentsUrl: https://evil.example.com/$(id);`id`';
    const settings = await settingsIn({ env: { VOICECTL_AGENTS_API_KEY: 'k' }, project });
    expect(settings.agentsKey.withheld?.hint).toContain("'https://evil.example.com/$(id);`id`'");
  });

  it.each([
    ['the user has a profile for', 'https://own.example.com/other', user],
    ['is this machine', 'http://127.0.0.1:4010/api', {}],
    ['is the documented one', 'https://api.gomobile.ma/api', {}],
  ])('of the environment is sent where a project says, if that %s', async (_, url, file) => {
    const env = { VOICECTL_AGENTS_API_KEY: 'k' };
    const scene = { env, user: file, project: `agentsUrl: ${url}` };
    expect((await connectionOf(await settingsIn(scene))).agents).toMatchObject({
      url,
      apiKey: 'k',
    });
  });
});

describe("a project's file", () => {
  it.each([
    ['agentsKey: sk-12345678', 'holds no secrets'],
    ['apiKey: sk-12345678', 'holds no secrets'],
    ['goalsToken: {origin: x}', 'holds no secrets'],
    ['agentUrl: https://x.example.com', 'there is no setting "agentUrl"'],
    ['mock: true', 'mock is no setting of a project'],
    ['- a\n- b', 'one object'],
    ['a: [', 'not valid'],
  ])('is refused with %j, and no secret is repeated', async (project, message) => {
    const error = await settingsIn({ project }).catch((thrown: Error) => thrown);
    expect(String(error)).toContain(message);
    expect(JSON.stringify(error) + String(error)).not.toContain('sk-12345678');
  });

  it('is looked for as far as the top of the repository', () => {
    const home = newFolder();
    const deep = join(home, 'repository', 'a', 'b');
    mkdirSync(deep, { recursive: true });
    mkdirSync(join(home, 'repository', '.git'));
    writeFileSync(join(home, 'voicectl.config.json'), '{}');
    expect(findProjectFile(deep, home)).toBeUndefined();
    writeFileSync(join(home, 'repository', 'voicectl.config.yml'), '');
    expect(findProjectFile(deep, home)).toBe(join(home, 'repository', 'voicectl.config.yml'));
    writeFileSync(join(home, 'repository', 'voicectl.config.json'), '{}');
    expect(() => findProjectFile(deep, home)).toThrow('both there');
  });

  it('is read or refused in words, whatever it holds', async () => {
    const path = join(newFolder(), 'voicectl.config.json');
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (source) => {
        writeFileSync(path, source);
        const read = await readProjectFile(path).catch((error: Error) => error);
        if (read instanceof Error) expect(read.name).toBe('UsageError');
        else expect(Object.keys(read.values)).not.toContain('agentsKey');
      }),
      { numRuns: 100 },
    );
  });
});

describe("the user's file is", () => {
  const home = '/home/ann';
  it.each([
    ['/home/ann/.config/voicectl/config.json', { platform: 'linux' as const, env: {} }],
    ['/x/voicectl/config.json', { platform: 'linux' as const, env: { XDG_CONFIG_HOME: '/x' } }],
    [
      '/home/ann/.config/voicectl/config.json',
      { platform: 'linux' as const, env: { XDG_CONFIG_HOME: 'relative' } },
    ],
    ['/here/mine.json', { platform: 'linux' as const, env: { VOICECTL_CONFIG: 'mine.json' } }],
    [
      '/home/ann/Library/Application Support/voicectl/config.json',
      { platform: 'darwin' as const, env: {} },
    ],
    [
      'C:\\Users\\ann\\AppData\\Roaming\\voicectl\\config.json',
      { platform: 'win32' as const, env: { APPDATA: 'C:\\Users\\ann\\AppData\\Roaming' } },
    ],
  ])('%s', (path, { platform, env }) => {
    expect(userFilePlace({ platform, env, home, cwd: '/here' })).toBe(path);
  });
});
