/** A real shell on a real pseudo-terminal, with completion installed and a `voicectl` that writes down how it was called. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { binary, cleanEnv, newFolder } from './voicectl';

export type ShellName = 'bash' | 'zsh' | 'fish';

/** How each is started without anybody's own settings. */
const starts: Readonly<Record<ShellName, readonly string[]>> = {
  bash: ['--norc', '--noprofile', '-i'],
  zsh: ['-f', '-i'],
  fish: ['--no-config', '-i'],
};

const set: Readonly<Record<ShellName, (script: string) => string>> = {
  bash: (script) => `bind 'set enable-bracketed-paste off'; PS1='READY> '; source ${script}`,
  zsh: (script) =>
    `unsetopt prompt_sp zle_bracketed_paste 2>/dev/null; PS1='READY> '; autoload -Uz compinit && compinit -D -u && source ${script}`,
  fish: (script) =>
    `function fish_prompt; printf 'READY> '; end; set -g fish_autosuggestion_enabled 0; source ${script}`,
};

export function isInstalled(shell: ShellName): boolean {
  try {
    execFileSync(shell, ['-c', 'exit 0'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export class Shell implements Disposable {
  /** Where it works; what is run by mistake leaves something here. */
  readonly folder = newFolder();
  readonly #pty;
  readonly #shell: ShellName;
  readonly #callsFile: string;
  #screen = '';

  constructor(shell: ShellName, env: Readonly<Record<string, string>> = {}) {
    this.#shell = shell;
    const tools = newFolder();
    this.#callsFile = join(tools, 'calls');
    const script = join(tools, 'completion');
    writeFileSync(script, execFileSync(process.execPath, [binary, 'completion', shell]));
    writeFileSync(
      join(tools, 'voicectl'),
      `#!${process.execPath}\n${caller(binary, this.#callsFile)}`,
    );
    chmodSync(join(tools, 'voicectl'), 0o755);
    this.#pty = spawn(shell, [...starts[shell]], {
      name: 'xterm',
      cols: 120,
      rows: 40,
      cwd: this.folder,
      env: cleanEnv({
        HOME: tools,
        XDG_CACHE_HOME: join(tools, 'cache'),
        XDG_CONFIG_HOME: join(tools, 'config'),
        LC_ALL: 'C.UTF-8',
        VOICECTL_COMPLETION_TIMEOUT: '15000',
        PATH: tools + delimiter + process.env.PATH,
        ...env,
      }) as Record<string, string>,
    });
    this.#pty.onData((text) => {
      this.#screen += text;
      // fish asks the terminal what it is, and waits for the answer.
      if (text.includes('\u001b[c')) this.#pty.write('\u001b[?62c');
    });
    this.#pty.write(`${set[shell](script)}; echo SET-UP-''DONE\r`);
  }

  get screen(): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is taken out
    return this.#screen.replace(/\u001b\[[0-9;?]*[A-Za-z]|\u001b[=>()][0-9AB]?/g, '');
  }

  async ready(): Promise<void> {
    await this.#until(() => this.screen.includes('SET-UP-DONE'), 'never got ready');
    await this.#until(() => /READY>$/.test(this.screen.trimEnd()), 'no prompt');
  }

  /** Types the text and a tab; then, when completion was asked, Enter. @returns the arguments that the program got. */
  async completed(text: string): Promise<readonly string[]> {
    const before = this.#calls();
    this.#pty.write(text);
    this.#pty.write('\t');
    await this.#until(() => this.#asked() > 0, `${this.#shell} never asked`);
    await this.#quiet();
    this.#pty.write('\r');
    await this.#until(() => this.#calls().length > before.length, 'never called');
    const call = this.#calls().at(-1) ?? [];
    this.#forget();
    return call;
  }

  /** Types the text and two tabs, and waits until that is listed. */
  async lists(text: string, expected: string): Promise<void> {
    this.#screen = '';
    this.#pty.write(text);
    this.#pty.write('\t');
    await this.#until(() => this.#asked() > 0, `${this.#shell} never asked`);
    await this.#quiet();
    this.#pty.write('\t');
    await this.#until(() => this.screen.includes(expected), `never listed ${expected}`);
    this.#pty.write('\u0003');
    await this.#quiet();
    this.#forget();
  }

  [Symbol.dispose](): void {
    this.#pty.kill('SIGKILL');
  }

  #calls(): readonly (readonly string[])[] {
    if (!existsSync(this.#callsFile)) return [];
    return readFileSync(this.#callsFile, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  #asked(): number {
    const file = `${this.#callsFile}.asked`;
    return existsSync(file) ? readFileSync(file, 'utf8').length : 0;
  }

  #forget(): void {
    writeFileSync(`${this.#callsFile}.asked`, '');
  }

  /** Until the shell has written nothing for a while: it says by nothing that a completion is done. */
  async #quiet(): Promise<void> {
    let seen = -1;
    while (seen !== this.#screen.length) {
      seen = this.#screen.length;
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
  }

  async #until(holds: () => boolean, trouble: string): Promise<void> {
    const end = Date.now() + 20_000;
    while (!holds()) {
      if (Date.now() > end) throw new Error(`${trouble}:\n${this.screen}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Completion is the real one; all else is written down, and said when it was asked. */
function caller(program: string, calls: string): string {
  return `
const { appendFileSync } = require('node:fs');
const args = process.argv.slice(2);
if (args[0] === '__complete') {
  process.on('exit', () => appendFileSync(${JSON.stringify(`${calls}.asked`)}, 'x'));
  process.argv[1] = ${JSON.stringify(program)};
  require(${JSON.stringify(program)});
} else {
  appendFileSync(${JSON.stringify(calls)}, JSON.stringify(args) + '\\n');
}
`;
}
