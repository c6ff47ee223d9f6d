/** What is written down of a request and its answer, secrets removed. */
import type { IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Exchange, RecordedRequest, RecordedResponse } from '../../cassette/cassette';
import { EventCutter } from '../../cassette/event-blocks';
import type { Redactor } from '../../cassette/redaction';
import { numberOr } from '../../secret-looks';
import { isSecretName } from '../../secret-names';

const keptOfRequests = /^(accept|content-type)$/;
const keptOfResponses =
  /^(content-type|cache-control|x-request-id|request-id|retry-after|allow|location|www-authenticate|(x-)?ratelimit-[\w-]+)$/;

/** Learns every credential that a request carries, so that none is written down wherever it turns up. */
export function learnFrom(request: IncomingMessage, query: string, redactor: Redactor): void {
  const { authorization = '', cookie = '' } = request.headers;
  const [, scheme = '', value = ''] = /^(\S+)\s+(.*)$/.exec(authorization) ?? [];
  const secrets = [authorization, value, ...[request.headers['x-api-key'] ?? []].flat()];
  if (/^basic$/i.test(scheme)) {
    const pair = Buffer.from(value, 'base64').toString('utf8');
    secrets.push(pair, pair.slice(pair.indexOf(':') + 1));
  }
  for (const part of cookie.split(';')) secrets.push(cookieValue(part));
  for (const [name, text] of new URLSearchParams(query)) {
    if (isSecretName(name, numberOr(text))) secrets.push(text);
  }
  for (const secret of secrets) {
    redactor.learn(secret.trim());
    // Node reads headers as latin-1, whatever they were meant as.
    redactor.learn(Buffer.from(secret.trim(), 'latin1').toString('utf8'));
  }
}

/** And those that an answer hands out. */
export function learnCookies(response: IncomingMessage, redactor: Redactor): void {
  for (const cookie of response.headers['set-cookie'] ?? []) {
    redactor.learn(cookieValue(cookie.split(';')[0] ?? ''));
  }
}

function cookieValue(pair: string): string {
  return pair.slice(pair.indexOf('=') + 1).trim();
}

/** The heard parts of an exchange. */
export interface Heard {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly query: string;
  readonly sent: Buffer;
  readonly credential: RecordedRequest['credential'];
  readonly response: IncomingMessage;
  /** Pieces of the answer as they came, with the milliseconds from the request's arrival. */
  readonly pieces: readonly (readonly [number, Buffer])[];
  readonly ended: RecordedResponse['ended'];
  /** What was left out of the pieces. */
  readonly note: string | undefined;
  /** When the request came, ISO 8601. */
  readonly at: string;
  /** Milliseconds until the first and until the end of the answer. */
  readonly after: number;
  readonly ms: number;
}

export function exchangeOf(heard: Heard, redactor: Redactor): Exchange {
  const { request, response, path, query, sent, credential, at, ended, note } = heard;
  const body = sent.toString('utf8');
  return {
    at,
    ms: rounded(heard.ms),
    request: {
      method: request.method ?? 'GET',
      path: redactor.text(path),
      ...(query !== '' && { query: redactor.query(query) }),
      headers: kept(request, keptOfRequests, redactor),
      ...(body !== '' && { body: redactor.body(body) }),
      credential,
    },
    response: {
      status: response.statusCode ?? 0,
      headers: kept(response, keptOfResponses, redactor),
      after: rounded(heard.after),
      ...contentOf(heard, redactor),
      ...(ended && { ended }),
      ...(note !== undefined && { note }),
    },
  };
}

export function isEventStream({ headers }: IncomingMessage): boolean {
  return /^text\/event-stream\b/i.test(headers['content-type'] ?? '');
}

type Content = Pick<RecordedResponse, 'body' | 'events' | 'lossy'>;

function contentOf({ response, pieces }: Heard, redactor: Redactor): Content {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (isEventStream(response) && encoding === 'identity') {
    return { events: redactor.events(cutEvents(pieces)) };
  }
  const bytes = decoded(Buffer.concat(pieces.map(([, piece]) => piece)), encoding);
  const text = bytes.toString('utf8');
  const lossy = text.includes('\uFFFD') && !Buffer.from(text).equals(bytes);
  return { body: redactor.body(text), ...(lossy && { lossy }) };
}

/** A character may be spread over two pieces, and an event over many: it is there when its last byte is. */
function cutEvents(pieces: Heard['pieces']): [number, string][] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const cutter = new EventCutter();
  const events: [number, string][] = [];
  let last = 0;
  for (const [at, piece] of pieces) {
    last = rounded(at);
    const texts = cutter.cut(decoder.decode(piece, { stream: true }));
    for (const text of texts) events.push([last, text]);
  }
  const rest = cutter.cut(decoder.decode()).join('') + cutter.end();
  if (rest !== '') events.push([last, rest]);
  return events;
}

/** A server may compress although it was asked not to. What can't be read is written down as it can be. */
function decoded(bytes: Buffer, encoding: string): Buffer {
  const limit = { maxOutputLength: 256 * 1024 * 1024 };
  try {
    switch (encoding.trim().toLowerCase()) {
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(bytes, limit);
      case 'deflate':
        return inflateSync(bytes, limit);
      case 'br':
        return brotliDecompressSync(bytes, limit);
      default:
        return bytes;
    }
  } catch {
    return bytes;
  }
}

function kept(
  { headers }: IncomingMessage,
  names: RegExp,
  redactor: Redactor,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => names.test(name))
      .map(([name, value]) => [name, redactor.text([value].flat().join(', '))]),
  );
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
