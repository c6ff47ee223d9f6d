/**
 * Any OpenAI-compatible endpoint as a listener: what was said as one WAV file, `/audio/transcriptions`, one text back.
 * Documented: a form with `file`, `model` and `response_format`, an answer with `text`, 25 MB at most.
 */
import type { Fetch } from '../cloud-fetch';
import type { CloudAccess } from '../keys';
import { transcriptionModel } from '../openai-models';
import { serviceName } from '../openai-refusal';
import { askOpenAi, broken, type OpenAiRequest, wholeOf } from '../openai-request';
import type { Heard, Listener, Pcm } from '../stages';
import { AtSixteenKilohertz, joined } from './at-sixteen-kilohertz';
import { ListenError } from './listen-error';
import { wavFile } from './openai-transcription-wav';
import { until } from './utterances';

export interface OpenAiTranscriptionOptions {
  readonly access: CloudAccess;
  readonly model?: string | undefined;
  /** ISO 639-1. Default: found out by the model. */
  readonly language?: string | undefined;
  /** Milliseconds until the answer is there. Default: 30,000 */
  readonly patience?: number | undefined;
  /** Default: the global one. */
  readonly fetch?: Fetch | undefined;
}

export function openAiTranscription({
  access,
  model = transcriptionModel.usual,
  language,
  patience = 30_000,
  fetch = (...call) => globalThis.fetch(...call),
}: OpenAiTranscriptionOptions): Listener {
  const request = (signal: AbortSignal) => ({
    ...{ access, model, fetch, patience, signal, path: '/audio/transcriptions' },
    modelVariable: transcriptionModel.variable,
    offline: '`voicectl voice install moonshine` brings a listener that needs no network.',
    Failure: ListenError,
  });

  return {
    name: `openai ${model}`,
    async *listen(sound, signal): AsyncGenerator<Heard, void, undefined> {
      try {
        const samples = await collected(sound, signal, serviceName(access));
        if (signal.aborted || samples.length === 0) return;
        const form = new FormData();
        form.set('file', new Blob([wavFile(samples, rate)], { type: 'audio/wav' }), 'speech.wav');
        form.set('model', model);
        form.set('response_format', 'json');
        if (language) form.set('language', language);
        const text = await transcribed(form, request(signal));
        if (text !== '') yield { type: 'final', text };
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  };
}

async function collected(sound: AsyncIterable<Pcm>, signal: AbortSignal, name: string) {
  const resampling = new AtSixteenKilohertz();
  const parts: Int16Array[] = [];
  let count = 0;
  for await (const pcm of until(sound, signal)) {
    const part = resampling.push(pcm);
    parts.push(part);
    count += part.length;
    if (count <= longest) continue;
    throw new ListenError(`${name} takes ten minutes of speech at most`, 'Say less at once.');
  }
  return joined([...parts, resampling.end()]);
}

/** One clock for the whole: a text is short, and of no use before its end. */
async function transcribed(
  form: FormData,
  request: Omit<OpenAiRequest, 'body' | 'type'>,
): Promise<string> {
  const { signal, patience } = request;
  // As bytes, since the `fetch` of a library does not know the forms of another.
  const encoded = new Response(form);
  const type = encoded.headers.get('content-type') ?? '';
  const body = new Uint8Array(await encoded.arrayBuffer());
  const late = AbortSignal.timeout(patience);
  const all = { ...request, type, signal: AbortSignal.any([signal, late]) };
  try {
    return textIn(await wholeOf(await askOpenAi({ ...all, body }), all), all);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ListenError) throw error;
    const what = late.aborted ? `gave no text within ${patience / 1000} s` : 'broke off';
    throw broken(all, what, error);
  }
}

function textIn(answer: string, request: Omit<OpenAiRequest, 'body'>): string {
  try {
    const { text } = Object(JSON.parse(answer)) as { text?: unknown };
    if (typeof text === 'string') return text.trim();
  } catch {
    // Said below.
  }
  throw broken(request, 'answered with what is no transcript', undefined);
}

const rate = 16_000;
const longest = 600 * rate;
