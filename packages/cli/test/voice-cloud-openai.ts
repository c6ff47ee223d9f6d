/** A server of this machine that speaks as an OpenAI-compatible endpoint does, and voices that speak with it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type OpenAiSpeechOptions, openAiSpeech } from '../src/voice/speak/openai-speech';
import { speechOf } from '../src/voice/speak/openai-speech-request';
import type { Pcm } from '../src/voice/stages';
import { accessTo, bytesOf, httpServer, soundOf } from './voice-cloud';

const never = new AbortController().signal;

export interface Asked {
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, string>;
}

export async function endpoint(
  answerTo: (text: string, response: ServerResponse, asked: readonly Asked[]) => unknown,
) {
  const asked: Asked[] = [];
  const gone: string[] = [];
  const url = await httpServer(async (request, response) => {
    let text = '';
    for await (const part of request.setEncoding('utf8')) text += part;
    const body = JSON.parse(text) as Record<string, string>;
    asked.push({ url: request.url, headers: request.headers, body });
    response.on('close', () => response.writableFinished || gone.push(body['input'] ?? ''));
    await answerTo(body['input'] ?? '', response, asked);
  });
  return { url: `${url}/v1`, asked, gone };
}

export const speaking = (text: string, response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'audio/pcm' }).end(bytesOf(soundOf(text)));

export const voiceAt = (url: string, more: Partial<OpenAiSpeechOptions> = {}) =>
  openAiSpeech({ access: accessTo(url), ...more });

export const soundFrom = (url: string, patience = 5000): AsyncIterable<Pcm> => {
  const asked = { access: accessTo(url), model: 'm', voice: 'v', patience, fetch };
  return speechOf('One.', asked, never);
};
