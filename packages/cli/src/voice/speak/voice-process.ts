/** A voice in a process of its own: a line of JSON in for each sentence, lines with its sound out. Restarted when it died. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Channel } from '../channel';
import type { Pcm } from '../stages';
import { SpeakError } from './speak-error';
import { soundOfWav } from './wav';

export interface VoiceQuestion {
  readonly id: number;
  readonly text: string;
  readonly voice: string;
}

/** Base64 of 16-bit samples in this machine's order, or of a WAV file. */
export type VoiceAnswer =
  | { readonly id: number; readonly rate: number; readonly pcm: string }
  | { readonly id: number; readonly wav: string }
  | { readonly id: number; readonly done: true }
  | { readonly id: number; readonly problem: string };

export interface ProcessOptions {
  /** For people: `eSpeak NG`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Milliseconds of silence in the midst of a sentence. Default: 20,000 */
  readonly patience?: number | undefined;
}

export class VoiceProcess {
  readonly #options: ProcessOptions;
  readonly #waiting = new Map<number, Channel<Pcm>>();
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastId = 0;

  /** Starts at once, so that it is ready when there is something to say. */
  constructor(options: ProcessOptions) {
    this.#options = options;
    this.#child = this.#started();
  }

  /** The sound as it is made. Asked again before the end, it says one after the other. @throws SpeakError */
  say(text: string, voice: string): AsyncIterable<Pcm> {
    this.#child ??= this.#started();
    const id = ++this.#lastId;
    const sound = new Channel<Pcm>();
    this.#waiting.set(id, sound);
    this.#watch();
    this.#child.stdin?.write(`${inAscii({ id, text, voice })}\n`);
    return sound;
  }

  async close(): Promise<void> {
    if (this.#child) this.#lost(this.#child, 'was closed');
  }

  #started(): ChildProcess {
    const { command, args, env } = this.#options;
    const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000);
    });
    child.stdin?.on('error', () => {});
    createInterface({ input: child.stdout }).on('line', (line) => this.#answered(child, line));
    child.on('error', (error) => this.#lost(child, `can't be started: ${error.message}`, error));
    child.on('close', (code, signal) => {
      this.#lost(child, `ended with ${signal ?? code}`, said === '' ? undefined : new Error(said));
    });
    hold(child, false);
    return child;
  }

  #answered(child: ChildProcess, line: string): void {
    const answer = parsed(line);
    const sound = answer && this.#waiting.get(answer.id);
    if (!sound) return;
    if ('pcm' in answer) sound.push({ samples: samples(answer.pcm), rate: answer.rate });
    else if ('wav' in answer) this.#pushWav(sound, answer.wav);
    else {
      if ('done' in answer) sound.end();
      else sound.fail(new SpeakError(`${this.#options.name} failed: ${answer.problem}`, wayOut));
      this.#waiting.delete(answer.id);
    }
    if (this.#child === child) this.#watch();
  }

  #pushWav(sound: Channel<Pcm>, wav: string): void {
    try {
      sound.push(soundOfWav(Buffer.from(wav, 'base64')));
    } catch (error) {
      sound.fail(new SpeakError(`${this.#options.name} failed: ${String(error)}`, wayOut, error));
    }
  }

  /** Keeps the process of this program alive only as long as somebody waits. */
  #watch(): void {
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    hold(child, this.#waiting.size > 0);
    if (this.#waiting.size === 0) return;
    const patience = this.#options.patience ?? 20_000;
    this.#timer = setTimeout(() => this.#lost(child, 'takes too long for a sentence'), patience);
  }

  #lost(child: ChildProcess, what: string, cause?: unknown): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    clearTimeout(this.#timer);
    child.kill('SIGKILL');
    for (const sound of this.#waiting.values()) {
      sound.fail(new SpeakError(`${this.#options.name} ${what}`, wayOut, cause));
    }
    this.#waiting.clear();
  }
}

function hold(child: ChildProcess, held: boolean): void {
  const streams = [child.stdin, child.stdout, child.stderr] as unknown as Holdable[];
  for (const one of [child, ...streams]) held ? one.ref() : one.unref();
}

/** As the sockets are that a child's pipes are made of. */
interface Holdable {
  ref(): void;
  unref(): void;
}

function parsed(line: string): VoiceAnswer | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Whatever the other side takes for the encoding of its input. */
const inAscii = (question: VoiceQuestion) =>
  JSON.stringify(question).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function samples(base64: string): Int16Array {
  const bytes = Buffer.from(base64, 'base64');
  return new Int16Array(Uint8Array.from(bytes).buffer, 0, bytes.length >> 1);
}

const wayOut = 'Try again, or choose another voice with --voice.';
