/** Keys as they are pressed, from a terminal in raw mode. */
import { StringDecoder } from 'node:string_decoder';
import { clean } from '../../output/clean';
import type { Key } from './key';
import { KeyNames } from './key-names';
import { type Awaited, type KeyToken, KeyTokens } from './key-tokens';

export interface Keys {
  /** Somebody else reads meanwhile. */
  pause(): void;
  /** What had been read before it was paused comes first. */
  resume(): void;
  close(): void;
}

/** @param ended the terminal is gone, or its input has come to an end. */
export function readKeys(
  stdin: NodeJS.ReadStream,
  on: (key: Key) => void,
  ended: () => void = () => {},
): Keys {
  return new KeyReader(stdin, on, ended);
}

/** Nobody here reads while that lasts. */
export async function withoutKeys<T>(stdin: NodeJS.ReadStream, work: () => Promise<T>): Promise<T> {
  const reading = [...(readers.get(stdin) ?? [])];
  for (const reader of reading) reader.pause();
  try {
    return await work();
  } finally {
    for (const reader of reading) reader.resume();
  }
}

const readers = new WeakMap<NodeJS.ReadStream, Set<KeyReader>>();

class KeyReader implements Keys {
  readonly #stdin: NodeJS.ReadStream;
  readonly #on: (key: Key) => void;
  readonly #ended: () => void;
  readonly #decoder = new StringDecoder('utf8');
  readonly #tokens = new KeyTokens();
  readonly #names = new KeyNames();
  readonly #queue: Key[] = [];
  #timer: NodeJS.Timeout | undefined;
  #reads = 0;
  /** How many have asked for a pause. */
  #pauses = 0;
  #isClosed = false;

  constructor(stdin: NodeJS.ReadStream, on: (key: Key) => void, ended: () => void) {
    this.#stdin = stdin;
    this.#on = on;
    this.#ended = ended;
    const others = readers.get(stdin) ?? new Set();
    readers.set(stdin, others.add(this));
    for (const event of endings) stdin.on(event, this.#end);
    this.#read();
  }

  pause(): void {
    this.#pauses += 1;
    if (this.#pauses === 1) this.#rest();
  }

  resume(): void {
    if (this.#pauses === 0 || this.#isClosed) return;
    this.#pauses -= 1;
    if (this.#pauses > 0) return;
    this.#read();
    setImmediate(() => this.#deliver());
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#rest();
    readers.get(this.#stdin)?.delete(this);
    // An error that comes later is nobody's any more.
    for (const event of endings) if (event !== 'error') this.#stdin.off(event, this.#end);
  }

  #read(): void {
    this.#stdin.on('data', this.#taken);
    this.#stdin.resume();
    this.#wait();
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#stdin.off('data', this.#taken);
    this.#stdin.pause();
  }

  readonly #taken = (data: Buffer | string) => {
    const text = typeof data === 'string' ? data : this.#decoder.write(data);
    this.#reads += 1;
    this.#found(this.#tokens.push(text));
    this.#wait();
  };

  #wait(): void {
    clearTimeout(this.#timer);
    const { awaited } = this.#tokens;
    if (awaited === 'nothing') return;
    this.#timer = setTimeout(() => {
      const reads = this.#reads;
      // What has come already, and was not read since the process was busy, is read in between.
      setImmediate(() => {
        if (reads === this.#reads) this.#found(this.#tokens.flush());
      });
    }, patience[awaited]);
  }

  #found(tokens: readonly KeyToken[]): void {
    for (const token of tokens) {
      const key = this.#keyOf(token);
      if (key) this.#queue.push(key);
    }
    this.#deliver();
  }

  #keyOf({ type, text }: KeyToken): Key | undefined {
    if (type === 'paste') return { type, text: clean(text.replace(sequences, '')) };
    return this.#names.keyOf(text);
  }

  #deliver(): void {
    while (this.#pauses === 0 && !this.#isClosed) {
      const key = this.#queue.shift();
      if (!key) return;
      if (this.#isStop(key)) process.kill(0, 'SIGTSTP');
      else this.#on(key);
    }
  }

  /** As a terminal does it that is not in raw mode: it stops all that it has in the foreground. */
  #isStop(key: Key): boolean {
    const isCtrlZ = key.type === 'key' && key.name === 'z' && key.ctrl && !key.alt;
    return isCtrlZ && this.#stdin.isRaw === true && process.platform !== 'win32';
  }

  readonly #end = () => {
    if (!this.#isClosed) this.#ended();
    this.close();
  };
}

/** Colours and the like, of which cleaning would leave all but the first character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: sequences begin with one
const sequences = /\u001b\[[0-?]*[ -/]*[@-~]/g;

const endings = ['end', 'close', 'error'] as const;

/** Milliseconds until what is awaited is not awaited any more. */
const patience: Readonly<Record<Exclude<Awaited, 'nothing'>, number>> = {
  // Terminals send a sequence as one; a person waits for what Escape does.
  escape: 50,
  sequence: 500,
  paste: 2000,
};
