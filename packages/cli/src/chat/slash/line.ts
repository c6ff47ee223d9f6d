/** What a line of the chat is: a message, or a command and the words behind it. Pure. */
import { UsageError } from '../../failure/errors';
import { nearest } from '../../nearest';
import type { SlashCommand } from './command';

export type SlashLine =
  /** To be said: what was typed, without the second slash or the space that protected it. */
  | { readonly type: 'message'; readonly text: string }
  | { readonly type: 'command'; readonly command: SlashCommand; readonly words: string }
  /** To be shown: a command that there isn't. */
  | { readonly type: 'unknown'; readonly error: UsageError };

/** `//text`, or a space before the slash, is a message that begins with a slash. */
export function slashLine(line: string, commands: readonly SlashCommand[]): SlashLine {
  if (line.startsWith('//')) return { type: 'message', text: line.slice(1).trim() };
  const [, typed, words = ''] = /^\/(\S*)(.*)$/s.exec(line) ?? [];
  if (typed === undefined) return { type: 'message', text: line.trim() };
  const command = commandNamed(typed, commands);
  if (command) return { type: 'command', command, words: words.trim() };
  return { type: 'unknown', error: unknown(typed, commands) };
}

function commandNamed(typed: string, commands: readonly SlashCommand[]): SlashCommand | undefined {
  const name = typed.toLowerCase();
  return commands.find((each) => each.name === name || each.aliases?.includes(name));
}

function unknown(typed: string, commands: readonly SlashCommand[]): UsageError {
  const names = commands.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const meant = begun(typed, names) ?? nearest(typed, names);
  const guess = meant === undefined ? '' : `Did you mean /${meant}? `;
  return new UsageError(
    typed === '' ? 'A slash alone is no command' : `There is no command /${typed}`,
    `${guess}/help shows all; a message that begins with a slash takes two: //${typed || 'text'}`,
  );
}

function begun(typed: string, names: readonly string[]): string | undefined {
  return typed === '' ? undefined : names.find((name) => name.startsWith(typed.toLowerCase()));
}
