/** An answer that the platform did not give. */
import type { MockResponse } from '../exchange';
import type { Random } from '../random';
import { agentsBody, goalsBody, Refusal } from '../refusal';
import type { Effects } from './fault';

/** Whether a fault replaces the platform's answer. */
export function isMadeUp({ status, body, html, retryAfter }: Effects): boolean {
  return [status, body, html, retryAfter].some((effect) => effect !== undefined);
}

export function madeUp(effects: Effects, api: 'agents' | 'goals', random: Random): MockResponse {
  const { retryAfter } = effects;
  const status = effects.status ?? (retryAfter === undefined ? 200 : 429);
  const { type, text } = contentOf(effects, status, api);
  return {
    status,
    headers: {
      ...(type && { 'content-type': `${type}; charset=utf-8` }),
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
      'x-request-id': random.uuid(),
    },
    body: text,
  };
}

interface Content {
  readonly type?: string;
  readonly text: string;
}

function contentOf({ body, html }: Effects, status: number, api: 'agents' | 'goals'): Content {
  if (html !== undefined) return { type: 'text/html', text: html === true ? page(status) : html };
  if (typeof body === 'string') return { type: 'text/plain', text: body };
  if (body !== undefined) return json(body);
  if (status < 400) return { text: '' };
  const refusal = new Refusal(status, `A fault of the mock answers ${status}`);
  return json(api === 'goals' ? goalsBody(refusal) : agentsBody(refusal));
}

function json(value: unknown): Content {
  return { type: 'application/json', text: JSON.stringify(value) };
}

/** What a proxy says for a server that is down, or a portal that wants to be signed in to. */
function page(status: number): string {
  const { error } = agentsBody(new Refusal(status, ''));
  const title = status < 400 ? 'Sign in' : `${status} ${error}`;
  return `<!doctype html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
}
