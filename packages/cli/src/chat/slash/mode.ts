/** `/mode`: when speech begins. */
import { UsageError } from '../../failure/errors';
import type { SlashCommand } from './command';
import { inCommands } from './wording';

export const mode: SlashCommand = {
  name: 'mode',
  takes: 'batch|streaming',
  does: 'speak after the whole answer, or sentence by sentence',
  completions: () => ['batch', 'streaming'],
  async run(words, { room, say }) {
    if (words !== '') {
      if (/[\s,]/.test(words)) {
        throw new UsageError('One mode at a time', 'Modes: batch, streaming.');
      }
      inCommands('mode', () => room.useMode(words.toLowerCase()));
    }
    const { voice } = room;
    if (voice) say(`Mode: ${voice.mode}.`);
    else say(`${words === '' ? 'No mode' : 'It counts as soon as there is a voice'}: /voice on`);
    return undefined;
  },
};
