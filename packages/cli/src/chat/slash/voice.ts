/** `/voice`: who speaks, if anybody. */
import { fliteVoices } from '../../voice/speak/flite-voices';
import type { SlashCommand } from './command';
import { inCommands } from './wording';
import { unquoted } from './words';

/** @param env where voices that were installed are looked for. */
export function voiceCommand(env: NodeJS.ProcessEnv): SlashCommand {
  return {
    name: 'voice',
    takes: 'NAME|on|off',
    does: 'answers are spoken, by the voice that fits or by this one; or not',
    async completions() {
      const { espeakPlace } = await import('../../voice/speak/espeak');
      return ['on', 'off', ...fliteVoices, ...(espeakPlace({ env }) ? ['espeak'] : [])];
    },
    async run(words, { room, say }) {
      const name = unquoted(words);
      if (name !== '') await inCommands('voice', () => room.useVoice(wanted(name)));
      const { voice: now } = room;
      say(now ? `Voice: ${now.speaker.name}, ${now.mode}.` : 'No voice: answers are text alone.');
      return undefined;
    },
  };
}

function wanted(name: string): string | boolean {
  const word = name.toLowerCase();
  return word === 'on' ? true : word === 'off' ? false : name;
}
