/** `/mode`: when speech begins. */
import { UsageError } from '../../failure/errors';
import type { Mode } from '../../voice/pipeline';
import { modeOf } from '../flags';
import type { Room } from '../room';
import type { SlashCommand } from './command';
import { inCommands } from './wording';

export function modeCommand(): SlashCommand {
  /** What was chosen in this chat, for when there is a voice. */
  let chosen: Mode | undefined;
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
        chosen = inCommands('mode', () => room.useMode(words.toLowerCase()));
      }
      if (room.voice) say(`Mode: ${room.voice.mode}.`);
      else say(`${await modeToCome(room, chosen)} /voice on brings one.`);
      return undefined;
    },
  };
}

/** @throws UsageError where the agent is set to what the platform has not built. */
async function modeToCome(room: Room, chosen: Mode | undefined): Promise<string> {
  if (chosen) return `Mode: ${chosen}, as soon as there is a voice.`;
  const { voiceConfig } = await room.agent();
  const mode = inCommands('mode', () => modeOf(undefined, voiceConfig?.pipelineMode));
  return `There is no voice, so no mode counts yet; with one it is ${mode}.`;
}
