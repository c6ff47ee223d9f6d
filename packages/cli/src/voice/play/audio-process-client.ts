/** The process of the devices, seen from outside: started, asked, ended, and made anew when it died. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { withoutSecrets } from '../child-environment';
import {
  type AudioAnswer,
  type AudioRequest,
  type Problem,
  type Way,
  ways,
} from './audio-messages';

export interface AudioProcessOptions {
  /** The file that runs in the process. Default: the one beside the binary. */
  readonly entry?: string | undefined;
  /** The library of native code: its name, or its file. Default: `decibri` */
  readonly library?: string | undefined;
  /** What may reach devices, the best first. Default: all */
  readonly ways?: readonly Way[] | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Milliseconds without a sign of life while something is awaited. Default: 15,000 */
  readonly patience?: number | undefined;
}

/** What becomes of one request. */
export interface Asking {
  answered(answer: AudioAnswer): void;
  lost(problem: Lost): void;
}

export interface Lost extends Problem {
  readonly kind: 'failed';
  /** What the process printed before. */
  readonly cause?: unknown;
}

export class AudioProcess {
  readonly #options: AudioProcessOptions;
  readonly #asking = new Map<number, Asking>();
  #ways: readonly Way[];
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastId = 0;

  constructor(options: AudioProcessOptions) {
    this.#options = options;
    this.#ways = options.ways ?? ways;
  }

  /** @returns the id, by which more is sent for the same request. */
  ask(request: (id: number) => AudioRequest, asking: Asking): number {
    const id = ++this.#lastId;
    this.#asking.set(id, asking);
    this.#child ??= this.#started();
    this.send(request(id));
    this.#watch();
    return id;
  }

  /** More for a request that is not over. */
  send(request: AudioRequest): void {
    // One that has died meanwhile says so itself.
    if (this.#asking.has(request.id)) this.#child?.send(request, () => {});
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    // Node tells no `close` of a process that it was disconnected from.
    const ended = new Promise((resolve) => child.once('exit', resolve));
    hold(child, true);
    // It ends what plays in other processes, and then itself.
    if (child.connected) child.disconnect();
    const late = setTimeout(() => child.kill('SIGKILL'), 1000);
    this.#lost(child, 'was closed');
    await ended;
    clearTimeout(late);
  }

  #started(): ChildProcess {
    const { entry = join(__dirname, 'audio-process.js'), library = 'decibri' } = this.#options;
    const child = fork(entry, [library, ...this.#ways], {
      // So that samples travel as they are.
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      env: withoutSecrets(this.#options.env ?? process.env),
    });
    let said = '';
    child.stdout?.resume();
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000);
    });
    child.on('message', (answer: AudioAnswer) => this.#answered(child, answer));
    child.on('error', (error) => this.#lost(child, `can't be started: ${error.message}`, error));
    child.on('close', (code, signal) => {
      const cause = said === '' ? undefined : new Error(said);
      // A library that takes its process with it is not tried again.
      if (this.#child === child && this.#ways.length > 1) this.#ways = this.#ways.slice(1);
      this.#lost(child, `ended with ${signal ?? code}`, cause);
    });
    hold(child, false);
    return child;
  }

  #answered(child: ChildProcess, answer: AudioAnswer): void {
    if (this.#child !== child) return;
    const asking = this.#asking.get(answer.id);
    if ('over' in answer || 'problem' in answer || 'list' in answer) this.#asking.delete(answer.id);
    asking?.answered(answer);
    this.#watch();
  }

  /** Keeps the process of this program alive only as long as something is awaited. */
  #watch(): void {
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    hold(child, this.#asking.size > 0);
    if (this.#asking.size === 0) return;
    this.#timer = setTimeout(() => {
      if (this.#ways.length > 1) this.#ways = this.#ways.slice(1);
      this.#lost(child, 'gives no sign of life');
      child.kill('SIGKILL');
    }, this.#options.patience ?? 15_000);
  }

  #lost(child: ChildProcess, what: string, cause?: unknown): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    clearTimeout(this.#timer);
    const all = [...this.#asking.values()];
    this.#asking.clear();
    for (const asking of all) asking.lost({ kind: 'failed', why: what, cause });
  }
}

function hold(child: ChildProcess, held: boolean): void {
  const parts = [child, child.channel, child.stdout, child.stderr] as unknown as Holdable[];
  for (const part of parts) held ? part?.ref() : part?.unref();
}

/** As the sockets are that a child's pipes are made of. */
interface Holdable {
  ref(): void;
  unref(): void;
}
