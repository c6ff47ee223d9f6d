/**
 * Push-to-talk by the space bar of a terminal, which knows no key-up: a key that is held repeats itself, one that is pressed
 * doesn't. Pure: every method is told the time, in milliseconds.
 */

/** `text`: any other key that writes something, or what was pasted. */
export type Press = 'space' | 'enter' | 'escape' | 'text';

/** `typed`: what had begun was no talking; its space belongs into the prompt. */
export type Deed = 'begin' | 'end' | 'discard' | 'typed';

export interface Pressed {
  /** Whether the key was for talking, and for nothing else. */
  readonly taken: boolean;
  /** In their order. */
  readonly deeds: readonly Deed[];
}

type State =
  | { readonly is: 'rest' }
  | { readonly is: 'pressed'; readonly since: number }
  /** Pressed again, or held: nobody knows before it repeats or doesn't. */
  | { readonly is: 'held'; readonly last: number; readonly slowest: number; readonly due: number }
  | { readonly is: 'ending'; readonly last: number; readonly due: number }
  /** A key that is still held may repeat once more. */
  | { readonly is: 'after'; readonly last: number };

export class TalkKey {
  #state: State = rest;
  #waited = 0;

  /** Milliseconds that the last `end` came after the key. */
  get waited(): number {
    return this.#waited;
  }

  /** When to `tick` next, if nothing is pressed before. */
  get due(): number | undefined {
    return 'due' in this.#state ? this.#state.due : undefined;
  }

  /** @param isEmpty whether nothing stands in the prompt: a space within a text is one. */
  press(key: Press, now: number, isEmpty: boolean): Pressed {
    const late = this.tick(now);
    const { taken, deeds } = key === 'space' ? this.#space(now, isEmpty) : this.#other(key, now);
    return { taken, deeds: [...late, ...deeds] };
  }

  tick(now: number): readonly Deed[] {
    const state = this.#state;
    if (!('due' in state) || now < state.due) return [];
    this.#waited = state.due - state.last;
    this.#state = { is: 'after', last: state.due };
    return ['end'];
  }

  /** Somebody else has ended what was being said. */
  reset(now: number): void {
    if (this.#state.is !== 'rest') this.#state = { is: 'after', last: now };
  }

  #space(now: number, isEmpty: boolean): Pressed {
    const state = this.#state;
    switch (state.is) {
      case 'pressed':
        return this.#again(now, now - state.since);
      case 'held': {
        const slowest = Math.max(state.slowest, now - state.last);
        this.#state = { is: 'held', last: now, slowest, due: now + patienceFor(slowest) };
        return swallowed;
      }
      case 'ending':
        return swallowed;
      case 'after':
        // What is typed after it has spaces of its own.
        if (!isEmpty || now - state.last >= stillHeld) break;
        this.#state = { is: 'after', last: now };
        return swallowed;
    }
    if (!isEmpty) return left;
    this.#state = { is: 'pressed', since: now };
    return { taken: true, deeds: ['begin'] };
  }

  #again(now: number, pause: number): Pressed {
    if (pause < pasted) return this.#typed();
    const wait = pause <= latestRepeat ? patienceFor(0) : tail;
    this.#state = { is: 'held', last: now, slowest: 0, due: now + wait };
    return swallowed;
  }

  #other(key: Exclude<Press, 'space'>, now: number): Pressed {
    const state = this.#state;
    const isTalking = state.is === 'pressed' || state.is === 'held';
    if (state.is === 'ending' && key !== 'escape') return key === 'enter' ? swallowed : left;
    if (!isTalking && state.is !== 'ending') return left;
    if (state.is === 'pressed' && now - state.since < pasted) return this.#typed();
    if (key === 'enter') {
      this.#state = { is: 'ending', last: now, due: now + tail };
      return swallowed;
    }
    this.#state = { is: 'after', last: now };
    // Who writes, writes.
    return { taken: key === 'escape', deeds: ['discard'] };
  }

  #typed(): Pressed {
    this.#state = rest;
    return { taken: false, deeds: ['typed'] };
  }
}

/** Of a key that repeats slowly, or over a network that hesitates, more is waited for. */
const patienceFor = (slowest: number): number =>
  Math.min(longestPatience, Math.max(usualPatience, 2.5 * slowest));

const rest: State = { is: 'rest' };
const left: Pressed = { taken: false, deeds: [] };
const swallowed: Pressed = { taken: true, deeds: [] };

/** Nobody presses two keys within so few milliseconds, and no key repeats as early. */
const pasted = 30;
/** The first repeat comes 250 to 660 ms after the key. Later, most people press it a second time. */
const latestRepeat = 700;
/** Repeats come every 15 to 60 ms. */
const usualPatience = 200;
const longestPatience = 500;
/** What was said until now is still on its way from the microphone; a key that is held repeats within this time. */
const tail = 120;
const stillHeld = 120;
