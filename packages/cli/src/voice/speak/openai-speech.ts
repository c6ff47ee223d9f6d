/** Any OpenAI-compatible endpoint as a voice: a request a piece, the next one under way while one sounds. */
import type { Fetch } from '../cloud-fetch';
import type { CloudAccess } from '../keys';
import { speechModel } from '../openai-models';
import type { Speaker } from '../stages';
import { speakAhead } from './ahead';
import { Leveller } from './level';
import { speechOf } from './openai-speech-request';

export interface OpenAiSpeechOptions {
  readonly access: CloudAccess;
  /** Default: alloy */
  readonly voice?: string | undefined;
  readonly model?: string | undefined;
  /** Milliseconds until sound comes, and between two parts of it. Default: 15,000 */
  readonly patience?: number | undefined;
  /** Default: the global one, as it is with the first piece. */
  readonly fetch?: Fetch | undefined;
}

export function openAiSpeech({
  access,
  voice = 'alloy',
  model = speechModel.usual,
  patience = 15_000,
  fetch = (...call) => globalThis.fetch(...call),
}: OpenAiSpeechOptions): Speaker {
  const leveller = new Leveller();
  return {
    name: `openai ${voice}`,
    speak: (pieces, signal) =>
      speakAhead(
        pieces,
        signal,
        (text, ended) => speechOf(text, { access, model, voice, fetch, patience }, ended),
        leveller,
      ),
  };
}
