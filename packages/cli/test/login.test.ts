/** Keys: asked for, checked, kept, and forgotten, by the built binary. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  binary,
  cleanEnv,
  ctrlC,
  enter,
  failure,
  json,
  newFolder,
  startPlatform,
  Terminal,
} from './voicectl';

const key = 'the-agents-key-1234';
const token = 'the-goals-token-5678';
let platform: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  platform = await startPlatform({ apiKey: key, token });
});
afterAll(() => platform.server.close());

function newUser(extra: Record<string, string> = {}) {
  const file = join(newFolder(), 'config.json');
  const env = { VOICECTL_CONFIG: file, VOICECTL_KEYCHAIN: 'off', ...extra };
  return { file, env, read: () => JSON.parse(readFileSync(file, 'utf8')) };
}

const agents = () => ['--url', platform.server.agentsUrl];
const goals = () => ['--api', 'goals', '--url', platform.server.goalsUrl];

describe('login from standard input', () => {
  it('keeps a key that is accepted, and then the platform answers', async () => {
    const { env } = newUser();
    const kept = await json(['login', '--with-token', ...agents()], { env, input: `${key}\r\n` });
    expect(kept).toMatchObject({ profile: 'default', keys: [{ api: 'agents', kept: 'file' }] });
    await json(['login', '--with-token', ...goals()], { env, input: `\uFEFF${token}` });
    expect(await json(['agents', 'list'], { env })).toHaveProperty('data');
    expect(await json(['goals', 'list'], { env })).toHaveProperty('items');
    const { apis } = await json<{ apis: object[] }>(['whoami'], { env });
    expect(apis).toMatchObject([
      { api: 'agents', accepted: true, key: '…1234' },
      { api: 'goals', accepted: true, key: '…5678' },
    ]);
  });

  it('keeps nothing of a key that is refused', async () => {
    const { file, env } = newUser();
    const input = 'another-key-entirely';
    const error = await failure(['login', '--with-token', ...agents()], 4, { env, input });
    expect(error.message).toContain('does not accept that key; nothing has been kept');
    expect(JSON.stringify(error)).not.toContain(input);
    expect(existsSync(file)).toBe(false);
  });

  it('keeps nothing of a key that could not be checked', async () => {
    const { file, env } = newUser();
    const url = ['--url', 'http://127.0.0.1:1/api'];
    await failure(['login', '--with-token', ...url], 7, { env, input: key });
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ['', [], 'Standard input holds no key'],
    ['two words', [], 'must be printable ASCII'],
    [key, ['--api', 'goals'], 'The goals API has no address yet'],
    [key, ['--api', 'gaols'], '--api must be one of agents, goals'],
  ])('refuses %j with %j', async (input, flags, message) => {
    const { file, env } = newUser();
    const error = await failure(['login', '--with-token', ...flags], 2, { env, input });
    expect(error.message).toContain(message);
    expect(existsSync(file)).toBe(false);
  });

  it('sends no key to an address that only a project names', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'voicectl.config.yaml'), `goalsUrl: ${platform.server.goalsUrl}\n`);
    const { env } = newUser();
    const before = platform.mock.journal.calls().length;
    await failure(['login', '--with-token', '--api', 'goals'], 2, { env, cwd, input: token });
    expect(platform.mock.journal.calls().length).toBe(before);
  });

  it('says what to do where nobody can be asked', async () => {
    const { env } = newUser();
    expect((await failure(['login'], 2, { env })).hint).toContain('voicectl login --with-token <');
  });

  it('is not needed with --mock', async () => {
    expect(await json(['login', '--mock'])).toMatchObject({ login: 'not needed' });
  });
});

describe('login on a terminal', () => {
  it('asks for addresses and keys, and shows no key', async () => {
    const { env, read } = newUser();
    const terminal = new Terminal(['login', '--profile', 'work'], { env });
    await terminal.shows('URL of the agents API');
    terminal.type(`\u0015${platform.server.agentsUrl}${enter}`);
    await terminal.shows('key of the agents API');
    terminal.type(`${key}${enter}`);
    await terminal.shows('URL of the goals API');
    terminal.type(enter);
    expect(await terminal.exit()).toBe(0);
    expect(terminal.raw).not.toContain(key);
    expect(terminal.text).toContain('Not in a keychain: VOICECTL_KEYCHAIN turns it off');
    expect(read()).toMatchObject({ profile: 'work', profiles: { work: { agentsKey: {} } } });
  });

  it('keeps nothing at Ctrl-C', async () => {
    const { env, file } = newUser();
    const terminal = new Terminal(['login', ...agents()], { env });
    await terminal.shows('key of the agents API');
    terminal.type(ctrlC);
    expect(await terminal.exit()).toBe(130);
    expect(existsSync(file)).toBe(false);
  });
});

describe('logout', () => {
  it('forgets the keys, and keeps the rest', async () => {
    const { env, read } = newUser();
    await json(['login', '--with-token', ...agents()], { env, input: key });
    expect(await json(['logout'], { env })).toEqual({ loggedOut: ['default'], keys: 1 });
    expect(read().profiles.default).toEqual({ agentsUrl: platform.server.agentsUrl });
    expect(await json(['logout'], { env })).toEqual({ loggedOut: [], keys: 0 });
  });

  it('forgets those of every profile with --all', async () => {
    const { env, read } = newUser();
    for (const name of ['one', 'two']) {
      const args = ['login', '--with-token', '--profile', name, ...agents()];
      await json(args, { env, input: key });
    }
    expect(await json(['logout', '--all'], { env })).toEqual({
      loggedOut: ['one', 'two'],
      keys: 2,
    });
    expect(JSON.stringify(read())).not.toContain(key);
  });
});

function runBinary(
  file: string,
  args: readonly string[],
  { env, input = '' }: { env: Record<string, string>; input?: string },
) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const options = { cwd: newFolder(), env: cleanEnv(env) };
    const child = execFile(process.execPath, [file, ...args], options, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

/** The binary with a library of its own beside it, which keeps secrets in a file in place of a keychain. */
function withKeychain(entry: string) {
  const root = newFolder();
  cpSync(dirname(binary), join(root, 'dist'), { recursive: true });
  const library = join(root, 'node_modules', '@napi-rs', 'keyring');
  mkdirSync(library, { recursive: true });
  const vault = join(root, 'vault.json');
  writeFileSync(
    join(library, 'index.js'),
    `const fs = require('node:fs');
     const vault = ${JSON.stringify(vault)};
     const load = () => (fs.existsSync(vault) ? JSON.parse(fs.readFileSync(vault)) : {});
     const save = (all) => fs.writeFileSync(vault, JSON.stringify(all));
     exports.Entry = class {
       constructor(service, id) { this.id = service + '/' + id; ${entry} }
       setPassword(secret) { save({ ...load(), [this.id]: secret }); }
       getPassword() { return load()[this.id] ?? null; }
       deletePassword() { const { [this.id]: gone, ...all } = load(); save(all); return gone !== undefined; }
     };`,
  );
  const user = newUser({ VOICECTL_KEYCHAIN: '' });
  const run = (args: readonly string[], input = '') =>
    runBinary(join(root, 'dist', 'bin.js'), args, { env: user.env, input });
  return { ...user, run, vault: () => JSON.parse(readFileSync(vault, 'utf8')) as object };
}

describe('a keychain', () => {
  it('holds the key, so that the file does not', async () => {
    const { run, read, vault } = withKeychain('');
    const login = await run(['login', '--with-token', ...agents()], key);
    expect(login).toMatchObject({ code: 0 });
    expect(JSON.stringify(read())).not.toContain(key);
    expect(Object.values(vault())).toEqual([key]);
    expect(await run(['agents', 'list'])).toMatchObject({ code: 0, stderr: '' });
    expect((await run(['whoami'])).stdout).toContain('keychain, for profile default');
  });

  it('forgets an old key with a new one, and all at logout', async () => {
    const { run, vault } = withKeychain('');
    await run(['login', '--with-token', ...agents()], key);
    await run(['login', '--with-token', ...agents()], key);
    expect(Object.keys(vault())).toHaveLength(1);
    await run(['logout']);
    expect(vault()).toEqual({});
  });

  it.each([
    ['fails', "throw new Error('no such service');", 'no such service'],
    ['never answers', 'for (;;);', 'it did not answer within 2 s'],
    ['forgets at once', 'this.getPassword = () => null;', 'does not keep what it is given'],
  ])('that %s is done without, and that is said', async (_, entry, why) => {
    const { run, read } = withKeychain(entry);
    const { code, stdout } = await run(['login', '--with-token', ...agents()], key);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).keys[0]).toMatchObject({ kept: 'file' });
    expect(JSON.parse(stdout).keys[0].notInKeychain).toContain(why);
    expect(read().profiles.default.agentsKey.value).toBe(key);
  });

  it('that can not be had any more is named', async () => {
    const { run, env } = withKeychain('');
    await run(['login', '--with-token', ...agents()], key);
    const off = await runBinary(binary, ['whoami'], {
      env: { ...env, VOICECTL_KEYCHAIN: 'off' },
    });
    expect(off.code).toBe(4);
    expect(off.stdout).toContain('VOICECTL_KEYCHAIN turns it off');
  });
});
