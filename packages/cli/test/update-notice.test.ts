/** The notice of a newer version, against a registry on this machine: who sees it, how often, and what is sent. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestAddress } from '../src/notice/registry';
import { isNewer } from '../src/notice/versions';
import { newFolder, Terminal, voicectl } from './voicectl';

const words = 'npm install --global voicectl';

async function registry(answer: string | undefined) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    if (answer !== undefined) response.end(answer);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const cache = newFolder();
  const file = join(cache, 'voicectl', 'update.json');
  return {
    asked,
    file,
    env: {
      npm_config_registry: `http://127.0.0.1:${(server.address() as AddressInfo).port}/npm`,
      XDG_CACHE_HOME: cache,
      VOICECTL_UPDATE_NOTICE: 'on',
    } as Record<string, string>,
    remember(state: object) {
      mkdirSync(join(cache, 'voicectl'), { recursive: true });
      writeFileSync(file, JSON.stringify(state));
    },
    remembered: () => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}),
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function onTerminal(args: readonly string[], env: Record<string, string>): Promise<string> {
  const terminal = new Terminal(args, { env, columns: 200 });
  expect(await terminal.exit()).toBe(0);
  return terminal.text;
}

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 15_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('It never came true.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const list = ['agents', 'list', '--mock'];
const newer = JSON.stringify({ name: 'voicectl', version: '99.1.2' });

describe('a newer version', () => {
  it('is found out behind one command, told by the next one, and then not again that day', async () => {
    using at = await registry(newer);
    expect(await onTerminal(list, at.env)).not.toContain(words);
    await until(() => at.remembered().latest === '99.1.2');
    expect(await onTerminal(list, at.env)).toContain(words);
    expect(await onTerminal(list, at.env)).not.toContain(words);
    expect(at.asked.length).toBe(1);
  });

  it('is asked for by one GET that says nothing of who asks', async () => {
    using at = await registry(newer);
    await onTerminal(list, { ...at.env, VOICECTL_AGENTS_API_KEY: 'my-secret-key' });
    await until(() => at.asked.length > 0);
    const [request] = at.asked;
    expect(request?.method).toBe('GET');
    expect(request?.url).toBe('/npm/voicectl/latest');
    expect(Object.keys(request?.headers ?? {}).sort()).toEqual(['accept', 'connection', 'host']);
  });

  it('is told again a day later', async () => {
    using at = await registry(newer);
    const yesterday = Date.now() - 25 * 60 * 60_000;
    at.remember({ latest: '99.1.2', checkedAt: Date.now() - 1_000, toldAt: yesterday });
    expect(await onTerminal(list, at.env)).toContain('99.1.2');
    expect(at.asked).toEqual([]);
  });

  it.each([
    ['in CI', { CI: 'true' }, list],
    ['when it is turned off', { VOICECTL_UPDATE_NOTICE: 'off' }, list],
    ['with --no-input', {}, [...list, '--no-input']],
    ['with -o json', {}, [...list, '-o', 'json']],
    ['with -o csv', {}, [...list, '-o', 'csv']],
  ])('is neither told nor asked for %s', async (_, env, args) => {
    using at = await registry(newer);
    const before = { latest: '99.1.2', checkedAt: 1, toldAt: 1 };
    at.remember(before);
    expect(await onTerminal(args, { ...at.env, ...env })).not.toContain(words);
    expect(at.remembered()).toEqual(before);
    expect(at.asked).toEqual([]);
  });

  it('is neither told nor asked for in a pipe', async () => {
    using at = await registry(newer);
    const before = { latest: '99.1.2', checkedAt: 1, toldAt: 1 };
    at.remember(before);
    const run = await voicectl([...list, '-o', 'table'], { env: at.env });
    expect(run.stderr).not.toContain(words);
    expect(at.remembered()).toEqual(before);
  });

  it.each([
    ['a version that is no version', JSON.stringify({ version: '99.0.0\u001b[2J; rm -rf' })],
    ['an older one', JSON.stringify({ version: '0.0.1' })],
    ['a pre-release', JSON.stringify({ version: '99.0.0-beta.1' })],
    ['no JSON', '<html>'],
  ])('is not told when the registry says %s', async (_, answer) => {
    using at = await registry(answer);
    await onTerminal(list, at.env);
    await until(() => at.asked.length > 0);
    expect(await onTerminal(list, at.env)).not.toContain(words);
  });

  it('is nothing that a damaged file, or a registry that never answers, could spoil a command by', async () => {
    using at = await registry(undefined);
    at.remember([]);
    writeFileSync(at.file, '{"latest": "99');
    expect(await onTerminal(list, at.env)).not.toContain('error');
    await until(() => at.asked.length > 0);
    const run = await voicectl(['__check-for-update'], { env: at.env });
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('versions', () => {
  it.each([
    ['1.0.0', '0.9.9', true],
    ['1.10.0', '1.9.0', true],
    ['1.0.0', '1.0.0', false],
    ['1.0.0', '1.0.0-rc.1', true],
    ['1.0.1-beta', '1.0.0', false],
    ['0.9.0', '1.0.0', false],
    ['1.0', '0.1.0', false],
    [undefined, '1.0.0', false],
  ])('%s is newer than %s: %s', (found, own, expected) => {
    expect(isNewer(found, own)).toBe(expected);
  });

  it('are never both newer than each other', () => {
    const version = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(isNewer(a, b) && isNewer(b, a)).toBe(false);
        if (a !== b) expect(isNewer(a, b) || isNewer(b, a)).toBe(true);
      }),
    );
  });
});

describe('the registry', () => {
  it.each([
    ['http://127.0.0.1:4873', 'http://127.0.0.1:4873/voicectl/latest'],
    ['http://user:pass@127.0.0.1:4873/npm/', 'http://127.0.0.1:4873/npm/voicectl/latest'],
    ['file:///etc/passwd', undefined],
    ['nonsense', undefined],
  ])('%s is asked at %s', async (npm_config_registry, expected) => {
    expect((await latestAddress({ npm_config_registry }))?.href).toBe(expected);
  });

  it('is the one that npm asks, where nothing else is said', async () => {
    const { npm_config_registry: _, ...env } = process.env;
    const home = newFolder();
    writeFileSync(join(home, '.npmrc'), 'registry=http://127.0.0.1:9/of-npm/\n');
    const own = { ...env, npm_config_userconfig: join(home, '.npmrc') };
    expect((await latestAddress(own))?.href).toBe('http://127.0.0.1:9/of-npm/voicectl/latest');
  });

  it('is nobody where there is no npm', async () => {
    await expect(latestAddress({ PATH: newFolder() })).rejects.toThrow(/npm/);
  });
});
