/** What the room and its page say to each other: JSON, but for sound, which is 16-bit samples, little-endian, one channel. */
import type { Mode } from '../../voice/pipeline';
import type { SessionEvent } from '../../voice/session-events';

/** A turn that is over, as `turn.ended` tells of it. */
export type EndedTurn = Extract<SessionEvent, { type: 'turn.ended' }>;

/** Sound from the page is at 16 kHz; sound for it at the rate that it said hello with. */
export type FromPage =
  /** First of all: with the token of the link or, when the page is loaded again, with the key it was given for that. */
  | {
      readonly type: 'hello';
      readonly rate: number;
      readonly token?: string;
      readonly key?: string;
    }
  | { readonly type: 'say'; readonly text: string }
  /** Push to talk: what is heard from here on is said, until it is let go. */
  | { readonly type: 'talk'; readonly on: boolean }
  /** An open microphone: a voice begins a turn, and interrupts an answer. */
  | { readonly type: 'open'; readonly on: boolean }
  | { readonly type: 'stop' }
  | { readonly type: 'mode'; readonly mode: Mode }
  | { readonly type: 'voice'; readonly on: boolean }
  | PlayedByPage
  | { readonly type: 'end' };

/** How far the loudspeaker is. */
export interface PlayedByPage {
  readonly type: 'played';
  readonly stream: number;
  /** Samples that have been heard. */
  readonly samples: number;
  readonly underruns: number;
  /** Nothing more will be heard of this stream. */
  readonly over: boolean;
}

export type ToPage =
  | {
      readonly type: 'welcome';
      readonly key: string;
      readonly agent: { readonly name: string; readonly status: string };
      readonly turns: readonly EndedTurn[];
    }
  | RoomState
  | SessionEvent
  | TurnFailed
  /** Something to know, or something that can't be done. */
  | { readonly type: 'note'; readonly text: string }
  /** Samples that follow belong to this stream. */
  | { readonly type: 'sound'; readonly stream: number }
  /** It has no more samples. */
  | { readonly type: 'sound.end'; readonly stream: number }
  /** What has not been played of it never will be. */
  | { readonly type: 'hush'; readonly stream: number };

/** A turn that was begun has come to nothing; with no words, because nobody wanted it. */
export interface TurnFailed {
  readonly type: 'turn.failed';
  readonly turn: number;
  readonly message: string | null;
  readonly hint: string | null;
}

export interface RoomState {
  readonly type: 'state';
  readonly mode: Mode;
  /** Who speaks; null for nobody. */
  readonly voice: string | null;
  readonly understands: Understanding;
  /** Whether the microphone is open. */
  readonly open: boolean;
  /** Whether somebody is being listened to, or answered. */
  readonly busy: boolean;
}

/** Whether sound can be understood here, and why not. */
export type Understanding =
  | 'loading'
  | 'ready'
  | { readonly message: string; readonly hint: string | null };

/** Why a connection was closed. */
export const closed = {
  /** The room is no more. */
  over: 4000,
  /** The same person has opened the page elsewhere. */
  movedOn: 4001,
  /** What was said made no sense. */
  nonsense: 4002,
  /** The link was used, or is of another room. */
  refused: 4003,
} as const;

/** Samples a second that a microphone is heard with. */
export const microphoneRate = 16_000;
