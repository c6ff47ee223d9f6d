/** Speaking to an agent live: a microphone and a key, or a microphone alone, as questions for a session. */
import type { AudioDevice } from '../../voice/play/device';
import type { PlayError } from '../../voice/play/play-error';
import type { SessionEvent } from '../../voice/session-events';
import type { Pcm } from '../../voice/stages';
import type { Key } from '../screen/key';

/** `push`: by the space bar. `headphones`: hands free, and the microphone does not hear the loudspeaker. */
export type TalkKind = 'push' | 'hands-free' | 'headphones';

/** `idle`: waits for a key or a voice. `deaf`: hands free on a loudspeaker while the agent speaks. `over`: no microphone any more. */
export type TalkState = 'idle' | 'talking' | 'deaf' | 'muted' | 'over';

/** What somebody is saying, for `Session.turn`: it comes while they still speak. */
export interface Question {
  /** Ends when the person has finished. */
  readonly sound: AsyncIterable<Pcm>;
  /** The microphone. */
  readonly name: string;
  /** Aborts when the person takes it back: the turn is none, and there is nothing to say about it. */
  readonly signal: AbortSignal;
  /** Milliseconds from the person's end to that of `sound`: it took as long to be sure. Asked once it has ended. */
  waited(): number;
  /** Whether nobody can be blamed when nothing is understood of it: a noise, found by itself. */
  readonly isUnasked: boolean;
  /** Whether words that were understood of it are those that the agent was just saying. Always false where it can't be. */
  isEcho(words: string): boolean;
}

/** As it is found, before it is known which microphone it comes from. */
export type Found = Omit<Question, 'name'>;

export interface TalkOptions {
  /** Shared with the loudspeaker; closing the talk does not close it. */
  readonly audio: AudioDevice;
  readonly kind: TalkKind;
  /** `--input-device`: an id, or a part of a name. */
  readonly device?: string | undefined;
  /** How loud it is, in dBFS from -90 to 0, every 80 ms; also while muted, so that a meter comes to rest. */
  onLevel?(decibels: number): void;
  onState?(state: TalkState): void;
  /** Somebody speaks, or presses the key, while the agent answers: stop the turn at once. The question follows. */
  onBargeIn?(): void;
  /** What was taken for talking was typing: it belongs into the prompt, before the key that `key` then refuses. */
  onTyped?(text: string): void;
  /** Once: the microphone has failed. `questions` ends; the chat goes on as text. */
  onFailure?(error: PlayError): void;
}

export interface Talk {
  /** The microphone, for people. */
  readonly device: string;
  readonly kind: TalkKind;
  readonly state: TalkState;
  /**
   * A key, before anybody else sees it. @param isEmpty whether nothing stands in the prompt.
   * @returns whether it was for talking: nobody else has to do anything with it.
   */
  key(key: Key, isEmpty: boolean): boolean;
  /** Takes back what is being said, such as at Ctrl-C. @returns whether there was something. */
  discard(): boolean;
  /** While muted, nothing is kept. What is being said is taken back. */
  mute(on: boolean): void;
  /** For one reader. Ends with the microphone. */
  questions(): AsyncIterable<Question>;
  /** Every event of every turn, typed ones too: it says when the agent sounds, and with which words. */
  follow(event: SessionEvent): void;
  /** A turn is over, whatever became of it. */
  settled(): void;
  close(): Promise<void>;
}
