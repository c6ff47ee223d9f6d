/** Being told to stop, or having nobody left to talk to, at any moment. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  binary,
  cleanEnv,
  exampleAgent,
  failure,
  json,
  newFolder,
  Terminal,
  voicectl,
} from './voicectl';

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

function start(args: readonly string[], cwd = newFolder()) {
  child = spawn(process.execPath, [binary, ...args], { cwd, env: cleanEnv(), stdio: 'pipe' });
  return child;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  it('ends the wait for a document', async () => {
    const waiting = start(['agents', 'create', '-f', '-', '--mock']);
    await wait(1_500);
    waiting.kill(signal);
    expect(await once(waiting, 'exit')).toEqual([130, null]);
  });

  it('ends the wait for the next message', async () => {
    const cwd = newFolder();
    const agent = await json(['agents', 'create', '-f', exampleAgent, '--mock'], { cwd });
    const waiting = start(['play', String(agent.id), '--mock'], cwd);
    await wait(1_500);
    waiting.kill(signal);
    expect(await once(waiting, 'exit')).toEqual([130, null]);
  });

  it('ends the wait for a file that another process holds, and nothing is written', async () => {
    const cwd = newFolder();
    await json(['agents', 'create', '-f', exampleAgent, '--mock'], { cwd });
    const file = join(cwd, '.voicectl', 'mock.json');
    const before = readFileSync(file, 'utf8');
    mkdirSync(`${file}.lock`);
    const waiting = start(['agents', 'create', '-f', exampleAgent, '--mock'], cwd);
    await wait(1_500);
    waiting.kill(signal);
    expect(await once(waiting, 'exit')).toEqual([130, null]);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('ends a question and a chat on a terminal', async () => {
    const cwd = newFolder();
    const agent = await json(['agents', 'create', '-f', exampleAgent, '--mock'], { cwd });
    const question = new Terminal(['agents', 'delete', String(agent.id), '--mock'], { cwd });
    await question.shows('(y/N)');
    question.signal(signal);
    expect(await question.exit()).toBe(130);
    const chat = new Terminal(['play', String(agent.id), '--mock'], { cwd });
    await chat.shows('you ›');
    chat.signal(signal);
    expect(await chat.exit()).toBe(130);
  });
});

describe('nobody left to read', () => {
  it.each([['--version'], ['--help'], ['agents', 'list', '--mock']])(
    '%s is quiet about it',
    async (...args) => {
      const shell = `"${process.execPath}" "${binary}" ${args.join(' ')} | true; exit \${PIPESTATUS[0]}`;
      const run = spawn('bash', ['-c', shell], { cwd: newFolder(), env: cleanEnv() });
      let said = '';
      run.stderr.on('data', (text) => {
        said += text;
      });
      expect(await once(run, 'close')).toEqual([0, null]);
      expect(said).toBe('');
    },
  );

  it.runIf(existsSync('/dev/full'))('a full disk is a failure in one line', async () => {
    const shell = `"${process.execPath}" "${binary}" agents list --mock > /dev/full`;
    const run = spawn('bash', ['-c', shell], { cwd: newFolder(), env: cleanEnv() });
    let said = '';
    run.stderr.on('data', (text) => {
      said += text;
    });
    expect(await once(run, 'close')).toEqual([1, null]);
    expect(said).toBe("error: Can't write the output: ENOSPC\n");
  });
});

describe('a folder that can not hold the mock', () => {
  it('is named, with the reason, and not blamed on the network', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, '.voicectl'), 'a file');
    for (const args of [
      ['agents', 'list'],
      ['agents', 'create', '-f', exampleAgent],
    ]) {
      const error = await failure([...args, '--mock'], 1, { cwd });
      expect(error).toMatchObject({ code: 'MOCK_FILE' });
      expect(error.message).toContain(join(cwd, '.voicectl', 'mock.json'));
    }
  });
});

describe('help', () => {
  it.each([
    [['help', 'agents', 'create'], 'Usage: voicectl agents create'],
    [['help', 'play'], 'Usage: voicectl play'],
    [['agents', 'create', '--help'], 'Usage: voicectl agents create'],
  ])('%j shows %j', async (args, usage) => {
    expect((await voicectl(args)).stdout).toContain(usage);
  });

  it.each([[['help', 'agens']], [['agens', '--help']]])('%j is wrong use', async (args) => {
    expect((await failure(args, 2)).hint).toMatch(/agents/);
  });
});
