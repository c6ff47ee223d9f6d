/** Runs the built binary as its users do: in a folder, with an environment, on a pipe or on a terminal. */
import { spawn as spawnProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawn as spawnTerminal } from '@lydell/node-pty';
import { createMock, type Mock, type MockOptions } from '@voicectl/mock';
import { type MockServer, serve } from '@voicectl/mock/node';
import emulator from '@xterm/headless';
import { expect } from 'vitest';

export const packageRoot = dirname(import.meta.dirname);
export const binary = join(packageRoot, 'dist', 'bin.js');
export const exampleAgent = join(
  packageRoot,
  '..',
  '..',
  'examples',
  'agents',
  'customer-support.json',
);

if (!existsSync(binary))
  throw new Error('Build first: pnpm build. These tests run the built binary.');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** Sends SIGINT after so many milliseconds. */
  readonly interruptAfter?: number;
}

const home = mkdtempSync(join(tmpdir(), 'voicectl-home-'));

/** No settings, no files of its own, no colour wishes, no CI: what a new user's shell has. */
export function cleanEnv(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(VOICECTL_|NO_COLOR|FORCE_COLOR|CI$|CLICOLOR|VITEST|NODE_ENV|NODE_OPTIONS)/.test(name),
  );
  const own = { XDG_CONFIG_HOME: join(home, 'config'), XDG_CACHE_HOME: join(home, 'cache') };
  return { ...Object.fromEntries(kept), ...own, VOICECTL_KEYCHAIN: 'off', ...extra };
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'voicectl-'));
}

export async function voicectl(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = spawnProcess(process.execPath, [binary, ...args], {
    cwd: options.cwd ?? newFolder(),
    env: cleanEnv(options.env),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // A command that fails early closes its input; that is its right.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  if (options.interruptAfter !== undefined) {
    setTimeout(() => child.kill('SIGINT'), options.interruptAfter);
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** Runs, expects success, and reads the JSON it printed. */
export async function json<T = Record<string, unknown>>(
  args: readonly string[],
  options: RunOptions = {},
): Promise<T> {
  const run = await voicectl([...args, '-o', 'json'], options);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(run.stdout) as T;
}

/** Runs, expects that exit code, and reads the error that was printed as JSON. */
export async function failure(args: readonly string[], code: number, options: RunOptions = {}) {
  const run = await voicectl([...args, '-o', 'json'], options);
  expect(run).toMatchObject({ code, stdout: '' });
  const { error } = JSON.parse(run.stderr) as {
    error: {
      code: string;
      message: string;
      hint?: string;
      next?: string[];
      status?: number;
      requestId?: string;
      problems?: { path: string; message: string }[];
    };
  };
  return error;
}

/** A mock on a real socket, and the environment that points the binary at it. */
export async function startPlatform(
  options: MockOptions = {},
): Promise<{ mock: Mock; server: MockServer; env: Record<string, string> }> {
  const mock = createMock({ checkAnswers: true, ...options });
  const server = await serve(mock, { port: 0 });
  const env = {
    VOICECTL_AGENTS_URL: server.agentsUrl,
    VOICECTL_GOALS_URL: server.goalsUrl,
    VOICECTL_AGENTS_API_KEY: 'test-key',
    VOICECTL_GOALS_TOKEN: 'test-token',
  };
  return { mock, server, env };
}

/** Terminals differ in how they wrap what stands there when they become narrower; ours is of this family. */
const emulated = { TERM_PROGRAM: 'vscode' };

/** The binary on a real pseudo-terminal. */
export class Terminal {
  readonly #pty;
  readonly cwd: string;
  readonly #exit: Promise<number>;
  /** What a person would see of it. */
  readonly #emulator;
  #screen = '';
  #seen = 0;

  constructor(
    args: readonly string[],
    options: Omit<RunOptions, 'input'> & {
      columns?: number;
      /** What runs it, as `"$0" "$@"`: default, nothing does. */
      shell?: string;
    } = {},
  ) {
    const rows = 30;
    this.cwd = options.cwd ?? newFolder();
    // A terminal can't be made without a width; it can be taken away.
    const shell = options.columns === 0 ? 'stty cols 0; exec "$0" "$@"' : options.shell;
    const [file, ...first] = shell ? ['sh', '-c', shell, process.execPath] : [process.execPath];
    this.#pty = spawnTerminal(String(file), [...first, binary, ...args], {
      name: options.env?.TERM ?? 'xterm-256color',
      cols: options.columns || 100,
      rows,
      cwd: this.cwd,
      // The only thing that a terminal would make it ask of the internet.
      env: { VOICECTL_UPDATE_NOTICE: 'off', ...emulated, ...cleanEnv(options.env) } as Record<
        string,
        string
      >,
    });
    this.#emulator = new emulator.Terminal({
      cols: options.columns || 100,
      rows,
      scrollback: 100_000,
      allowProposedApi: true,
    });
    this.#pty.onData((text) => {
      this.#screen += text;
      this.#emulator.write(text);
    });
    this.#exit = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode }) => resolve(exitCode));
    });
  }

  /** All that was written, colours and all. */
  get raw(): string {
    return this.#screen;
  }

  get text(): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is taken out
    return this.#screen.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
  }

  /** All lines that stand there, those that have scrolled away first; one that was broken by the screen is one. */
  get lines(): readonly string[] {
    const { active } = this.#emulator.buffer;
    const lines: string[] = [];
    for (let at = 0; at < active.length; at++) {
      const line = active.getLine(at);
      const text = line?.translateToString(true) ?? '';
      if (line?.isWrapped) lines.push(`${lines.pop() ?? ''}${text}`);
      else lines.push(text);
    }
    return lines;
  }

  /** Waits until it stands there. */
  async sees(what: string | RegExp): Promise<void> {
    const until = Date.now() + 10_000;
    for (;;) {
      const seen = this.lines.join('\n');
      if (typeof what === 'string' ? seen.includes(what) : what.test(seen)) return;
      if (Date.now() > until) throw new Error(`Never saw ${what}:\n${seen}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  /** Waits until the text appears after what has been waited for before. */
  async shows(text: string): Promise<void> {
    const until = Date.now() + 10_000;
    for (;;) {
      const at = this.text.indexOf(text, this.#seen);
      if (at >= 0) {
        this.#seen = at + text.length;
        return;
      }
      if (Date.now() > until)
        throw new Error(`Never showed ${JSON.stringify(text)}:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Waits for the end, and until what was written last has been read: a busy machine hands it over late. */
  async exit(): Promise<number> {
    const code = await this.#exit;
    for (let before = -1; before !== this.#screen.length; ) {
      before = this.#screen.length;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return code;
  }

  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void {
    this.#pty.kill(name);
  }

  kill(): void {
    this.#pty.kill('SIGKILL');
  }
}

export const enter = '\r';
export const ctrlC = '\u0003';
export const ctrlD = '\u0004';
export const esc = '\u001b';
