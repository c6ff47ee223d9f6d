/** `/save`: the conversation as a file, whole or not at all. */
import { homedir } from 'node:os';
import { extname, resolve } from 'node:path';
import { UsageError } from '../../failure/errors';
import type { AgentNames } from './agent-names';
import type { SlashCommand } from './command';
import { saveFile } from './save-file';
import type { Kind } from './saved';
import { unquoted, withoutWord } from './words';

export function saveCommand(names: AgentNames): SlashCommand {
  return {
    name: 'save',
    takes: '[FILE.md|.json|.txt] [--force]',
    does: 'keep the conversation: texts, what was heard of them, times',
    completions: () => ['conversation.md', 'conversation.json', 'conversation.txt', '--force'],
    async run(words, { room, context, signal, say }) {
      const { turns } = room;
      const { has: force, rest } = withoutWord(words, '--force');
      const now = new Date();
      const asked = unquoted(rest) || `conversation-${stampOf(now)}.md`;
      const file = fileOf(asked, context.streams.cwd);
      const { kinds, textOf } = await import('./saved');
      const kind = kindOf(asked, kinds);
      if (turns.length === 0) throw new UsageError('There is nothing to save yet');
      const nameOf = await names.of(room, signal);
      const text = textOf(kind, { savedAt: now.toISOString(), turns, nameOf });
      await saveFile({ command: 'save', asked, file, force }, text);
      say(`Saved ${turns.length === 1 ? 'one turn' : `${turns.length} turns`} in ${file}`);
      return undefined;
    },
  };
}

/** There is no shell to say what `~` is. */
export function fileOf(asked: string, cwd: string): string {
  return resolve(cwd, asked.replace(/^~(?=[\\/])/, homedir()));
}

/** @throws UsageError for an ending that says of no text how it is written. */
export function kindOf(file: string, kinds: readonly Kind[]): Kind {
  const ending = extname(file).toLowerCase();
  const kind = kinds.find((each) => each === ending);
  if (kind) return kind;
  if (ending === '.wav') {
    throw new UsageError(
      '/save keeps texts and times, and no sound',
      'Begin the chat with --out FILE.wav, or with --record FOLDER, to keep what is heard.',
    );
  }
  throw new UsageError(
    `/save does not know how to write ${file}`,
    `End it in ${kinds.join(', ')}.`,
  );
}

/** 20261122-134603, as the clock on the wall has it. */
export function stampOf(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join('');
  return `${day}-${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join('')}`;
}
