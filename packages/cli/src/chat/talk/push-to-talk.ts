/** Questions by a key: what a microphone hears from one press to the next, and the moment before. */
import { Channel } from '../../voice/channel';
import type { Pcm } from '../../voice/stages';
import { milliseconds } from './microphone';
import type { Found } from './talk';

interface Saying {
  readonly question: Found;
  readonly sound: Channel<Pcm>;
  readonly taken: AbortController;
  /** Milliseconds since the key. */
  length: number;
  waited: number;
}

export class PushToTalk {
  readonly #found: (question: Found) => void;
  #saying: Saying | undefined;

  /** @param found somebody really speaks: it is known a moment after the key. */
  constructor(found: (question: Found) => void) {
    this.#found = found;
  }

  get talking(): boolean {
    return this.#saying !== undefined;
  }

  /** @param before what was heard before the key, and may belong to it. */
  begin(before: readonly Pcm[]): void {
    const sound = new Channel<Pcm>();
    for (const part of before) sound.push(part);
    const taken = new AbortController();
    const { signal } = taken;
    const waited = () => saying.waited;
    const question = { sound, signal, waited, isUnasked: false, isEcho: () => false };
    const saying: Saying = { question, sound, taken, length: 0, waited: 0 };
    this.#saying = saying;
  }

  hear(part: Pcm): void {
    const saying = this.#saying;
    if (!saying) return;
    const wasCertain = saying.length >= shortest;
    saying.length += milliseconds([part]);
    saying.sound.push(part);
    if (!wasCertain && saying.length >= shortest) this.#found(saying.question);
  }

  /** What was too short to be anything is nothing. @param waited milliseconds since the key. */
  end(waited: number): void {
    if (!this.#saying) return;
    this.#saying.waited = waited;
    this.#saying.sound.end();
    this.#saying = undefined;
  }

  discard(): void {
    this.#saying?.taken.abort();
    this.end(0);
  }
}

/** Milliseconds: nobody says a word in less, and a slip of a finger costs no turn. */
const shortest = 300;
