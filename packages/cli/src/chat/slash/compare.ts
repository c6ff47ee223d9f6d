/** `/compare`: a message through both modes, as medians. Nothing is heard of it. */
import type { SlashCommand } from './command';
import { comparedIn } from './compare-words';
import { lastMessage } from './last-message';

export const compareModes: SlashCommand = {
  name: 'compare',
  takes: '[batch streaming] [ROUNDS] ["text"]',
  does: 'the last message, or this one, through both modes; prints medians',
  completions: () => ['batch', 'streaming'],
  async run(words, stage) {
    const { modes, rounds, text } = comparedIn(words);
    const message = text ?? lastMessage(stage);
    const { compareHere } = await import('./compare-here');
    await compareHere(stage, { modes, rounds, message });
    return undefined;
  },
};
