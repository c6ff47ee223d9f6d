/** The voice of a session: of all that there are on this machine and far away, the one that fits. */
import type { Streams } from '../streams';
import { cloudServices } from './keys';
import { SpeakerByLanguage } from './speak/by-language';
import { type Available, type Choice, chooseVoice, type SystemVoice } from './speak/choose';
import { espeakPlace } from './speak/espeak';
import { isFliteVoice } from './speak/flite-voices';
import type { Speaker } from './stages';

export interface VoiceWishes {
  /** What --voice says. Default: the best there is. */
  readonly voice?: string | undefined;
  /** Default: found out of each sentence. */
  readonly language?: string | undefined;
  /** The agent's own: an id of ElevenLabs. */
  readonly agentVoice?: string | undefined;
  /** What a person should know, in a sentence without an end mark. */
  note(text: string): void;
}

export type SessionSpeaker = Speaker & Required<Pick<Speaker, 'warm' | 'close'>>;

/** What it speaks with is started, and not waited for. @throws UsageError for a --voice that there isn't. */
export async function openSpeaker(
  { voice, language, agentVoice, note }: VoiceWishes,
  { env }: Pick<Streams, 'env'>,
): Promise<SessionSpeaker> {
  const places = { env };
  let available: Available = {
    ...cloudServices(env),
    espeak: espeakPlace(places) !== undefined,
    system: [],
  };
  const listed = systemVoices(env).then((system) => {
    available = { ...available, system };
  });
  if (needsSystem(voice, language, available)) await listed;
  return new SpeakerByLanguage({
    language,
    choose: (spoken) => chooseVoice(available, { voice, agentVoice, language: spoken }),
    open: (choice, spoken) => opening(choice, spoken, places, note),
    note,
  });
}

async function opening(
  choice: Choice,
  language: string,
  places: Pick<Streams, 'env'>,
  note: (text: string) => void,
): Promise<Speaker | undefined> {
  if (choice.engine === 'elevenlabs' || choice.engine === 'openai') {
    const { cloudSpeaker } = await import('./speak/cloud');
    return cloudSpeaker(choice, { env: places.env, note });
  }
  const { offlineSpeaker } = await import('./speak/offline');
  return offlineSpeaker(choice, language, places);
}

async function systemVoices(env: NodeJS.ProcessEnv): Promise<readonly SystemVoice[]> {
  const { systemVoices: list } = await import('./speak/os-voices');
  return list({ env });
}

/** To list them takes up to a second, which nobody waits for who has a voice already. */
function needsSystem(
  voice: string | undefined,
  language: string | undefined,
  { elevenlabs, openai }: Available,
): boolean {
  if (voice) {
    const [engine = ''] = voice.toLowerCase().split(':');
    return !(isFliteVoice(engine) || ['flite', 'espeak', 'elevenlabs', 'openai'].includes(engine));
  }
  return !elevenlabs && !openai && !/^(en\b|$)/i.test(language ?? '');
}
