/** An answer that is still being written, in pieces that can be spoken at once: a sentence each, free of markup. */
import { Cutter } from './sentences/cutter';
import { Speakable } from './sentences/speakable';
import type { Unit } from './sentences/unit';
import type { Piece } from './stages';

export interface SentencesOptions {
  /** The most characters of a piece, 220 if not given: longer sentences are cut at a comma, else between words. */
  readonly cap?: number | undefined;
}

export interface PiecesOptions extends SentencesOptions {
  readonly signal: AbortSignal;
  /** Milliseconds without a token after which what there is is spoken, 400 if not given. */
  readonly idle?: number | undefined;
}

const usualCap = 220;
const usualIdle = 400;
/** The first half of a character that is written in two. */
const half = /[\ud800-\udbff]$/;

/**
 * Reads character by character, so that it makes no difference how the text was cut into tokens. A piece's span begins and
 * ends with a character that is no white space; markup is within the spans or, where a line has nothing else, between them.
 */
export class Sentences {
  readonly #speakable = new Speakable();
  readonly #cutter: Cutter;
  #half = '';

  constructor({ cap = usualCap }: SentencesOptions = {}) {
    this.#cutter = new Cutter(cap);
  }

  push(text: string): Piece[] {
    const all = this.#half + text;
    [this.#half] = half.exec(all) ?? [''];
    const whole = all.slice(0, all.length - this.#half.length);
    return Array.from(whole).flatMap((character) => this.#cut(this.#speakable.push(character)));
  }

  /** What can be spoken when nothing comes for a while: whole words only. */
  idle(): Piece[] {
    return [...this.#cut(this.#speakable.settle()), ...this.#cutter.pause()];
  }

  /** All that is left. */
  end(): Piece[] {
    return [...this.#cut(this.#speakable.end()), ...this.#cutter.end()];
  }

  #cut(units: readonly Unit[]): Piece[] {
    return units.flatMap((unit) => this.#cutter.add(unit));
  }
}

type Event = IteratorResult<string> | 'idle' | 'aborted';

/** Ends when the signal aborts; throws what the tokens throw, and says nothing after it. */
export async function* pieces(
  tokens: AsyncIterable<string>,
  { signal, idle = usualIdle, cap }: PiecesOptions,
): AsyncGenerator<Piece, void, undefined> {
  const sentences = new Sentences({ cap });
  const source = tokens[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<string>> | undefined;
  let patience: number | undefined = idle;
  let over = false;
  try {
    while (!over && !signal.aborted) {
      next ??= source.next();
      const event: Event = await firstOf(next, signal, patience);
      if (event === 'aborted') return;
      if (event !== 'idle') next = undefined;
      over = event !== 'idle' && event.done === true;
      // One flush for a silence, however long it is.
      patience = event === 'idle' ? undefined : idle;
      for (const piece of whatIsDue(sentences, event)) {
        if (signal.aborted) return;
        yield piece;
      }
    }
  } catch (error) {
    over = true;
    if (!signal.aborted) throw error;
  } finally {
    // Not waited for: a source that hangs would take the voice with it.
    if (!over) void Promise.resolve(source.return?.()).catch(() => {});
  }
}

function whatIsDue(sentences: Sentences, event: Exclude<Event, 'aborted'>): Piece[] {
  if (event === 'idle') return sentences.idle();
  return event.done ? sentences.end() : sentences.push(event.value);
}

/** The next token, or what comes before it. */
function firstOf<T>(
  next: Promise<T>,
  signal: AbortSignal,
  patience: number | undefined,
): Promise<T | 'idle' | 'aborted'> {
  return new Promise((resolve, reject) => {
    const timer = patience === undefined ? undefined : setTimeout(() => settle('idle'), patience);
    const abort = () => settle('aborted');
    const settle = (event: T | 'idle' | 'aborted') => {
      leave();
      resolve(event);
    };
    const leave = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    signal.addEventListener('abort', abort, { once: true });
    next.then(settle, (error: unknown) => {
      leave();
      reject(error);
    });
  });
}
