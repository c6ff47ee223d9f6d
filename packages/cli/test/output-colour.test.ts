/** Colours: each stream by itself, whatever the other one is. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn as spawnTerminal } from '@lydell/node-pty';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isColoured } from '../src/output/paint';
import { startHardPlatform } from './golden/platform';
import { binary, cleanEnv, newFolder, voicectl } from './voicectl';

let platform: Awaited<ReturnType<typeof startHardPlatform>>;
beforeAll(async () => {
  platform = await startHardPlatform();
});
afterAll(() => platform.close());

/** What a terminal was shown by a shell's line. */
async function terminal(line: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const pty = spawnTerminal('bash', ['-c', line], {
    name: 'xterm-256color',
    cols: 120,
    rows: 30,
    cwd: newFolder(),
    env: cleanEnv({ ...platform.env, NODE: process.execPath, BIN: binary, ...env }) as Record<
      string,
      string
    >,
  });
  let shown = '';
  pty.onData((text) => {
    shown += text;
  });
  await new Promise((resolve) => pty.onExit(resolve));
  return shown;
}

const list = '"$NODE" "$BIN" agents list -o table';
const wrong = '"$NODE" "$BIN" agents list --columns nonsense -o table';
const red = '\u001b[31m';
const green = '\u001b[32m';

describe('colour', () => {
  it('is on stderr when only stdout is a pipe', async () => {
    expect(await terminal(`${wrong} | cat`)).toContain(`${red}error:`);
    expect(await terminal(`${list} | cat`)).not.toContain(green);
  });

  it('is on stdout when only stderr is a pipe', async () => {
    expect(await terminal(`${list} 2>/dev/null`)).toContain(`${green}active`);
    expect(await terminal(`${wrong} 2>&1 >/dev/null | cat`)).not.toContain('\u001b[');
  });

  it('marks the states that are known, and no others', async () => {
    const shown = await terminal(`${list} 2>/dev/null`);
    expect(shown).toContain('\u001b[33mdraft');
    expect(shown).toContain('\u001b[90marchived');
    expect(shown).toMatch(/(?<!m)hibernating/);
  });

  it('is forced by CLICOLOR_FORCE, and off by CLICOLOR=0', async () => {
    expect(await terminal(`${list} 2>/dev/null | cat`, { CLICOLOR_FORCE: '1' })).toContain(green);
    expect(await terminal(`${list} 2>/dev/null`, { CLICOLOR: '0' })).not.toContain(green);
  });
});

describe('chalk', () => {
  /** The files that a run has loaded, by what they hold. */
  async function loads(args: readonly string[], env: Record<string, string> = {}) {
    const hook = join(newFolder(), 'hook.cjs');
    const print = 'process.stderr.write(JSON.stringify(Object.keys(require.cache)))';
    writeFileSync(hook, `process.on('exit', () => ${print});`);
    const run = await voicectl(args, {
      env: { ...platform.env, ...env, NODE_OPTIONS: `--require ${JSON.stringify(hook)}` },
    });
    const files = JSON.parse(run.stderr.split('\n').at(-1) ?? '') as string[];
    return files.some((file) => readFileSync(file, 'utf8').includes('xterm-ghostty'));
  }

  it('is loaded where colours are seen', async () => {
    expect(await loads(['agents', 'list', '-o', 'table'], { FORCE_COLOR: '1' })).toBe(true);
  });

  it.each([
    [['--help']],
    [['agents', 'list', '--help']],
    [['agents', 'list']],
    [['agents', 'list', '-o', 'table']],
  ])('is not loaded for %j in a pipe', async (args) => {
    expect(await loads(args)).toBe(false);
  });
});

describe('whether a stream shows colours', () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ TERM: 'dumb' }, true, false],
    [{ CLICOLOR: '0' }, true, false],
    [{ CLICOLOR_FORCE: '1' }, false, true],
    [{ CLICOLOR_FORCE: '0' }, false, false],
    [{ CLICOLOR_FORCE: '1', NO_COLOR: '1' }, false, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '', NO_COLOR: '1' }, true, false],
    [{ FORCE_COLOR: '' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ TF_BUILD: 'True', AGENT_NAME: 'x' }, false, false],
  ])('%j, a terminal: %j', (env, isTTY, expected) => {
    expect(isColoured({ isTTY }, env)).toBe(expected);
  });
});
