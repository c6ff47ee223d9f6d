/** `voicectl doctor`, by the built binary, and what it decides by. */
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judged } from '../src/commands/doctor/connection';
import { checkVersions } from '../src/commands/doctor/machine';
import { proxyFor } from '../src/commands/doctor/proxy';
import { newFolder, startPlatform, Terminal, voicectl } from './voicectl';

interface Finding {
  readonly check: string;
  readonly status: string;
  readonly found: string;
  readonly mend?: string;
}

let platform: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  platform = await startPlatform({ apiKey: 'the-agents-key-1234', token: 'the-goals-token-5678' });
});
afterAll(() => platform.server.close());

async function doctor(env: Record<string, string> = {}, args: readonly string[] = []) {
  const usual = {
    ...platform.env,
    VOICECTL_AGENTS_API_KEY: 'the-agents-key-1234',
    VOICECTL_GOALS_TOKEN: 'the-goals-token-5678',
    VOICECTL_KEYCHAIN: 'off',
    VOICECTL_CONFIG: join(newFolder(), 'config.json'),
  };
  const run = await voicectl(['doctor', '-o', 'json', '--timeout', '15000', ...args], {
    env: { ...usual, ...env },
  });
  const answer = JSON.parse(run.stdout) as { ok: boolean; checks: Finding[]; settings: object[] };
  const found = (check: string) => answer.checks.find((each) => each.check === check);
  return { ...run, answer, found };
}

describe('doctor', () => {
  it('finds nothing wrong where nothing is, and shows where each value comes from', async () => {
    const { code, stdout, answer } = await doctor();
    // How fast it is depends on who else is using the machine.
    const wrong = answer.checks.filter(
      ({ check, status }) => status !== 'ok' && !check.endsWith('latency'),
    );
    expect(wrong).toEqual([]);
    expect(answer.ok).toBe(true);
    expect(code).toBe(0);
    expect(answer.settings).toContainEqual({
      name: 'agentsUrl',
      value: platform.server.agentsUrl,
      source: 'VOICECTL_AGENTS_URL',
    });
    expect(stdout).not.toMatch(/the-agents-key|the-goals-token/);
  });

  it('says 4 for a key that is refused, with its mend', async () => {
    const { code, found } = await doctor({ VOICECTL_AGENTS_API_KEY: 'wrong' });
    expect(code).toBe(4);
    expect(found('agents key')).toMatchObject({
      status: 'fail',
      mend: expect.stringContaining('voicectl login --api agents'),
    });
    expect(found('goals key')).toMatchObject({ status: 'ok' });
  });

  it('says 7 where nobody answers', async () => {
    const { code, found } = await doctor({ VOICECTL_AGENTS_URL: 'http://127.0.0.1:1/api' });
    expect(code).toBe(7);
    expect(found('agents connection')).toMatchObject({ status: 'fail' });
  });

  it('says 4 where there is no key at all', async () => {
    const { code, found } = await doctor({ VOICECTL_AGENTS_API_KEY: '', VOICECTL_GOALS_TOKEN: '' });
    expect(found('agents key')).toMatchObject({ status: 'fail', found: 'none' });
    expect(code).toBe(4);
  });

  it.each([
    ['can be read by others', '{}', 0o644, 'chmod 600'],
    ['is damaged', '{', 0o600, 'Mend it'],
  ])('names a file that %s, and looks no further', async (_, content, mode, mend) => {
    const file = join(newFolder(), 'config.json');
    writeFileSync(file, content);
    chmodSync(file, mode);
    const { code, found } = await doctor({ VOICECTL_CONFIG: file });
    expect(code).toBe(1);
    expect(found('your file')).toMatchObject({
      status: 'fail',
      mend: expect.stringContaining(mend),
    });
    expect(found('agents key')).toBeUndefined();
  });

  it('needs no network with --mock', async () => {
    const { code, found } = await doctor({ VOICECTL_AGENTS_URL: 'http://127.0.0.1:1/api' }, [
      '--mock',
    ]);
    expect(code).toBe(0);
    expect(found('mock')).toMatchObject({ status: 'ok' });
  });

  it('sees a clock that is wrong', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', date });
      response.end('{"data":[],"meta":{"total":0,"page":1,"limit":1,"totalPages":0}}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const { found } = await doctor({ VOICECTL_AGENTS_URL: `http://127.0.0.1:${port}` });
    server.close();
    expect(found('agents clock')).toMatchObject({
      status: 'warn',
      found: expect.stringMatching(/^this machine's is 3(599|600|601) s behind the server's$/),
    });
  });

  it('is a list for a person, each way out below what it is for', async () => {
    const env = { ...platform.env, VOICECTL_AGENTS_API_KEY: 'wrong', VOICECTL_KEYCHAIN: 'off' };
    const { stdout, stderr } = await voicectl(['doctor', '-o', 'table'], {
      env: { ...env, VOICECTL_GOALS_TOKEN: 'the-goals-token-5678', VOICECTL_CONFIG: 'none.json' },
    });
    expect(stdout).toMatch(/^agents key +fail {2}.*\n +fix: {2}voicectl login --api agents/m);
    expect(stdout).toContain('output goes to a pipe or a file, as table');
    expect(stderr).toBe('');
  });

  const atTerminal = (columns: number) => {
    const home = newFolder();
    const env = {
      ...platform.env,
      VOICECTL_AGENTS_API_KEY: 'the-agents-key-1234',
      VOICECTL_GOALS_TOKEN: 'the-goals-token-5678',
      HOME: home,
      VOICECTL_CONFIG: join(home, 'own.json'),
      LANG: 'C.UTF-8',
    };
    return new Terminal(['doctor', '--timeout', '15000'], { env, columns });
  };

  it('colours the words of a terminal, and leaves no part of a colour behind', async () => {
    const terminal = atTerminal(100);
    expect(await terminal.exit()).toBe(0);
    expect(terminal.raw).toContain('\u001b[32mok\u001b[39m    voicectl');
    expect(terminal.text).not.toMatch(/\[\d+m/);
    expect(terminal.text).toMatch(/your file +ok {4}~\/own\.json, not there yet/);
    expect(terminal.text).toMatch(/timeout\s+from --timeout/);
  });

  it('fits into 40 columns', async () => {
    const terminal = atTerminal(40);
    expect(await terminal.exit()).toBe(0);
    for (const line of terminal.text.split('\r\n')) expect(line.length).toBeLessThanOrEqual(40);
  });
});

describe('a certificate', () => {
  const now = Date.parse('2026-06-01');
  it.each([
    [{ until: Date.parse('2026-12-01'), by: 'A CA' }, 'ok', 'until 2026-12-01', undefined],
    [{ until: Date.parse('2026-06-10') }, 'warn', '9 days left', 'renew'],
    [{ until: now, problem: 'CERT_HAS_EXPIRED' }, 'fail', 'CERT_HAS_EXPIRED', 'renew'],
    [
      { until: Date.parse('2027-01-01'), problem: 'SELF_SIGNED_CERT_IN_CHAIN' },
      'fail',
      'not trusted',
      'NODE_EXTRA_CA_CERTS',
    ],
    [
      { until: Date.parse('2027-01-01'), problem: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      'fail',
      'not trusted',
      'another name',
    ],
    [{ until: Number.NaN }, 'ok', 'an unknown day', undefined],
  ])('%j is %s', (certificate, status, found, mend) => {
    const finding = judged('tls', certificate, now);
    expect(finding).toMatchObject({ status, found: expect.stringContaining(found) });
    if (mend) expect(finding.mend).toContain(mend);
  });
});

describe('a proxy', () => {
  const proxy = 'http://proxy:3128';
  it.each([
    ['https://a.example.com', { HTTPS_PROXY: proxy }, proxy],
    [
      'https://a.example.com',
      { https_proxy: 'http://small:1', HTTPS_PROXY: proxy },
      'http://small:1',
    ],
    ['https://a.example.com', { HTTPS_PROXY: proxy, NO_PROXY: 'example.com' }, undefined],
    ['https://a.example.com', { HTTPS_PROXY: proxy, NO_PROXY: 'b.com, .example.com' }, undefined],
    ['https://a.example.com', { HTTPS_PROXY: proxy, NO_PROXY: 'ample.com' }, proxy],
    ['https://a.example.com', { HTTPS_PROXY: proxy, NO_PROXY: 'a.example.com:8443' }, proxy],
    [
      'https://a.example.com:8443',
      { HTTPS_PROXY: proxy, NO_PROXY: 'a.example.com:8443' },
      undefined,
    ],
    ['https://a.example.com', { HTTPS_PROXY: proxy, NO_PROXY: '*' }, undefined],
    ['http://127.0.0.1:4010', { HTTP_PROXY: proxy }, undefined],
  ])('for %s with %j is %s', (url, env, expected) => {
    expect(proxyFor(new URL(url), env)).toBe(expected);
  });
});

describe('Node', () => {
  it.each([
    ['20.19.0', 'ok'],
    ['20.18.3', 'fail'],
    ['18.20.0', 'fail'],
    ['26.0.0', 'ok'],
  ])('%s is %s', (version, status) => {
    expect(checkVersions(version).status).toBe(status);
  });
});
