/** What was going on when a command failed. */
import type { Command } from 'commander';
import { lineOf, samePlatform } from '../command-line';
import type { Context } from '../context';

export interface Scene {
  /** As it was typed. */
  readonly typed: readonly string[];
  readonly program: Command;
  /** The command that ran; none where the words led to none. */
  readonly acting: Command | undefined;
  readonly context: Context;
}

/** The same line again, with something added. */
export function again({ typed }: Scene, ...more: readonly string[]): string[] {
  const at = typed.indexOf('--');
  const line = lineOf(typed.toSpliced(at < 0 ? typed.length : at, 0, ...more));
  return line === undefined ? [] : [line];
}

/** Another command, on the same platform. */
export function other({ context }: Scene, ...words: readonly string[]): string[] {
  const line = lineOf([...words, ...samePlatform(context.flags)]);
  return line === undefined ? [] : [line];
}

/** The command that ran, or as far as the words lead to one: `agents create`. */
export function commandOf({ typed, program, acting }: Scene): readonly string[] {
  if (acting) return namesOf(acting);
  let command = program;
  for (const word of typed) command = childOf(command, word) ?? command;
  return namesOf(command);
}

export function childOf(command: Command, word: string): Command | undefined {
  return command.commands.find((each) => each.name() === word || each.aliases().includes(word));
}

export function helpOf(scene: Scene): string[] {
  const line = lineOf([...commandOf(scene), '--help']);
  return line === undefined ? [] : [line];
}

/** `agents create` */
export function namesOf(command: Command): readonly string[] {
  return command.parent === null ? [] : [...namesOf(command.parent), command.name()];
}
