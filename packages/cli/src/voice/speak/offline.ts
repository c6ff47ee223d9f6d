/** Opens the voices that need no network. Each engine is loaded with the first that wants it. */
import type { Speaker } from '../stages';
import type { Choice } from './choose';
import { espeak, espeakPlace, type Places } from './espeak';
import { flite } from './flite';
import { systemSpeaker } from './os-voices';
import { SpeakError } from './speak-error';

/** @returns undefined for what is only shown. @throws SpeakError for a package that is not there. */
export function offlineSpeaker(
  choice: Choice,
  language: string,
  places: Places,
): Speaker | undefined {
  switch (choice.engine) {
    case 'flite':
      return flite({ voice: choice.voice });
    case 'system':
      return systemSpeaker(choice.voice, places, language);
    case 'espeak': {
      const library = espeakPlace(places);
      if (library) return espeak({ library, voice: choice.voice });
      throw new SpeakError('eSpeak NG is not installed', 'Run `voicectl voice install espeak`.');
    }
    default:
      return undefined;
  }
}
