/** `/save-test`: the conversation becomes a check. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { quote } from '../../command-line';
import { UsageError } from '../../failure/errors';
import type { Criterion } from '../judge/verdict';
import type { Room } from '../room';
import type { SlashCommand } from '../slash/command';
import { fileOf } from '../slash/save';
import { unquoted, withoutWord } from '../slash/words';
import { isTrial } from '../trial-mark';
import { fileNameOf } from './file-name';

const force = '--force';

/** @param criteria asked when a check is saved. */
export function saveTestCommand(criteria: () => readonly Criterion[]): SlashCommand {
  return {
    name: 'save-test',
    takes: '[FILE] [--force]',
    does: 'make a check of the conversation, for play --check',
    completions: () => [force],
    async run(words, { room, context, say }) {
      if (room.turns.length === 0) throw new UsageError('There is nothing to save yet');
      const { has: replaces, rest } = withoutWord(words, force);
      const asked = unquoted(rest);
      const [{ checkOf }, { checkText }] = await Promise.all([
        import('./from-turns'),
        import('./check-text'),
      ]);
      const agent = await lastingAgent(room);
      const check = checkOf(room.turns, { agent, criteria: criteria() });
      const name = asked === '' ? fileNameOf(check.name) : named(asked);
      await write(name, fileOf(name, context.streams.cwd), checkText(check), replaces);
      const many = check.turns.length === 1 ? 'one turn' : `${check.turns.length} turns`;
      say(`Saved ${many} as ${name}. What its answers must say, you write under expect.`);
      const whom = agent === undefined ? 'AGENT ' : '';
      say(context.next(`play ${whom}--check ${quote(name)}`));
      return undefined;
    },
  };
}

/** A draft that is only tried is deleted with the end of the chat. */
async function lastingAgent(room: Room): Promise<string | undefined> {
  return isTrial(await room.agent()) ? undefined : room.agentId;
}

/** @throws UsageError for an ending that promises something else. */
function named(asked: string): string {
  const ending = extname(asked).toLowerCase();
  if (ending === '') return `${asked}.check.yaml`;
  if (ending === '.yaml' || ending === '.yml') return asked;
  throw new UsageError(`A check is YAML, and ${asked} is not`, 'End it in .check.yaml.');
}

async function write(name: string, file: string, text: string, replaces: boolean): Promise<void> {
  const folder = await stat(dirname(file)).catch(() => undefined);
  if (!folder?.isDirectory()) {
    throw new UsageError(`/save-test ${name}: its folder does not exist`, 'Make the folder first.');
  }
  const refuseExisting = () => {
    if (replaces || !existsSync(file)) return;
    throw new UsageError(`${name} is there already`, `Add ${force} to replace it.`);
  };
  refuseExisting();
  const { replaceFile } = await import('../../replace-file');
  await replaceFile(file, text, { beforeRename: refuseExisting });
}
