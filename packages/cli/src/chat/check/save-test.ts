/** `/save-test`: the conversation becomes a check. */
import { extname } from 'node:path';
import { quote } from '../../command-line';
import { UsageError } from '../../failure/errors';
import { cleanLine } from '../../output/clean';
import type { Criterion } from '../judge/verdict';
import type { Room, RoomTurn } from '../room';
import { AgentNames } from '../slash/agent-names';
import type { SlashCommand } from '../slash/command';
import { fileOf } from '../slash/save';
import { saveFile } from '../slash/save-file';
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
    async run(words, { room, context, signal, say }) {
      if (room.turns.length === 0) throw new UsageError('There is nothing to save yet');
      const { has: replaces, rest } = withoutWord(words, force);
      const asked = unquoted(rest);
      const [{ checkOf, retriedOf }, { checkText }] = await Promise.all([
        import('./from-turns'),
        import('./check-text'),
      ]);
      const agent = await lastingAgent(room);
      const check = checkOf(room.turns, { agent, criteria: criteria() });
      const name = asked === '' ? fileNameOf(check.name) : named(asked);
      const file = fileOf(name, context.streams.cwd);
      await saveFile(
        { command: 'save-test', asked: name, file, force: replaces },
        checkText(check),
      );
      const many = check.turns.length === 1 ? 'one turn' : `${check.turns.length} turns`;
      say(`Saved ${many} as ${name}. What its answers must say, you write under expect.`);
      for (const line of await leftOut(room, retriedOf(room.turns), signal)) say(line);
      const whom = agent === undefined ? 'AGENT ' : '';
      say(context.next(`play ${whom}--check ${quote(name)}`));
      return undefined;
    },
  };
}

/** Not by the agent that the check is of alone: a message may have been given to another one before. */
async function leftOut(
  room: Room,
  turns: readonly RoomTurn[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (turns.length === 0) return [];
  const nameOf = await new AgentNames().of(room, signal);
  const agents = [...new Set(turns.map(({ agent }) => agent))];
  return agents.map((id) => {
    const { length } = turns.filter(({ agent }) => agent === id);
    const many = length === 1 ? '1 turn' : `${length} turns`;
    const are = length === 1 ? 'is' : 'are';
    return cleanLine(
      `${many} with ${nameOf(id)} ${are} left out: the same was said again at once.`,
    );
  });
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
