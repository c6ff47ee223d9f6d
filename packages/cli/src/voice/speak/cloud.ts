/** Opens the voices that are far away. Each is loaded with the first that wants it. */
import { cloudAgent, cloudFetch } from '../cloud-fetch';
import { type Environment, elevenLabsAccess, openAiAccess } from '../keys';
import { endNote, speechModel } from '../openai-models';
import type { Speaker } from '../stages';
import type { Choice } from './choose';
import { SpeakError } from './speak-error';

export interface CloudOptions {
  readonly env: Environment;
  /** What a person should know, in a sentence without an end mark. */
  note(text: string): void;
}

/** @returns undefined for a voice of this machine. @throws SpeakError without a key; UsageError for a wrong setting. */
export async function cloudSpeaker(
  { engine, ...choice }: Choice,
  { env, note }: CloudOptions,
): Promise<Speaker | undefined> {
  const voice = 'voice' in choice && typeof choice.voice === 'string' ? choice.voice : undefined;
  if (engine === 'elevenlabs') {
    const access = elevenLabsAccess(env) ?? missing('ELEVENLABS_API_KEY');
    const { elevenLabs } = await import('./elevenlabs');
    return elevenLabs({ access, voice, agent: await cloudAgent(access.url, env) });
  }
  if (engine === 'openai') {
    const access = openAiAccess(env) ?? missing('OPENAI_API_KEY');
    const model = env[speechModel.variable]?.trim() || speechModel.usual;
    const ending = endNote(model, speechModel.variable, access);
    if (ending) note(ending);
    const { openAiSpeech } = await import('./openai-speech');
    return openAiSpeech({ access, voice, model, fetch: await cloudFetch(access.url, env) });
  }
  return undefined;
}

function missing(variable: string): never {
  throw new SpeakError(`${variable} is not set`, `Set ${variable}, or choose another --voice.`);
}
