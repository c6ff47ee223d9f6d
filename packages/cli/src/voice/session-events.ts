/** What happens in a session, as programs read it: one event a line. Times are whole milliseconds. */
import type { Marks, Stages } from './meter';
import type { Mode, Turn } from './pipeline';

export type SessionEvent =
  | TurnStarted
  | MessageHeard
  | TokenCame
  | PieceFound
  | PiecePlayed
  | VoiceFailed
  | TurnEnded;

interface InTurn {
  /** From 1. */
  readonly turn: number;
  /** On the clock of the turn: 0 when the person had finished. */
  readonly ms: number;
}

export interface TurnStarted extends InTurn {
  readonly type: 'turn.started';
  /** What was typed. */
  readonly message?: string | undefined;
  /** What was spoken: a file, a microphone. */
  readonly sound?: string | undefined;
  /** Null without a voice. */
  readonly mode: Mode | null;
  readonly voice: string | null;
}

export interface MessageHeard extends InTurn {
  readonly type: 'heard';
  readonly text: string;
  /** Whether it stays; what is not final is replaced by the next one. */
  readonly final: boolean;
}

export interface TokenCame extends InTurn {
  readonly type: 'token';
  readonly text: string;
}

/** A part of the answer that is spoken as one. */
export interface PieceFound extends InTurn {
  readonly type: 'piece';
  /** As it is spoken. */
  readonly text: string;
  /** Its place in the answer. */
  readonly start: number;
  readonly end: number;
}

export interface PiecePlayed extends InTurn {
  readonly type: 'played';
  readonly start: number;
  readonly end: number;
  /** Milliseconds of the piece that have been heard. */
  readonly heardMs: number;
  /** How much of the answer has been heard, in whole words: an index into it. */
  readonly reached: number;
  readonly done: boolean;
  readonly underrun: boolean;
}

/** The text goes on. */
export interface VoiceFailed extends InTurn {
  readonly type: 'voice.failed';
  readonly message: string;
  readonly hint: string | null;
  /** Whether the same has been told in an earlier turn. */
  readonly known: boolean;
}

export interface TurnEnded extends InTurn {
  readonly type: 'turn.ended';
  /** As it was said. */
  readonly message: string;
  /** How many earlier turns went with it. */
  readonly carried: number;
  readonly response: string;
  /** How much of `response` was heard or, without a voice, shown: an index into it. */
  readonly reached: number;
  readonly stopped: boolean;
  readonly mode: Mode | null;
  readonly voice: string | null;
  readonly usage?: Turn['usage'];
  /** From sending to the first token, and to the end. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
  readonly marks: Marks;
  readonly stages: Stages;
  readonly underruns: number;
}

type WithoutPlace<T> = T extends InTurn ? Omit<T, keyof InTurn> : never;
/** An event that does not know yet where it belongs. */
export type Happening = WithoutPlace<SessionEvent>;
