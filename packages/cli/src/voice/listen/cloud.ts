/** Opens the listener that is far away. It is loaded with the first that wants it. */
import { cloudFetch } from '../cloud-fetch';
import { type Environment, openAiAccess } from '../keys';
import { endNote, transcriptionModel } from '../openai-models';
import type { Listener } from '../stages';

export interface CloudListenerOptions {
  readonly env: Environment;
  /** ISO 639-1. Default: found out by the model. */
  readonly language?: string | undefined;
  /** What a person should know, in a sentence without an end mark. */
  note(text: string): void;
}

/** @returns undefined where there is neither a key nor an endpoint of this machine. @throws UsageError for a wrong setting. */
export async function cloudListener({
  env,
  language,
  note,
}: CloudListenerOptions): Promise<Listener | undefined> {
  const access = openAiAccess(env);
  if (!access) return undefined;
  const model = env[transcriptionModel.variable]?.trim() || transcriptionModel.usual;
  const ending = endNote(model, transcriptionModel.variable, access);
  if (ending) note(ending);
  const { openAiTranscription } = await import('./openai-transcription');
  return openAiTranscription({ access, model, language, fetch: await cloudFetch(access.url, env) });
}
