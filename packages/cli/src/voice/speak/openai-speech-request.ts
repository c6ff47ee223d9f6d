/**
 * One text to sound by `/audio/speech`, streamed. Documented of OpenAI: `response_format: pcm` is 24 kHz, 16 bits, one
 * channel, no header. Our reading, for compatible servers: another rate may stand in the content type, and a WAV file is
 * understood, too; anything else that is no sound is refused rather than played as noise.
 */
import type { Fetch } from '../cloud-fetch';
import { type CloudAccess, quoted } from '../keys';
import { speechModel } from '../openai-models';
import { askOpenAi, broken, type OpenAiRequest } from '../openai-request';
import type { Pcm } from '../stages';
import { longestSound, PcmBytes } from './pcm-bytes';
import { SpeakError } from './speak-error';
import { soundOfWav } from './wav';

export interface SpeechRequest {
  readonly access: CloudAccess;
  readonly model: string;
  readonly voice: string;
  readonly fetch: Fetch;
  /** Milliseconds until sound comes, and between two parts of it. */
  readonly patience: number;
}

/** @throws SpeakError, after the sound that came before. */
export async function* speechOf(
  text: string,
  { voice, ...given }: SpeechRequest,
  signal: AbortSignal,
): AsyncGenerator<Pcm, void, undefined> {
  const over = new AbortController();
  const request: OpenAiRequest = {
    ...given,
    path: '/audio/speech',
    type: 'application/json',
    body: JSON.stringify({ model: given.model, input: text, voice, response_format: 'pcm' }),
    modelVariable: speechModel.variable,
    offline: '--voice flite needs no network.',
    signal: AbortSignal.any([signal, over.signal]),
    Failure: SpeakError,
  };
  try {
    const response = await askOpenAi(request);
    const rate = rateOf(response, request);
    yield* soundIn(bytesOf(response, request, over), rate, text, request);
  } finally {
    // Of what nobody listens to any more, nothing more is made.
    over.abort();
  }
}

function rateOf({ headers }: Response, request: OpenAiRequest): number {
  const type = headers.get('content-type')?.toLowerCase() ?? '';
  const [kind = ''] = type.split(';');
  if (!/^$|^audio\/(pcm|l16|raw|x-raw|wave?|x-wav|vnd\.wave)$|octet-stream$/.test(kind.trim())) {
    const came = quoted(kind.trim(), request.access, 60);
    throw broken(request, `answered with ${came}, not with sound (PCM)`, undefined);
  }
  const rate = Number(/rate=(\d+)/.exec(type)?.[1] ?? usualRate);
  return rate >= 8000 && rate <= 48_000 ? rate : usualRate;
}

async function* soundIn(
  bytes: AsyncIterable<Uint8Array>,
  rate: number,
  text: string,
  request: OpenAiRequest,
): AsyncGenerator<Pcm, void, undefined> {
  const most = 2 * longestSound(text) * rate;
  const decoder = new PcmBytes();
  let wav: Uint8Array[] | undefined;
  let size = 0;
  for await (const part of withHead(bytes)) {
    if (size === 0 && Buffer.from(part.subarray(0, 4)).equals(riff)) wav = [];
    size += part.length;
    if (size > most) throw broken(request, 'does not stop speaking', undefined);
    if (wav) wav.push(part);
    else yield { samples: decoder.push(part), rate };
  }
  if (wav) yield whole(Buffer.concat(wav), request);
}

/** The first part is long enough to tell a file by. */
async function* withHead(
  parts: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const part of parts) {
    if (head) {
      head = Buffer.concat([head, part]);
      if (head.length < riff.length) continue;
      yield head;
      head = undefined;
    } else yield part;
  }
  if (head) yield head;
}

function whole(wav: Uint8Array, request: OpenAiRequest): Pcm {
  try {
    return soundOfWav(wav);
  } catch (error) {
    throw broken(request, `sent sound that can't be read (${(error as Error).message})`, error);
  }
}

async function* bytesOf(
  response: Response,
  request: OpenAiRequest,
  over: AbortController,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { patience } = request;
  const reader = response.body?.getReader();
  let isLate = false;
  const read = async () => {
    const timer = setTimeout(() => {
      isLate = true;
      over.abort();
    }, patience);
    try {
      return await reader?.read();
    } catch (error) {
      if (isLate) throw broken(request, `sent no sound for ${patience / 1000} s`, error);
      request.signal.throwIfAborted();
      throw broken(request, 'broke off in the middle of a sentence', error);
    } finally {
      clearTimeout(timer);
    }
  };
  for (;;) {
    const next = await read();
    if (!next || next.done) return;
    yield next.value;
  }
}

const riff = Buffer.from('RIFF');
const usualRate = 24_000;
