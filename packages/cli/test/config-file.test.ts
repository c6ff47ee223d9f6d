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
import { failure, json, newFolder, voicectl } from './voicectl';

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
