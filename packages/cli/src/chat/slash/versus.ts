/** `/versus`: the same turn to another agent at the same time, side by side. Nothing is spoken. */
import { UsageError } from '../../failure/errors';
import type { AgentNames } from './agent-names';
import type { SlashCommand } from './command';
import { lastMessage } from './last-message';
import { firstWord, quotedName, unquoted } from './words';

export function versusCommand(names: AgentNames): SlashCommand {
  return {
    name: 'versus',
    takes: 'ID [message]',
    does: 'the last message, or this one, to this agent and another one, side by side',
    completions: async (room) => (await names.offered(room)).map(quotedName),
    async run(words, stage) {
      const [who, rest] = firstWord(words);
      if (who === '') {
        throw new UsageError('Against which agent?', 'Give its id, or its name in double quotes.');
      }
      const text = unquoted(rest);
      const message = text === '' ? lastMessage(stage) : text;
      const { agentIdOf } = await import('./which-agent');
      const id = await agentIdOf(who, stage);
      if (id === stage.room.agentId) {
        throw new UsageError('That agent answers here already', 'Name another one.');
      }
      const { answersSideBySide } = await import('./versus-here');
      await answersSideBySide(stage, id, message);
      return undefined;
    },
  };
}
