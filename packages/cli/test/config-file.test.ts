/** The user's file, by the built binary: nothing lost, nothing read by others, nothing overwritten. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUserFile } from '../src/config/user-file';
import { failure, json, newFolder, Terminal, voicectl } from './voicectl';

function newFile(content?: string) {
  const file = join(newFolder(), 'deep', 'config.json');
  if (content !== undefined) {
    mkdirSync(dirname(file), { mode: 0o700 });
    writeFileSync(file, content, { mode: 0o600 });
  }
  const env = { VOICECTL_CONFIG: file, VOICECTL_KEYCHAIN: 'off' };
  return { file, env, read: () => JSON.parse(readFileSync(file, 'utf8')) };
}

describe("the user's file", () => {
  it('keeps what twenty processes write at once', async () => {
    const { file, env, read } = newFile();
    const names = Array.from({ length: 20 }, (_, index) => `profile-${index}`);
    const runs = await Promise.all(
      names.map((name) => voicectl(['profile', 'add', name, '-o', 'json'], { env })),
    );
    expect(runs.filter(({ code }) => code !== 0)).toEqual([]);
    expect(Object.keys(read().profiles).sort()).toEqual([...names].sort());
    expect(readdirSync(dirname(file))).toEqual(['config.json']);
  }, 60_000);

  it('is for its owner alone, and so is its folder', async () => {
    const { file, env } = newFile();
    await json(['config', 'set', 'timeout', '5000'], { env });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
  });

  it.each([
    ['others can read it', (file: string) => chmodSync(file, 0o644), /^chmod 600 .*config\.json$/],
    [
      'others can change its folder',
      (file: string) => chmodSync(dirname(file), 0o777),
      /^chmod 700 .*deep$/,
    ],
  ])('is refused when %s, with the line that mends it', async (_, open, hint) => {
    const { file, env } = newFile('{}');
    open(file);
    for (const args of [
      ['config', 'list'],
      ['config', 'set', 'timeout', '1'],
    ]) {
      expect((await failure(args, 2, { env })).hint).toMatch(hint);
    }
    expect(readFileSync(file, 'utf8')).toBe('{}');
  });

  it.each(['{"profiles": {"default": {"agentsKey": sk-secret-1234', '[]', '', '{"profiles": 1}'])(
    'that is damaged is named, never changed, and its content not repeated: %j',
    async (content) => {
      const { file, env } = newFile(content);
      const { message, hint } = await failure(['config', 'set', 'timeout', '5000'], 2, { env });
      expect(message).toContain(`${file} is damaged`);
      expect(message + hint).not.toContain('sk-secret');
      expect(readFileSync(file, 'utf8')).toBe(content);
    },
  );

  it('keeps keys that this version does not know', async () => {
    const known = { profiles: { default: { timeout: 1, later: { a: [1] } } }, newer: true };
    const { env, read } = newFile(JSON.stringify(known));
    await json(['config', 'set', 'timeout', '2'], { env });
    await json(['config', 'unset', 'timeout'], { env });
    expect(read()).toEqual({ profiles: { default: { later: { a: [1] } } }, newer: true });
  });

  it('stays where a link to it leads', async () => {
    const { file, env } = newFile('{}');
    const link = join(newFolder(), 'link.json');
    symlinkSync(file, link);
    await json(['config', 'set', 'timeout', '7'], { env: { ...env, VOICECTL_CONFIG: link } });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain('"timeout": 7');
  });

  it('that can not be made is named', async () => {
    const { file, env } = newFile('{}');
    const below = join(file, 'config.json');
    const { message } = await failure(['config', 'set', 'timeout', '7'], 2, {
      env: { ...env, VOICECTL_CONFIG: below },
    });
    expect(message).toContain(below);
  });

  it('is not made by reading', async () => {
    const { file, env } = newFile();
    await json(['config', 'list'], { env });
    expect(existsSync(dirname(file))).toBe(false);
  });

  it('is read or refused in words that repeat nothing of it, whatever it holds', () => {
    const { file } = newFile('{}');
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (source) => {
        writeFileSync(file, `${source}"sk-secret-1234`);
        try {
          readUserFile(file);
        } catch (error) {
          expect((error as Error).name).toBe('UsageError');
          expect((error as Error).message).not.toContain('sk-secret');
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('voicectl config', () => {
  it('shows each setting with where it comes from, and of keys the end alone', async () => {
    const { env } = newFile();
    const all = await json<{ name: string; value: unknown; source: string }[]>(
      ['config', 'list', '--timeout', '9'],
      {
        env: { ...env, VOICECTL_AGENTS_API_KEY: 'a-very-secret-key-1234', VOICECTL_OUTPUT: 'csv' },
      },
    );
    const shown = Object.fromEntries(all.map(({ name, value, source }) => [name, [value, source]]));
    expect(shown).toMatchObject({
      timeout: [9, '--timeout'],
      agentsKey: ['…1234', 'VOICECTL_AGENTS_API_KEY'],
      goalsToken: [null, 'not set'],
      maxRetries: [2, 'default'],
    });
    expect(JSON.stringify(all)).not.toContain('very-secret');
  });

  it('gets the value alone, as a script puts it into a variable', async () => {
    const { env } = newFile();
    const url = 'https://a.example.com';
    await json(['config', 'set', 'agents-url', url], { env });
    const got = (...more: readonly string[]) =>
      voicectl(['config', 'get', 'agents-url', ...more], { env });
    expect(await got()).toEqual({ code: 0, stdout: `${url}\n`, stderr: '' });
    expect((await got('-o', 'json')).stdout).toBe(`${JSON.stringify(url)}\n`);
    expect((await got('-o', 'table')).stdout).toBe(`${url}\n`);
    const none = await voicectl(['config', 'get', 'goals-token'], { env });
    expect(none).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('says where it has saved a value, and from where another one comes that outranks it', async () => {
    const home = newFolder();
    const file = join(home, 'config.json');
    const env = { HOME: home, VOICECTL_CONFIG: file, VOICECTL_TIMEOUT: '9' };
    const terminal = new Terminal(['config', 'set', 'timeout', '7'], { env });
    await terminal.shows('Saved in profile default in ~/config.json');
    await terminal.shows('VOICECTL_TIMEOUT outranks what was written');
    expect(await terminal.exit()).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8')).profiles.default).toEqual({ timeout: 7 });
  });

  it('cuts no place in a narrow terminal, and names the file once', async () => {
    const home = newFolder();
    const file = join(home, 'config.json');
    const env = { HOME: home, VOICECTL_CONFIG: file };
    await json(['config', 'set', 'agents-url', 'https://a-long-name.example.com/a/path'], { env });
    await json(['config', 'set', 'timeout', '7'], { env });
    const terminal = new Terminal(['config', 'list'], { env, columns: 60 });
    expect(await terminal.exit()).toBe(0);
    expect(terminal.text).not.toContain('…');
    expect(terminal.text.match(/profile default/g)).toHaveLength(2);
    expect(terminal.text.match(/~\/config\.json/g)).toHaveLength(1);
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'says 1, and why, in a folder that can not be written',
    async () => {
      const { file, env } = newFile('{}');
      chmodSync(dirname(file), 0o500);
      const { message } = await failure(['config', 'set', 'timeout', '7'], 1, { env });
      expect(message).toBe(`Can't write ${file}: permission denied`);
    },
  );

  it('takes names as flags have them, and guesses at slips', async () => {
    const { env, read } = newFile();
    await json(['config', 'set', 'agents-url', 'https://a.example.com/'], { env });
    expect(read().profiles.default.agentsUrl).toBe('https://a.example.com');
    const { hint } = await failure(['config', 'set', 'timout', '1'], 2, { env });
    expect(hint).toBe('Did you mean timeout?');
  });

  it.each([
    ['timeout', 'soon', 'timeout must be a whole number'],
    ['output', 'xml', 'output must be one of'],
    ['agents-url', 'http://example.com', 'agentsUrl must be https'],
    ['agents-key', 'sk-1234', 'agentsKey is a secret'],
    ['profile', 'nobody', 'There is no profile "nobody"'],
  ])('does not set %s to %s', async (name, value, message) => {
    const { file, env } = newFile();
    const error = await failure(['config', 'set', name, value], 2, { env });
    expect(error.message).toContain(message);
    expect(existsSync(file)).toBe(false);
  });
});
