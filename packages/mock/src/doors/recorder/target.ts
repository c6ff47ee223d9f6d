/** A real server, and what of a request goes there. */
import type { IncomingMessage } from 'node:http';

export interface Target {
  readonly url: URL;
  readonly api: 'agents' | 'goals';
  /** Lent to callers that have none. */
  readonly credential: string | undefined;
  /** Its address as a cassette may show it. */
  readonly shown: string;
}

/** @throws RangeError saying what is wrong with the URL. */
export function targetOf(
  api: Target['api'],
  address: string,
  credential: string | undefined,
): Target {
  const fail = (problem: string) => new RangeError(`The URL of the ${api} API ${problem}`);
  if (!URL.canParse(address)) throw fail('must be absolute, as in https://api.example.com/api');
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol)) throw fail(`must be http or https, is ${url.protocol}`);
  if (url.username || url.password) {
    throw fail('must hold no user and no password: send them as the API takes them');
  }
  if (url.search || url.hash) throw fail('must end before any ? or #');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw fail('must be https: over plain http, keys could be read on their way');
  }
  const shown = url.origin + url.pathname.replace(/\/$/, '');
  return { url, api, credential: credential || undefined, shown };
}

/** Whether a host name is this machine's own, by name or by address. */
function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** Between two machines only; each connection has its own. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Headers as name and value, in their order and with their case, without those of one connection. */
export function* passing(rawHeaders: readonly string[]): Generator<[string, string]> {
  const pairs: [string, string][] = [];
  const named = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = [rawHeaders[index], rawHeaders[index + 1]];
    pairs.push([name, value]);
    if (name.toLowerCase() !== 'connection') continue;
    for (const option of value.split(',')) named.add(option.trim().toLowerCase());
  }
  for (const [name, value] of pairs) {
    const lower = name.toLowerCase();
    if (!hopByHop.has(lower) && !named.has(lower)) yield [name, value];
  }
}

/** What the server is sent. Without compression, so that what passes can be read. */
export function outgoingHeaders(
  request: IncomingMessage,
  body: Buffer,
  lent: string | undefined,
  api: Target['api'],
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of passing(request.rawHeaders)) {
    if (/^(host|content-length|expect|accept-encoding)$/i.test(name)) continue;
    headers[name] = name in headers ? [headers[name] ?? [], value].flat() : value;
  }
  headers['accept-encoding'] = 'identity';
  if (body.length > 0 || request.headers['content-length'] !== undefined) {
    headers['content-length'] = String(body.length);
  }
  if (lent !== undefined && api === 'agents') headers['x-api-key'] = lent;
  if (lent !== undefined && api === 'goals') headers.authorization = `Bearer ${lent}`;
  return headers;
}
