/** `/retry`: the last message again. */
import type { SlashCommand } from './command';
import { lastMessage } from './last-message';

export const retry: SlashCommand = {
  name: 'retry',
  takes: '',
  does: 'say the last message again',
  async run(_, stage) {
    await stage.ask({ text: lastMessage(stage) });
    return undefined;
  },
};
