/** `/quit`. */
import type { SlashCommand } from './command';

export const quit: SlashCommand = {
  name: 'quit',
  atOnce: true,
  aliases: ['exit', 'q'],
  takes: '',
  does: 'leave; so does Ctrl-C at an empty line',
  run: async () => 'quit',
};
