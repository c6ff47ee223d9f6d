/** The thread in which flite speaks, seen from outside: started, asked, ended, and made anew when it died. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Pcm } from '../stages';
import type { FliteVoice } from './flite-voices';
import { SpeakError } from './speak-error';

export interface FliteSetup {
  /** The file of the module. */
  readonly wasm: string;
  readonly voice: FliteVoice;
}

export interface FliteQuestion {
  readonly id: number;
  readonly text: string;
}

export type FliteAnswer =
  | { readonly id: number; readonly samples: Int16Array; readonly rate: number }
  | { readonly id: number; readonly problem: string };

export interface ThreadOptions extends FliteSetup {
  /** The file that runs in the thread. Default: the one beside the binary. */
  readonly entry?: string | undefined;
  /** Milliseconds that a sentence may take. Default: 20,000 */
  readonly patience?: number | undefined;
}

interface Waiting {
  readonly resolve: (pcm: Pcm) => void;
  readonly reject: (error: SpeakError) => void;
  readonly timer: NodeJS.Timeout;
}

export class FliteThread {
  readonly #options: ThreadOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;

  /** Starts at once, so that it is ready when there is something to say. */
  constructor(options: ThreadOptions) {
    this.#options = options;
    this.#worker = this.#started();
  }

  /** One after the other, in the order of asking. @throws SpeakError */
  say(text: string): Promise<Pcm> {
    this.#worker ??= this.#started();
    const worker = this.#worker;
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const tooLong = () => this.#lost(worker, 'takes too long for a sentence');
      const timer = setTimeout(tooLong, this.#options.patience ?? 20_000);
      this.#waiting.set(id, { resolve, reject, timer });
      worker.ref();
      worker.postMessage({ id, text } satisfies FliteQuestion);
    });
  }

  async close(): Promise<void> {
    if (this.#worker) await this.#lost(this.#worker, 'was closed');
  }

  #started(): Worker {
    const { entry = join(__dirname, 'flite-worker.js'), wasm, voice } = this.#options;
    const workerData: FliteSetup = { wasm, voice };
    // What a library may print must not reach the terminal.
    const worker = new Worker(entry, { workerData, stdout: true, stderr: true, execArgv: [] });
    worker.stdout.resume();
    worker.stderr.resume();
    worker.unref();
    worker.on('message', (answer: FliteAnswer) => this.#answered(worker, answer));
    worker.on('error', (error) => this.#lost(worker, `failed: ${error.message}`, error));
    worker.on('exit', () => this.#lost(worker, 'ended'));
    return worker;
  }

  #answered(worker: Worker, answer: FliteAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) worker.unref();
    if ('samples' in answer) waiting.resolve(answer);
    else
      waiting.reject(new SpeakError(`The offline voice failed: ${answer.problem}`, anotherVoice));
  }

  /** What waits for it has waited in vain; the next sentence gets a new one. */
  async #lost(worker: Worker, what: string, cause?: unknown): Promise<void> {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { timer, reject } of all) {
      clearTimeout(timer);
      reject(new SpeakError(`The offline voice ${what}`, anotherVoice, cause));
    }
    await worker.terminate();
  }
}

const anotherVoice = 'Try again, or choose another voice with --voice.';
