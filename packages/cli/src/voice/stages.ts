/** The four stages of a conversation by voice. Each is one method over async iterables, and ends when its signal aborts. */

/** Mono, 16-bit. */
export interface Pcm {
  readonly samples: Int16Array;
  /** Samples a second. */
  readonly rate: number;
}

/** Who said what: sound in, words out. */
export interface Listener {
  /** For people: `moonshine tiny`. */
  readonly name: string;
  /** Ends after the last word of what `sound` held. @throws ListenError */
  listen(sound: AsyncIterable<Pcm>, signal: AbortSignal): AsyncIterable<Heard>;
  /** Lets go of processes and connections. */
  close?(): Promise<void>;
}

/** What has been understood. A `partial` is replaced by the next one; a `final` stays. */
export interface Heard {
  readonly type: 'partial' | 'final';
  readonly text: string;
}

/** The agent: a message in, an answer out as it comes. */
export interface Thinker {
  /** @throws what the platform's client throws. */
  think(message: string, signal: AbortSignal): AsyncIterable<Thought>;
}

export type Thought =
  | { readonly type: 'token'; readonly text: string }
  | {
      readonly type: 'done';
      readonly response: string;
      readonly usage?:
        | {
            readonly inputTokens?: number | undefined;
            readonly outputTokens?: number | undefined;
          }
        | undefined;
    };

/** A part of an answer that can be spoken at once, and where in the answer it stands. */
export interface Piece {
  /** As it is to be spoken: no markup, no links. Never empty. */
  readonly text: string;
  /** The answer's characters from `start` up to, not including, `end` (UTF-16). Spans of pieces never overlap. */
  readonly start: number;
  readonly end: number;
}

/** Text to sound. */
export interface Speaker {
  /** For people: `flite rms`, `elevenlabs 21m00Tcm4TlvDq8ikWAM`. */
  readonly name: string;
  /**
   * Sound in the order of the pieces, as soon as there is any; the next piece may be asked for while one is being made.
   * Several sounds of one piece carry the same `piece`; one may hold no sample at all, where a piece ends or can't be said.
   * @throws SpeakError
   */
  speak(pieces: AsyncIterable<Piece>, signal: AbortSignal): AsyncIterable<Speech>;
  /** A turn begins: connections are made before there is anything to say. */
  warm?(): void;
  /** Lets go of workers and connections. */
  close?(): Promise<void>;
}

export interface Speech extends Pcm {
  readonly piece: Piece;
}

/** Sound to a device, a file or nowhere. */
export interface Player {
  readonly name: string;
  /**
   * Plays in order and tells how far it is: `heard` milliseconds of `piece` have left the device. Silent within 100 ms of
   * an abort. @throws PlayError
   */
  play(speech: AsyncIterable<Speech>, signal: AbortSignal): AsyncIterable<Played>;
  close?(): Promise<void>;
}

export interface Played {
  readonly piece: Piece;
  /** Milliseconds of the piece that have been heard. */
  readonly heard: number;
  /** Whether the piece is over. */
  readonly done: boolean;
  /** Whether the device had nothing to play although more was to come, since the last report. */
  readonly underrun?: boolean | undefined;
}
