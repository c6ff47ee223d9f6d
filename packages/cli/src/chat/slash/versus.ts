/** `/versus`: the same turn to another agent at the same time, side by side. Nothing is spoken. */
import { UsageError } from '../../failure/errors';
import type { AgentNames } from './agent-names';
import type { SlashCommand } from './command';
import { lastMessage } from './last-message';
import { unquoted } from './words';

export function versusCommand(names: AgentNames): SlashCommand {
  return {
    name: 'versus',
    takes: 'NAME or ID [message]',
    does: 'the last message, or this one, to this agent and another one, side by side',
    completions: (room) => names.offered(room),
    async run(words, stage) {
      if (words.trim() === '') throw new UsageError('Against which agent?', 'Give its name or id.');
      const { agentAndRest } = await import('./which-agent');
      const { id, rest } = await agentAndRest(words, stage);
      const text = unquoted(rest);
      const message = text === '' ? lastMessage(stage) : text;
      if (id === stage.room.agentId) {
        throw new UsageError('That agent answers here already', 'Name another one.');
      }
      const { answersSideBySide } = await import('./versus-here');
      await answersSideBySide(stage, id, message);
      return undefined;
    },
  };
}
