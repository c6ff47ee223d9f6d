/** A command of the chat, such as `/mode batch`, and what it may touch. */
import type { Context } from '../../context';
import type { Said } from '../../voice/session';
import type { Room, RoomTurn } from '../room';

export interface Stage {
  readonly context: Context;
  readonly room: Room;
  /** Aborts when the person stops the command. */
  readonly signal: AbortSignal;
  /** What was said last, also where no answer came. Default: the message of the last turn that ended. */
  readonly asked?: string | undefined;
  /** Lines of the chat's own, for the scrollback; made harmless and dim. */
  say(text: string): void;
  /** Lines as they are, for the scrollback: coloured, others' texts in them cleaned already. */
  print(text: string): void;
  /** Lines that change, below the scrollback, in place of those before. Gone when the command is over. */
  live(lines: readonly string[]): void;
  /** A turn, shown like any other. Undefined when it failed: that has been said. */
  ask(said: Said): Promise<RoomTurn | undefined>;
  /** The terminal is somebody else's meanwhile. */
  aside<T>(work: () => Promise<T>): Promise<T>;
}

export interface SlashCommand {
  /** Without the slash: `mode`. */
  readonly name: string;
  /** Other names that are understood, but not told of. */
  readonly aliases?: readonly string[];
  /** What stands behind it: `batch|streaming`, `[FILE]`. Empty where nothing does. */
  readonly takes: string;
  /** One line. */
  readonly does: string;
  /** Whether it does not wait until an answer is over. */
  readonly atOnce?: true;
  /** Words that may stand behind it, for the tab key. */
  completions?(room: Room): readonly string[] | Promise<readonly string[]>;
  /** @throws UsageError for what makes no sense; what the platform's client throws. Both are shown, and the chat goes on. */
  run(words: string, stage: Stage): Promise<'quit' | undefined>;
  /** The chat is over, however it ended, and its screen is closed: what must not outlive it goes. Never throws. */
  end?(context: Context, room: Room): Promise<void>;
}
