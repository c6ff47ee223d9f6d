/** `/mode`: when speech begins. */
import { UsageError } from '../../failure/errors';
import type { SlashCommand } from './command';
import { inCommands } from './wording';

export function modeCommand(): SlashCommand {
  return {
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
      const mode = await inCommands('mode', () => room.modeToCome());
      const isYet = room.voice ? '' : ', as soon as there is a voice. /voice on brings one';
      say(`Mode: ${mode}${isYet}.`);
      return undefined;
    },
  };
}
