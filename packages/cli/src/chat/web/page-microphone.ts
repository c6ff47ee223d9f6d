/** Sound from a page as what is said: while a button is held, or whenever somebody speaks. */
import { Channel } from '../../voice/channel';
import { type Utterance, utterances } from '../../voice/listen/utterances';
import type { Said } from '../../voice/session';
import type { Pcm } from '../../voice/stages';
import { microphoneRate as rate } from './wire';

export interface MicrophoneOptions {
  /** Somebody has begun to speak. */
  said(said: Said): void;
  /** It was nothing: a slip of the finger. */
  dropped(): void;
  failed(error: unknown): void;
}

const microphoneName = 'the microphone';

export class PageMicrophone {
  readonly #options: MicrophoneOptions;
  #held: { readonly sound: Channel<Pcm>; length: number } | undefined;
  #open: { readonly sound: Channel<Pcm>; readonly stop: AbortController } | undefined;

  constructor(options: MicrophoneOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  talk(on: boolean): void {
    const held = this.#held;
    this.#held = undefined;
    held?.sound.end();
    if (!on) {
      if (held && held.length < shortest) this.#options.dropped();
      return;
    }
    this.open(false);
    this.#held = { sound: new Channel(), length: 0 };
    this.#options.said({ sound: this.#held.sound, name: microphoneName });
  }

  open(on: boolean): void {
    if (on === this.isOpen) return;
    if (on) {
      this.talk(false);
      this.#open = { sound: new Channel(), stop: new AbortController() };
      void this.#follow(this.#open.sound, this.#open.stop.signal);
    } else {
      this.#open?.stop.abort();
      this.#open?.sound.end();
      this.#open = undefined;
    }
  }

  sound(samples: Int16Array): void {
    this.#open?.sound.push({ samples, rate });
    const held = this.#held;
    if (!held) return;
    held.length += samples.length;
    // Something lies on the key.
    if (held.length > longest) this.talk(false);
    else held.sound.push({ samples, rate });
  }

  async #follow(sound: AsyncIterable<Pcm>, signal: AbortSignal): Promise<void> {
    try {
      for await (const utterance of utterances(sound, signal, patience)) this.#heard(utterance);
    } catch (error) {
      this.open(false);
      this.#options.failed(error);
    }
  }

  #heard(sound: Utterance): void {
    const waited = () => patience.hangover;
    this.#options.said({ sound, name: microphoneName, waited });
  }
}

/** Samples: a quarter of a second, two minutes. */
const shortest = 0.25 * rate;
const longest = 120 * rate;
/** Milliseconds: people pause within a sentence, and a cough is no reason to stop an answer. */
const patience = { hangover: 600, minimum: 300 };
