/** The process in which Moonshine listens, seen from outside: started, asked, ended, and made anew when it died. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { withoutSecrets } from '../child-environment';
import { ListenError } from './listen-error';
import type { Runtime } from './moonshine-files';
import type { Answer, Question } from './moonshine-process';

export interface RecogniserOptions {
  readonly folder: string;
  /** Those that are installed, the best first. */
  readonly runtimes: readonly Runtime[];
  /** The file that runs in the process. Default: the one beside the binary. */
  readonly entry?: string | undefined;
  /** Milliseconds for a part of a sound. Default: 30,000, since the model may still have to be loaded. */
  readonly patience?: number | undefined;
}

export interface Recognised {
  readonly text: string;
  /** Milliseconds of computing. */
  readonly ms: number;
}

export interface Ready {
  readonly runtime: Runtime;
  /** Milliseconds of loading. */
  readonly ms: number;
}

interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: ListenError) => void;
}

interface Asked extends Waiting<Recognised> {
  readonly samples: Int16Array;
}

export class Recogniser {
  readonly #options: RecogniserOptions;
  readonly #asked = new Map<number, Asked>();
  readonly #awaited: Waiting<Ready>[] = [];
  #runtimes: readonly Runtime[];
  #child: ChildProcess | undefined;
  #ready: Ready | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastId = 0;

  /** Starts at once, so that it is ready when somebody has spoken, and lets the process end. */
  constructor(options: RecogniserOptions) {
    this.#options = options;
    this.#runtimes = options.runtimes;
    this.#child = this.#started();
  }

  /** One after the other, in the order of asking. @throws ListenError */
  recognise(samples: Int16Array): Promise<Recognised> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#asked.set(id, { resolve, reject, samples });
      this.#child ??= this.#started();
      if (this.#ready) this.#ask(this.#child, id, samples);
      this.#watch();
    });
  }

  /** When the model is loaded. @throws ListenError */
  ready(): Promise<Ready> {
    if (this.#ready) return Promise.resolve(this.#ready);
    return new Promise((resolve, reject) => {
      this.#awaited.push({ resolve, reject });
      this.#child ??= this.#started();
      this.#watch();
    });
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const closed = new Promise((resolve) => child.once('close', resolve));
    hold(child, true);
    this.#lost(child, 'was closed');
    await closed;
  }

  #started(): ChildProcess {
    const { folder, entry = join(__dirname, 'moonshine-process.js') } = this.#options;
    const [runtime = 'native'] = this.#runtimes;
    const child = fork(entry, [folder, runtime], {
      // So that samples travel as they are.
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      env: withoutSecrets(process.env),
    });
    let said = '';
    child.stdout?.resume();
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000);
    });
    child.on('message', (answer: Answer) => this.#answered(child, answer));
    child.on('error', (error) => this.#lost(child, `can't be started: ${error.message}`, error));
    child.on('close', (code, signal) => {
      this.#ended(child, `ended with ${signal ?? code}`, said);
    });
    hold(child, false);
    return child;
  }

  #answered(child: ChildProcess, answer: Answer): void {
    if (this.#child !== child) return;
    if ('broken' in answer) this.#ended(child, `can't be loaded: ${answer.broken}`, '');
    else if ('ready' in answer) this.#loaded(child, { runtime: answer.ready, ms: answer.ms });
    else {
      const asked = this.#asked.get(answer.id);
      this.#asked.delete(answer.id);
      if ('text' in answer) asked?.resolve(answer);
      else asked?.reject(new ListenError(`${name} failed: ${answer.problem}`, again));
      this.#watch();
    }
  }

  #loaded(child: ChildProcess, ready: Ready): void {
    this.#ready = ready;
    for (const { resolve } of this.#awaited.splice(0)) resolve(ready);
    for (const [id, { samples }] of this.#asked) this.#ask(child, id, samples);
    this.#watch();
  }

  #ask(child: ChildProcess, id: number, samples: Int16Array): void {
    // One that has died meanwhile says so itself.
    child.send({ id, samples } satisfies Question, () => {});
  }

  /** One that could not even be loaded leaves the next kind to try. */
  #ended(child: ChildProcess, what: string, said: string): void {
    if (this.#child !== child) return;
    if (!this.#ready && this.#runtimes.length > 1) {
      this.#runtimes = this.#runtimes.slice(1);
      child.kill('SIGKILL');
      this.#child = this.#started();
      this.#watch();
    } else this.#lost(child, what, said === '' ? undefined : new Error(said));
  }

  /** Keeps the process of this program alive only as long as somebody waits. */
  #watch(): void {
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    const awaited = this.#asked.size + this.#awaited.length > 0;
    hold(child, awaited);
    if (!awaited) return;
    const tooLong = () => this.#lost(child, 'takes too long');
    this.#timer = setTimeout(tooLong, this.#options.patience ?? 30_000);
  }

  #lost(child: ChildProcess, what: string, cause?: unknown): void {
    if (this.#child !== child) return;
    const wayOut = this.#ready ? again : install;
    this.#child = undefined;
    this.#ready = undefined;
    clearTimeout(this.#timer);
    child.kill('SIGKILL');
    const all = [...this.#asked.values(), ...this.#awaited.splice(0)];
    this.#asked.clear();
    for (const { reject } of all) reject(new ListenError(`${name} ${what}`, wayOut, cause));
  }
}

const name = 'The offline listener';
const again = 'Try again.';
const install = 'voicectl voice install moonshine mends it.';

function hold(child: ChildProcess, held: boolean): void {
  const parts = [child, child.channel, child.stdout, child.stderr] as unknown as Holdable[];
  for (const part of parts) held ? part?.ref() : part?.unref();
}

/** As the sockets are that a child's pipes are made of. */
interface Holdable {
  ref(): void;
  unref(): void;
}
