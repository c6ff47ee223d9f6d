/** A command with a mock of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { binary, cleanEnv, failure, newFolder, packageRoot, Terminal, voicectl } from './voicectl';

const world = join(packageRoot, '..', '..', 'examples', 'worlds', 'support-team.yaml');
const node = (script: string) => ['--', process.execPath, '-e', script];
const ask = `const url = process.env.VOICECTL_AGENTS_URL;
const headers = { 'x-api-key': process.env.VOICECTL_AGENTS_API_KEY };
const ask = async (path) => (await fetch(url + path, { headers })).json();`;

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

describe('mock exec', () => {
  it('lends the command a mock by its environment, with what was asked for in it', async () => {
    const script = `${ask} ask('/agents').then(({ meta }) => console.log(meta.total))`;
    const run = await voicectl(['mock', 'exec', '--seed-file', world, ...node(script)]);
    expect(run).toEqual({ code: 0, stdout: '4\n', stderr: '' });
  });

  it('lends it to voicectl itself, both APIs and what steers the mock', async () => {
    const script = `set -e
      ${process.execPath} ${binary} goals list -o json
      ${process.execPath} ${binary} mock reset -o json`;
    const run = await voicectl(['mock', 'exec', '--seed-file', world, '--', 'sh', '-c', script]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('Book a callback');
    expect(run.stdout).toContain('"name": "default"');
  });

  it('gives it the keys that it was told to demand', async () => {
    const env = { VOICECTL_MOCK_API_KEY: 'only-this', VOICECTL_MOCK_TOKEN: 'and-this' };
    const script =
      'const { VOICECTL_AGENTS_API_KEY: k, VOICECTL_GOALS_TOKEN: t } = process.env; console.log(k, t)';
    const run = await voicectl(['mock', 'exec', ...node(script)], { env });
    expect(run.stdout).toBe('only-this and-this\n');
  });

  it('leaves it standard input, output and error, and every argument as it is', async () => {
    const script = 'process.stdin.pipe(process.stdout); console.error(process.argv.slice(1))';
    const args = ['a b', '--mock', '', '$HOME', '"'];
    const run = await voicectl(['mock', 'exec', ...node(script), ...args], { input: 'hello' });
    expect(run).toMatchObject({ code: 0, stdout: 'hello' });
    expect(run.stderr).toBe(`[ 'a b', '--mock', '', '$HOME', '"' ]\n`);
  });

  it.each([0, 1, 3, 127, 255])('passes the exit code %d on', async (code) => {
    expect((await voicectl(['mock', 'exec', ...node(`process.exit(${code})`)])).code).toBe(code);
  });

  it.each([
    ['SIGKILL', 137],
    ['SIGTERM', 143],
    ['SIGSEGV', 139],
  ])('tells the end by %s as a shell does', async (signal, code) => {
    const run = await voicectl(['mock', 'exec', ...node(`process.kill(process.pid, '${signal}')`)]);
    expect(run.code).toBe(code);
  });

  it('prints what the mock was asked when the command fails, and nothing else', async () => {
    const script = `${ask} (async () => {
      await ask('/agents'); await ask('/agents/nobody'); process.exitCode = 1;
    })()`;
    const { stdout, stderr } = await voicectl(['mock', 'exec', ...node(script)]);
    expect(stdout).toBe('');
    const lines = stderr.trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('The mock had 2 requests');
    expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d 200 .*agents\.list$/);
    expect(lines[2]).toMatch(/^\d\d:\d\d:\d\d 404 .*agents\.get/);
  });

  it('prints the last 50 of many requests', async () => {
    const script = `${ask} (async () => {
      for (let at = 0; at < 60; at++) await ask('/agents/n' + at);
      process.exitCode = 1;
    })()`;
    const { stderr } = await voicectl(['mock', 'exec', ...node(script)]);
    const lines = stderr.trim().split('\n');
    expect(lines[0]).toBe('The mock had 60 requests; the last 50');
    expect(lines).toHaveLength(51);
    expect(lines[1]).toContain('/api/agents/n10 ');
  });

  it('writes all of them to a file, of every world, whether it fails or not', async () => {
    const cwd = newFolder();
    const script = `${ask} (async () => {
      for (let at = 0; at < 60; at++) await ask('/agents');
      headers['x-voicectl-world'] = 'other'; await ask('/agents?secret=a-key-to-keep');
    })()`;
    const args = ['mock', 'exec', '--journal', 'journal.ndjson', ...node(script)];
    expect(await voicectl(args, { cwd })).toMatchObject({ code: 0, stderr: '' });
    const text = readFileSync(join(cwd, 'journal.ndjson'), 'utf8');
    const entries = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries).toHaveLength(61);
    expect(entries[60]).toMatchObject({ world: 'other', operation: 'agents.list', status: 200 });
    expect(text).not.toMatch(/mock-key|a-key-to-keep/);
  });

  it('starts nothing where the journal can not be written, or a file makes no sense', async () => {
    const cwd = newFolder();
    const touch = node("require('fs').writeFileSync('touched', '')");
    const journal = ['mock', 'exec', '--journal', 'no/where', ...touch];
    expect((await failure(journal, 2, { cwd, env: {} })).message).toMatch(/Can't write no\/where/);
    writeFileSync(join(cwd, 'faults.json'), '[{"status": 1}]');
    const run = await voicectl(['mock', 'exec', '--faults', 'faults.json', ...touch], { cwd });
    expect(run.code).toBe(2);
    expect(existsSync(join(cwd, 'touched'))).toBe(false);
  });

  it.runIf(existsSync('/dev/full'))(
    'fails when the journal could not be written, unless the command has failed already',
    async () => {
      const journal = ['mock', 'exec', '--journal', '/dev/full'];
      const good = await voicectl([...journal, ...node(`${ask} ask('/agents')`)]);
      expect(good.code).toBe(1);
      expect(good.stderr).toContain('/dev/full is not complete: the disk is full');
      expect(good.stderr).toContain('"error"');
      const bad = await voicectl([
        ...journal,
        ...node(`${ask} ask('/agents').then(() => process.exit(3))`),
      ]);
      expect(bad.code).toBe(3);
      expect(bad.stderr).toContain('"warning"');
    },
  );

  it.each([
    [['node', '-e', '1'], '-e'],
    [['ls', '-la'], '-la'],
    [['npm', 'test', '--watch'], '--watch'],
  ])('tells of the -- that %j needs', async (command, option) => {
    const error = await failure(['mock', 'exec', ...command], 2);
    expect(error.message).toContain(`unknown option '${option}'`);
    expect(error.hint).toContain('voicectl mock exec -- ');
  });

  it('says that there is no such command, with 127, and 126 for what can not be run', async () => {
    const missing = await voicectl(['mock', 'exec', '--', 'no-such-command-anywhere']);
    expect(missing.code).toBe(127);
    expect(missing.stderr).toContain('There is no command \\"no-such-command-anywhere\\"');
    const cwd = newFolder();
    writeFileSync(join(cwd, 'text'), 'words', { mode: 0o600 });
    const run = await voicectl(['mock', 'exec', '--', './text'], { cwd });
    expect(run.code).toBe(126);
    expect((await voicectl(['mock', 'exec'])).code).toBe(2);
  });
});

describe('a mock exec that is told to stop', () => {
  /** Says when it is ready, what it is told, and takes its time to end. */
  const slow = `const end = (name) => { console.log(name); setTimeout(() => process.exit(9), 100); };
    process.on('SIGINT', end); process.on('SIGTERM', end);
    setInterval(() => {}, 1000); console.log(process.pid);`;

  async function start(script: string) {
    const started = spawn(process.execPath, [binary, 'mock', 'exec', ...node(script)], {
      cwd: newFolder(),
      env: cleanEnv(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    const lines = createInterface({ input: started.stdout });
    const [pid] = await once(lines, 'line');
    return { started, lines, pid: Number(pid) };
  }

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'passes %s on, waits, and has its code',
    async (signal) => {
      const { started, lines } = await start(slow);
      started.kill(signal);
      const [heard] = await once(lines, 'line');
      expect(heard).toBe(signal);
      expect(await once(started, 'exit')).toEqual([9, null]);
    },
  );

  it('leaves no command behind, however often it is told', async () => {
    const { started, lines, pid } = await start(slow);
    for (let time = 0; time < 3; time++) started.kill('SIGTERM');
    await once(lines, 'line');
    expect(await once(started, 'exit')).toEqual([9, null]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('ends as the command does that has no mind of its own', async () => {
    const { started, pid } = await start('setInterval(() => {}, 1000); console.log(process.pid)');
    started.kill('SIGTERM');
    expect(await once(started, 'exit')).toEqual([143, null]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)(
    'leaves nothing behind that the command has started, at %s',
    async (signal) => {
      const script = 'sleep 61 & echo ready; sleep 62; echo x';
      const started = spawn(process.execPath, [binary, 'mock', 'exec', '--', 'sh', '-c', script], {
        cwd: newFolder(),
        env: cleanEnv(),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      await once(createInterface({ input: started.stdout }), 'line');
      started.kill(signal);
      // A pipe is at its end when nobody holds it any more.
      expect(await once(started, 'close')).toEqual([signal === 'SIGHUP' ? 129 : 143, null]);
    },
  );

  it('lets Ctrl-C on a terminal reach the command once', async () => {
    const script = `let times = 0; process.on('SIGINT', () => { times++; });
      console.log('ready'); setInterval(() => { if (times) { console.log('heard', times); process.exit(0); } }, 300);`;
    const terminal = new Terminal(['mock', 'exec', ...node(script)]);
    await terminal.shows('ready');
    terminal.type('\u0003');
    await terminal.shows('heard 1');
    expect(await terminal.exit()).toBe(0);
  });
});
