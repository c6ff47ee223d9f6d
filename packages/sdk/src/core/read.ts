/** A response as text, JSON and the server's own words about a failure. */
import { type Facts, UnexpectedResponseError } from './errors';
import type { TransportResponse } from './transport';

/** The whole body as text. @throws UnexpectedResponseError as soon as more than `limit` bytes have come. */
export async function readBody(
  response: TransportResponse,
  limit: number,
  facts: Facts,
): Promise<string> {
  if (response.text === undefined) return readText(limited(response, limit, facts));
  try {
    return await response.text(limit);
  } catch (error) {
    throw error instanceof RangeError ? tooLarge(response, limit, facts) : error;
  }
}

/** @throws UnexpectedResponseError as soon as more than `limit` bytes have come. */
export async function* limited(
  response: TransportResponse,
  limit: number,
  facts: Facts,
): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(response, limit, facts);
    yield chunk;
  }
}

function tooLarge(response: TransportResponse, limit: number, facts: Facts) {
  return unexpected(`The answer is larger than ${limit} bytes`, response, '', {
    ...facts,
    code: 'RESPONSE_TOO_LARGE',
    hint: 'Raise `maxResponseBytes`, or ask for a smaller page.',
  });
}

async function readText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** @throws UnexpectedResponseError when a success is no JSON; it quotes from `quotable`. */
export function readJson(
  raw: string,
  quotable: () => string,
  response: TransportResponse,
  facts: Facts,
): unknown {
  try {
    return JSON.parse(raw);
  } catch (cause) {
    const text = quotable();
    if (text === '') {
      throw unexpected('A success without a body, where JSON was expected', response, text, facts);
    }
    if (looksLikeHtml(text, response)) {
      throw unexpected('A web page came back where JSON was expected', response, text, {
        ...facts,
        hint: 'The base URL looks wrong: it leads to a web site or a login page, not to the API.',
      });
    }
    throw unexpected('The answer is not valid JSON', response, text, { ...facts, cause });
  }
}

export function unexpected(
  message: string,
  response: TransportResponse,
  text: string,
  facts: Facts,
): UnexpectedResponseError {
  return new UnexpectedResponseError(
    message,
    response.headers['content-type'],
    text.slice(0, 200),
    {
      ...facts,
      status: response.status,
    },
  );
}

/** What a server said of its refusal, whatever the shape: ours, an envelope, any JSON, text, a page, or nothing. */
export interface Refusal {
  readonly messages: readonly string[];
  readonly code: string | undefined;
  readonly status: number | undefined;
  /** It came as a web page: a proxy's or a web site's word, not the API's. */
  readonly isPage: boolean;
  readonly body: unknown;
}

export function readRefusal(text: string, response: TransportResponse): Refusal {
  const fallback = `The server answered ${response.status}`;
  const json = tryJson(text);
  if (json === undefined) {
    const isPage = looksLikeHtml(text, response);
    const plain = isPage ? `${fallback} with a web page` : text.trim();
    const messages = [plain.slice(0, 500) || fallback];
    return { messages, code: undefined, status: undefined, isPage, body: text };
  }
  const { error } = isRecord(json) ? json : { error: undefined };
  const body = isRecord(error) ? error : isRecord(json) ? json : {};
  return {
    messages: wordsOf(body.message) ?? wordsOf(error) ?? wordsOf(json) ?? [fallback],
    code: typeof body.code === 'string' ? body.code : undefined,
    status: typeof body.status === 'number' ? body.status : undefined,
    isPage: false,
    body: json,
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wordsOf(value: unknown): string[] | undefined {
  if (typeof value === 'string') return value === '' ? undefined : [value];
  if (!Array.isArray(value)) return undefined;
  const words = value.filter((item) => typeof item === 'string');
  return words.length === 0 ? undefined : words;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function looksLikeHtml(text: string, response: TransportResponse): boolean {
  return (
    response.headers['content-type']?.includes('html') === true ||
    /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<(!doctype|html)/i.test(text)
  );
}
