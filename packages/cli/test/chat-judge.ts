/** A server of this machine that judges as an OpenAI-compatible endpoint does, and what it was asked. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Criterion } from '../src/chat/judge/verdict';
import { httpServer, key } from './voice-cloud';

export const model = 'judge-model';

export interface Asked {
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly temperature?: number;
    readonly response_format?: { readonly type: string; readonly json_schema?: unknown };
  };
}

export async function judging(
  answerTo: (response: ServerResponse, asked: readonly Asked[]) => unknown,
) {
  const asked: Asked[] = [];
  const url = await httpServer(async (request, response) => {
    let text = '';
    for await (const part of request.setEncoding('utf8')) text += part;
    asked.push({ url: request.url, headers: request.headers, body: JSON.parse(text) });
    await answerTo(response, asked);
  });
  const env = { OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: key, VOICECTL_JUDGE_MODEL: model };
  return { url, asked, env };
}

/** A chat completion with these words. */
export function completes(response: ServerResponse, content: unknown, more: object = {}) {
  const choice = { index: 0, message: { role: 'assistant', content, ...more } };
  sends(response, 200, { choices: [{ ...choice, finish_reason: 'stop', ...more }] });
}

export function sends(response: ServerResponse, status: number, value: unknown) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

export const verdictsJson = (met: Readonly<Record<string, boolean>>) =>
  JSON.stringify({
    verdicts: Object.entries(met).map(([label, is]) => ({
      label,
      reason: `why ${label}`,
      met: is,
    })),
  });

export const resolved: Criterion = {
  label: 'Resolved',
  description: 'The user knows where the order is.',
};
export const polite: Criterion = { label: 'Polite', description: 'The agent is polite.' };

export const said = (message: string, response: string, reached = response.length) => ({
  message,
  response,
  reached,
});
