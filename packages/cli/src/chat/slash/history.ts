/** `/history`: what was said so far. */

import type { AgentNames } from './agent-names';
import type { SlashCommand } from './command';

export function historyCommand(names: AgentNames): SlashCommand {
  return {
    name: 'history',
    takes: '',
    does: 'what was said so far, and where answers were cut',
    async run(_, { room, context, signal, say, print }) {
      if (room.turns.length === 0) say('Nothing has been said yet.');
      else {
        const { historyText } = await import('./transcript');
        print(historyText(room.turns, await names.of(room, signal), context.out.paint));
      }
      return undefined;
    },
  };
}
