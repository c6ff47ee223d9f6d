/** The shell gets its terminal back, however a program with a screen ends or stops. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import { build } from 'esbuild';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Emulator } from './chat-screen-emulator';
import { cleanEnv, ctrlC, enter, newFolder } from './voicectl';

const ctrlZ = '\u001a';
const folder = newFolder();
const driver = join(folder, 'driver.cjs');

describe.skipIf(!existsSync('/bin/bash'))('A program with a screen', () => {
  let shell: Shell;
  beforeAll(() => bundle(join(import.meta.dirname, 'chat-screen-driver.ts'), driver));
  afterEach(() => shell.kill());

  const start = async (aside = 'true') => {
    shell = new Shell();
    await shell.run('stty -a > before');
    shell.type(`node driver.cjs '${aside}'${enter}`);
    await shell.shows('you ›');
  };

  const expectItBack = async () => {
    // What is typed before would be its keys.
    await shell.shows(/\n\$$/);
    await shell.run('stty -a > after');
    expect(shell.file('after')).toBe(shell.file('before'));
    expect(shell.file('before')).toMatch(/ icanon/);
    expect(shell.emulator).toMatchObject({ isPastingInBrackets: false, isWrapping: true });
    expect(shell.isCursorShown).toBe(true);
    expect(shell.text).not.toMatch(/you ›|ready/);
  };

  it.each<[string, string]>([
    ['is closed', ctrlC],
    ['exits without closing it', `exit${enter}`],
    ['fails where nobody catches it', `throw${enter}`],
    ['is told to end', `term${enter}`],
  ])('that %s leaves the terminal as it was, and nothing that lived on it', async (_, end) => {
    await start();
    shell.type(`hello${enter}`);
    await shell.shows('said "hello"');
    shell.type(end);
    await expectItBack();
    expect(shell.text).toContain('said "hello"');
  });

  it('tells what has failed below what was said', async () => {
    await start();
    shell.type(`throw${enter}`);
    await shell.shows('boom');
    expect(shell.text).toMatch(/said "throw"\nerror: unexpected Error: boom/);
  });

  it('gives the terminal and its keys to another one, and takes them again', async () => {
    await start('stty -a > aside; echo who"se"; read line; echo "theirs: $line"');
    shell.type(`aside${enter}`);
    await shell.shows('whose');
    expect(shell.file('aside')).toBe(shell.file('before'));
    expect(shell.text).not.toMatch(/you ›/);
    shell.type(`mine${enter}`);
    await shell.shows('back again');
    expect(shell.text).toContain('theirs: mine');
    shell.type('ours');
    await shell.shows('you › ours');
    shell.type(ctrlC);
    await expectItBack();
  });

  it('stops with Ctrl-Z, and goes on where it was', async () => {
    await start();
    shell.type('half a wor');
    await shell.shows('half a wor');
    shell.type(ctrlZ);
    await shell.shows('Stopped');
    await expectItBack();
    shell.type(`fg${enter}`);
    await shell.shows('half a wor');
    shell.type(`d${enter}`);
    await shell.shows('said "half a word"');
    expect(shell.text.match(/you ›/g)).toHaveLength(1);
    shell.type(ctrlC);
    await expectItBack();
  });

  it('goes on with Ctrl-Z where no shell could ever continue it', async () => {
    shell = new Shell(['-c', 'stty -a > before; exec node driver.cjs']);
    await shell.shows('you ›');
    shell.type(`a${ctrlZ}b`);
    await shell.shows('you › ab');
    expect(shell.text.match(/you ›/g)).toHaveLength(1);
  });
});

async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    conditions: ['@voicectl/source'],
  });
}

/** On a pseudo-terminal that is seen. */
class Shell {
  readonly emulator = new Emulator({ columns: 60, rows: 20 });
  readonly #pty: IPty;
  #raw = '';
  #commands = 0;

  constructor(args: readonly string[] = ['--norc', '--noprofile', '--noediting', '-i']) {
    this.#pty = spawn('/bin/bash', [...args], {
      name: 'xterm-256color',
      cols: 60,
      rows: 20,
      cwd: folder,
      env: { ...cleanEnv({ PS1: '$ ', TERM_PROGRAM: 'vscode' }) } as Record<string, string>,
    });
    this.#pty.onData((text) => {
      this.#raw += text;
      void this.emulator.write(text);
    });
  }

  get text(): string {
    return this.emulator.all.join('\n');
  }

  get isCursorShown(): boolean {
    return this.#raw.lastIndexOf('\u001b[?25h') >= this.#raw.lastIndexOf('\u001b[?25l');
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  /** A command of the shell's own, until it is done. */
  async run(command: string): Promise<void> {
    this.#commands += 1;
    // What is typed must not look like what is waited for.
    this.type(`${command}; echo "done"-${this.#commands}${enter}`);
    await this.shows(`done-${this.#commands}`);
  }

  async shows(text: string | RegExp): Promise<void> {
    const until = Date.now() + 15_000;
    while (!(typeof text === 'string' ? this.text.includes(text) : text.test(this.text))) {
      if (Date.now() > until) throw new Error(`Never showed ${text}:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  file(name: string): string {
    return readFileSync(join(folder, name), 'utf8');
  }

  kill(): void {
    this.#pty.kill('SIGKILL');
  }
}
