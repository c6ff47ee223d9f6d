/** A chat with a person: Ctrl-C stops the answer, a second one leaves; what is typed meanwhile is not lost. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Context } from '../context';
import { Exit, exitCodes, failureOf } from '../failure';
import { clean } from '../output/clean';
import { widthOf } from '../output/index';
import type { Streams } from '../streams';
import type { Room } from './room';
import { lastHeard, summarize, voiceless } from './summary';
import { Wrap } from './wrap';

const label = 'agent › ';
const help = 'Type a message. Ctrl-C stops an answer; at the prompt it leaves. /quit leaves too.';

export async function chatOnTerminal(context: Context, room: Room): Promise<void> {
  const { out } = context;
  const { name, status } = await room.agent();
  out.say(`${name} (${status}). ${help}`);
  const screen = new Screen(context.streams);
  const keyboard = new Keyboard(context.streams, screen);
  const leave = () => keyboard.interrupt();
  context.signal.addEventListener('abort', leave, { once: true });
  try {
    for (;;) {
      for (const note of room.notes()) out.warn(note);
      const message = await keyboard.nextLine(out.paint.cyan('you › '));
      if (message === undefined || message === '/quit') return;
      if (message === '/help') out.say(help);
      else if (message !== '') await answer(context, room, message, keyboard);
    }
  } finally {
    context.signal.removeEventListener('abort', leave);
    keyboard.close();
  }
}

async function answer(
  { out, signal }: Context,
  room: Room,
  message: string,
  keyboard: Keyboard,
): Promise<void> {
  const turn = new AbortController();
  const stopped = AbortSignal.any([turn.signal, signal]);
  const release = keyboard.whileAnswering(() => turn.abort());
  const wrap = new Wrap(keyboard.columns, label.length);
  const failures: string[] = [];
  try {
    out.write(out.paint.green(label));
    const done = await room.turn({ text: message }, stopped, (event) => {
      if (event.type === 'token') out.text(wrap.push(clean(event.text)));
      if (event.type === 'voice.failed') failures.push(voiceless(event));
    });
    out.text(`${wrap.end()}\n`);
    signal.throwIfAborted();
    if (!done.stopped) out.say(summarize(done));
    else if (done.voice === null) out.say('Stopped. Ctrl-C again leaves.');
    else out.say(`Stopped. Heard until: "${lastHeard(done)}". Ctrl-C again leaves.`);
  } catch (error) {
    // The last word too: what came before a failure is all there is of the answer.
    out.text(`${wrap.end()}\n`);
    if (signal.aborted) throw error;
    out.fail(failureOf(error));
  } finally {
    for (const failure of failures) out.warn(failure);
    release();
  }
}

/** Lines and Ctrl-C from a terminal that stays in raw mode throughout. */
class Keyboard {
  readonly #lines: string[] = [];
  readonly #screen: Screen;
  readonly #reader;
  #onInterrupt: (() => void) | undefined;
  #waiting: { resolve(line: string | undefined): void; reject(error: Error): void } | undefined;
  #closed = false;

  constructor({ stdin }: Streams, screen: Screen) {
    this.#screen = screen;
    this.#reader = createInterface({ input: stdin, output: screen, terminal: true });
    this.#reader.on('line', (line) => this.#deliver(line));
    this.#reader.on('close', () => {
      this.#closed = true;
      this.#waiting?.resolve(undefined);
    });
    this.#reader.on('SIGINT', () => this.#interrupted());
    // Back from the background, where the shell had put it.
    this.#reader.on('SIGCONT', () => this.#reader.prompt(true));
  }

  get columns(): number {
    return this.#screen.columns;
  }

  /** Undefined at the end of the input. @throws Exit 130 when the person leaves by Ctrl-C. */
  async nextLine(prompt: string): Promise<string | undefined> {
    this.#screen.muted = false;
    const early = this.#lines.shift();
    if (early !== undefined) {
      this.#screen.write(`${prompt}${early}\n`);
      return early.trim();
    }
    if (this.#closed) return undefined;
    this.#reader.setPrompt(prompt);
    this.#reader.prompt(true);
    const line = await new Promise<string | undefined>((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    return line?.trim();
  }

  /** Hides typing and hands Ctrl-C over until released. */
  whileAnswering(interrupt: () => void): () => void {
    this.#screen.muted = true;
    this.#onInterrupt = interrupt;
    return () => {
      this.#onInterrupt = undefined;
    };
  }

  close(): void {
    this.#screen.muted = true;
    this.#reader.close();
  }

  /** The process is told to end. */
  interrupt(): void {
    this.#waiting?.reject(new Exit(exitCodes.interrupted));
  }

  #deliver(line: string): void {
    if (this.#waiting) {
      this.#waiting.resolve(line);
      this.#waiting = undefined;
      // At once: what was pasted after it must not be shown as if it had been typed here.
      this.#screen.muted = true;
    } else if (line.trim() !== '') {
      this.#lines.push(line);
    }
  }

  #interrupted(): void {
    if (this.#onInterrupt) {
      this.#onInterrupt();
    } else if (this.#reader.line !== '') {
      this.#reader.write(null, { ctrl: true, name: 'e' });
      this.#reader.write(null, { ctrl: true, name: 'u' });
    } else {
      this.#screen.write('\n');
      this.interrupt();
    }
  }
}

/** The terminal as readline sees it; silent while an answer is being written. */
class Screen extends Writable {
  readonly #target: NodeJS.WriteStream;
  muted = false;

  constructor({ stdout }: Streams) {
    super();
    this.#target = stdout;
    stdout.on('resize', () => this.emit('resize'));
  }

  get isTTY(): boolean {
    return true;
  }

  get columns(): number {
    return widthOf(this.#target.columns);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void) {
    // Done at once: what waited here would be silenced although it was written before the answer began.
    if (!this.muted) this.#target.write(chunk);
    done();
  }
}
