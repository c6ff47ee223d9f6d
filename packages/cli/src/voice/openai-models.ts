/** Models that speak and listen behind OpenAI's interface, and the days on which OpenAI ends them (announced in 2026). */
import { type CloudAccess, openAiUrl } from './keys';

export const speechModel = { variable: 'VOICECTL_SPEECH_MODEL', usual: 'gpt-4o-mini-tts' };
export const transcriptionModel = {
  variable: 'VOICECTL_TRANSCRIPTION_MODEL',
  usual: 'gpt-4o-mini-transcribe',
};

/** A dated model, as `gpt-4o-mini-tts-2025-12-15`, is taken to end with the one it is a snapshot of. */
const ends: readonly (readonly [model: RegExp, day: string])[] = [
  [/^(tts-1|tts-1-hd|gpt-4o-mini-tts)(-\d{4}(-\d\d-\d\d)?)?$/, '2027-01-06'],
  [/^(whisper-1|gpt-4o-transcribe|gpt-4o-mini-transcribe)(-\d{4}-\d\d-\d\d)?$/, '2027-02-26'],
];

/**
 * A sentence without an end mark, about OpenAI's own models only: others may keep one of the same name.
 * @param today as `2026-11-22`
 */
export function endNote(
  model: string,
  variable: string,
  { url }: Pick<CloudAccess, 'url'>,
  today: string = new Date().toISOString().slice(0, 10),
): string | undefined {
  if (new URL(url).host !== new URL(openAiUrl).host) return undefined;
  const [, day] = ends.find(([name]) => name.test(model)) ?? [];
  if (day === undefined) return undefined;
  const verb = today < day ? 'ends' : 'ended';
  return `OpenAI ${verb} the model ${model} on ${day}; ${variable} names another`;
}
