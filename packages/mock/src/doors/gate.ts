/**
 * Whom the server listens to: web pages of this machine, and requests that name the server by a name which no stranger
 * can point at it. Otherwise any page that a developer visits could use the mock.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { Refusal } from '../refusal';

/** Which pages and names a server lets in besides its own. */
export interface GateOptions {
  /**
   * Origins of web pages that may call, as in `['https://app.example']`; `'*'` lets all in. Pages of this machine
   * (`http://localhost:*`, `http://127.0.0.1:*`, `http://[::1]:*`) always may. Default: no others.
   */
  cors?: '*' | readonly string[] | undefined;
  /**
   * Names that the server may be called by; `'*'` takes any. Always known are addresses, the `host` it listens on,
   * `localhost` and names that the public can't register: without a dot, below `.localhost`, `.internal` or `.test`.
   * Default: no others.
   */
  hosts?: '*' | readonly string[] | undefined;
}

/** What a gate looks at. */
export interface Caller {
  readonly headers: IncomingHttpHeaders;
  /** Of a target that is a whole URL; it stands for the header `host` then. */
  readonly authority?: string | undefined;
}

/** @returns the origin of the page that may read the answer, if a page asks. @throws Refusal 400 | 403 */
export type Gate = (caller: Caller) => string | undefined;

/** @throws TypeError for options that make no sense. */
export function createGate(
  { cors = [], hosts = [] }: GateOptions,
  listensOn: string | undefined,
): Gate {
  const origins = cors === '*' ? cors : new Set(cors.map(originOf));
  const names = hosts === '*' ? hosts : new Set([...hosts, listensOn ?? ''].map(nameIn));
  let lastHost: string | undefined;
  return ({ headers, authority }) => {
    const host = authority ?? headers.host;
    if (host !== lastHost) {
      if (host !== undefined) checkHost(host, names);
      lastHost = host;
    }
    const { origin } = headers;
    if (origin === undefined) {
      if (headers['sec-fetch-site'] === 'cross-site') checkVisit(headers);
      return undefined;
    }
    checkOrigin(origin, host, origins);
    return origin;
  };
}

function checkHost(host: string, names: '*' | ReadonlySet<string>): void {
  if (names === '*') return;
  const name = nameIn(host);
  if (name !== '' && (isOurs(name) || names.has(name))) return;
  throw new Refusal(
    403,
    `host: ${quoted(host)} is no name of this server; start it with this name in its option hosts`,
  );
}

/** Without port, brackets and the dot of the root. */
function nameIn(host: string): string {
  const [, address, name] = /^(?:\[([\da-f:.]*)\]|([\w.-]*))(?::\d*)?$/i.exec(host) ?? [];
  return (address ?? name ?? '').replace(/\.$/, '').toLowerCase();
}

/** Names that nobody can register, so that no page can have one and point it here. */
function isOurs(name: string): boolean {
  return isIP(name) !== 0 || /^[\w-]+$|\.(localhost|internal|test)$/.test(name);
}

/** A visit by a link is no use of the mock; a picture, a frame or a script of a strange page is. */
function checkVisit(headers: IncomingHttpHeaders): void {
  if (headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document') return;
  throw new Refusal(403, 'A page of another site may not use this server');
}

function checkOrigin(
  origin: string,
  host: string | undefined,
  origins: '*' | ReadonlySet<string>,
): void {
  if (origins === '*' || isLoopback(origin) || origins.has(origin)) return;
  if (origin === `http://${host}` || origin === `https://${host}`) return;
  throw new Refusal(
    403,
    `origin: ${quoted(origin)} may not use this server; start it with this origin in its option cors`,
  );
}

function isLoopback(origin: string): boolean {
  return /^https?:\/\/(localhost|[\w.-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(
    origin,
  );
}

function originOf(origin: string, index: number): string {
  const isOrigin = origin === 'null' || /^[a-z][a-z\d+.-]*:\/\/[^\s/?#]+\/?$/i.test(origin);
  if (isOrigin) return origin.replace(/\/$/, '').toLowerCase();
  throw new TypeError(
    `cors[${index}]: must be an origin such as https://app.example, is ${quoted(origin)}`,
  );
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
