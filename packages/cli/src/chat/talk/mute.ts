/** `/mute`: the microphone hears nothing until it is said again. */
import { UsageError } from '../../failure/errors';
import type { SlashCommand } from '../slash/command';
import type { Talk } from './talk';

export function muteCommand(talk: () => Talk | undefined): SlashCommand {
  return {
    name: 'mute',
    takes: '[on|off]',
    atOnce: true,
    does: 'the microphone hears nothing, or hears again',
    completions: () => ['on', 'off'],
    run: async (words, { say }) => {
      const one = talk();
      if (!one) say('There is no microphone in use.');
      else one.mute(wanted(words, one.state !== 'muted'));
      return undefined;
    },
  };
}

function wanted(words: string, otherwise: boolean): boolean {
  if (words === '') return otherwise;
  if (words === 'on' || words === 'off') return words === 'on';
  throw new UsageError(`/mute ${words}: neither on nor off`, '/mute alone turns it round.');
}
