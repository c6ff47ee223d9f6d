/** When two requests are the same, and how they differ where they are not. */
import type { MockRequest } from '../exchange';
import { type Exchange, marker } from './cassette';
import { canonical, differencesOf, fitsText, parseJson } from './json';
import { identify, takesStream, trimmed } from './opened';

/** A request without what never matters: its headers (but what it accepts, and a credential), the order of its keys. */
export interface Likeness {
  readonly method: string;
  readonly path: string;
  /** Sorted. */
  readonly query: readonly (readonly [string, string])[];
  readonly streams: boolean;
  readonly credential: Exchange['request']['credential'];
  readonly body: unknown;
  readonly operation: string;
  /** The same for all requests that are the same. */
  readonly key: string;
}

export function likenessOfRecorded({ request }: Exchange): Likeness {
  const { method, path, query = '', headers, body = '', credential } = request;
  return likeness(method, path, new URLSearchParams(query), headers, body, credential);
}

export function likenessOfAsked({ method, path, query, headers, body }: MockRequest): Likeness {
  const credential = headers['x-api-key'] || headers.authorization ? 'sent' : 'none';
  return likeness(method, path, query, headers, body, credential);
}

function likeness(
  method: string,
  path: string,
  query: URLSearchParams,
  headers: Readonly<Record<string, string | undefined>>,
  text: string,
  credential: Likeness['credential'],
): Likeness {
  const facts = {
    method,
    path: trimmed(path),
    query: [...query].sort(byNameAndValue),
    streams: takesStream(headers.accept),
    // A text that is no JSON is compared as it is.
    body: parseJson(text) ?? text,
    credential,
  };
  const { operation } = identify(facts, facts.body);
  const parts = [facts.method, facts.path, facts.query, facts.streams];
  return { ...facts, operation, key: `${JSON.stringify(parts)} ${canonical(facts.body)}` };
}

/** Whether it holds a place where a secret was, where a request may have anything. */
export function hasSecret({ key }: Likeness): boolean {
  return key.includes(marker);
}

export function isLike(recorded: Likeness, asked: Likeness): boolean {
  return mayAsk(recorded, asked) && differences(recorded, asked).next().done === true;
}

/** A recorder that lent its credential was asked without one; whoever asks again may have one or not. */
export function mayAsk(recorded: Likeness, asked: Likeness): boolean {
  return recorded.credential === 'lent' || recorded.credential === asked.credential;
}

/** In words; a request's own values are shown shortened. */
export function* differences(recorded: Likeness, asked: Likeness): Generator<string> {
  const said = (what: string, was: unknown, is: unknown) =>
    `${what} was ${shown(was)}, is ${shown(is)}`;
  if (recorded.method !== asked.method) yield said('method', recorded.method, asked.method);
  if (!fitsText(recorded.path, asked.path)) yield said('path', recorded.path, asked.path);
  for (const { path, recorded: was, asked: is } of differencesOf(
    asObject(recorded.query),
    asObject(asked.query),
  )) {
    yield said(`query ${path}`, was, is);
  }
  for (const { path, recorded: was, asked: is } of differencesOf(recorded.body, asked.body)) {
    yield said(path || 'body', was, is);
  }
  if (recorded.streams !== asked.streams) {
    yield `the answer was ${recorded.streams ? 'an event stream' : 'in one piece'}, and this asks for ${asked.streams ? 'an event stream' : 'one piece'}`;
  }
  if (!mayAsk(recorded, asked)) {
    yield recorded.credential === 'none'
      ? 'it was asked without a credential'
      : 'it was asked with a credential, this is without one';
  }
}

function asObject(query: Likeness['query']): Record<string, unknown> {
  const values = new Map<string, string[]>();
  for (const [name, value] of query) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries(
    [...values].map(([name, list]) => [name, list.length === 1 ? list[0] : list]),
  );
}

function byNameAndValue([a, x]: readonly [string, string], [b, y]: readonly [string, string]) {
  if (a !== b) return a < b ? -1 : 1;
  return x < y ? -1 : x > y ? 1 : 0;
}

function shown(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
