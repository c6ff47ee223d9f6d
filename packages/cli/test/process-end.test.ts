/** How the process ends where nothing is left that could end it. */
import { spawn as spawnProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn as spawnTerminal } from '@lydell/node-pty';
import { describe, expect, it } from 'vitest';
import { idsOf, platformWith } from './bulk-world';
import { binary, cleanEnv, newFolder, Terminal } from './voicectl';

describe('work that never ends', () => {
  it('is a failure in one line, and not success', async () => {
    const cwd = newFolder();
    const hook = join(cwd, 'hook.cjs');
    writeFileSync(hook, "require('node:fs/promises').readFile = () => new Promise(() => {});");
    const args = ['-r', hook, binary, 'agents', 'create', '-f', 'agent.json', '--mock'];
    const child = spawnProcess(process.execPath, args, { cwd, env: cleanEnv() });
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(said).toBe('error: ended before it was done; please report it\n');
  });
});

describe('a terminal that goes away', () => {
  it.each([
    ['a pick list', ['agents', 'get'], 'Which agent'],
    ['a question', ['agents', 'archive', '--status', 'draft'], 'Archive 2 agents?'],
    ['a chat', ['play', 'draft-1'], 'you'],
  ])('during %s ends the process with 129', async (_, args, question) => {
    await using platform = await platformWith({ draft: 2 });
    const terminal = spawnTerminal(process.execPath, [binary, ...args], {
      cwd: newFolder(),
      env: { VOICECTL_UPDATE_NOTICE: 'off', ...cleanEnv(platform.env) } as Record<string, string>,
    });
    const ended = new Promise<unknown>((resolve) => terminal.onExit(resolve));
    let shown = '';
    await new Promise<void>((resolve) => {
      terminal.onData((text) => {
        shown += text;
        if (shown.includes(question)) resolve();
      });
    });
    (terminal as unknown as { destroy(): void }).destroy();
    expect(await ended).toEqual({ exitCode: 129, signal: 0 });
  });
});

describe('a terminal without a width', () => {
  it('gets no spinner and no bar, and is not flooded', async () => {
    await using platform = await platformWith({ draft: 3 }, [
      { operation: 'agents.archive', latency: 500 },
      { operation: 'agents.get', latency: 500 },
    ]);
    const { env, mock } = platform;
    const [id = ''] = idsOf(mock);
    for (const args of [
      ['get', id],
      ['archive', '--status', 'draft', '--yes'],
    ]) {
      const terminal = new Terminal(['agents', ...args], { env, columns: 0 });
      expect(await terminal.exit()).toBe(0);
      expect(terminal.raw.length).toBeLessThan(10_000);
      expect(terminal.text).not.toMatch(/archiving|⠋/);
    }
    expect(idsOf(mock, 'archived')).toHaveLength(3);
  });
});
