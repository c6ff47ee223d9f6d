/** What the tab key offers behind a slash. Pure but for the words that a command has to look up. */
import type { Room } from '../room';
import type { SlashCommand } from './command';
import { slashLine } from './line';

/** What may stand in place of all that is before the cursor: `/mode`, `/mode batch`. */
export async function completionsOf(
  line: string,
  cursor: number,
  room: Room,
  commands: readonly SlashCommand[],
): Promise<readonly string[]> {
  const before = line.slice(0, cursor);
  if (!/^\/(?!\/)/.test(before)) return [];
  const [name = ''] = /^\S*\s*/.exec(before) ?? [];
  if (!/\s$/.test(name)) {
    const names = commands.map((command) => `/${command.name}`);
    return names.filter((each) => each.startsWith(before.toLowerCase()));
  }
  const meant = slashLine(name, commands);
  if (meant.type !== 'command') return [];
  // A platform that does not answer has nothing to offer.
  const offered = await offersOf(meant.command, room).catch(() => []);
  return completedWords(before.slice(name.length), offered).map((words) => name + words);
}

async function offersOf(command: SlashCommand, room: Room): Promise<readonly string[]> {
  return (await command.completions?.(room)) ?? [];
}

/** An offer of several words is found by all that was typed, any other by the last word of it. Pure. */
export function completedWords(typed: string, offered: readonly string[]): readonly string[] {
  const whole = offered.filter(beginsWith(typed));
  if (whole.length > 0) return whole;
  const [last = ''] = /\S*$/.exec(typed) ?? [];
  const others = typed.slice(0, typed.length - last.length);
  if (others === '') return [];
  const said = others.trim().split(/\s+/);
  const unsaid = offered.filter((word) => !said.includes(word));
  return unsaid.filter(beginsWith(last)).map((word) => others + word);
}

/** Whatever the case, and whether quotes have been opened yet or not. */
function beginsWith(typed: string): (word: string) => boolean {
  const plain = (text: string) => text.replace(/^"/, '').toLowerCase();
  return (word) => plain(word).startsWith(plain(typed));
}
