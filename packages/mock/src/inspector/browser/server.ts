/** What the page asks the mock: what steers it, and the platform in a world. */

/** Where the mock's own paths begin. */
export const root = location.pathname.replace(/\/$/, '');

/** A refusal in the mock's own words, or why there was no answer. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, words: string) {
    super(words);
    this.status = status;
  }
}

export interface Credentials {
  readonly apiKey: string;
  readonly token: string;
}

const kept = 'voicectl-credentials';

export function credentials(): Credentials {
  return { apiKey: '', token: '', ...JSON.parse(sessionStorage.getItem(kept) ?? '{}') };
}

export function keepCredentials(given: Credentials): void {
  sessionStorage.setItem(kept, JSON.stringify(given));
}

/** Steers: `path` below the mock's own. @throws Refused */
export async function steer<T>(method: string, path: string, body?: unknown): Promise<T> {
  return (await read(await send(method, root + path, {}, body))) as T;
}

/** Steers a world. @throws Refused */
export function steerWorld<T>(
  world: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  return steer(method, `/worlds/${encodeURIComponent(world)}${path}`, body);
}

/** The address of a world's two APIs, as a program would use it. */
export function addressOf(world: string): string {
  return world === 'default'
    ? location.origin
    : `${location.origin}${root}/worlds/${encodeURIComponent(world)}`;
}

/** A call of the agents API, as any client makes it: it is in the journal, and faults meet it. @throws Refused */
export function callAgents(
  world: string,
  method: string,
  path: string,
  body?: unknown,
  more: { readonly accept?: string; readonly signal?: AbortSignal } = {},
): Promise<Response> {
  const headers = {
    'x-api-key': credentials().apiKey || 'inspector',
    accept: more.accept ?? 'application/json',
  };
  return send(method, `${addressOf(world)}/api/agents${path}`, headers, body, more.signal);
}

/** An action of the goals API. @throws Refused */
export async function callGoals(world: string, action: string, rest: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${credentials().token || 'inspector'}` };
  const body = { resource: 'goals', action, ...rest };
  return read(await send('POST', `${addressOf(world)}/v1`, headers, body));
}

async function send(
  method: string,
  url: string,
  headers: Record<string, string>,
  body: unknown,
  signal?: AbortSignal,
): Promise<Response> {
  const json = { 'content-type': 'application/json' };
  const response = await fetch(url, {
    method,
    headers: body === undefined ? headers : { ...headers, ...json },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new Refused(0, 'The connection broke before an answer came');
  });
  if (response.ok) return response;
  throw new Refused(response.status, `${response.status}: ${await wordsOf(response)}`);
}

/** @throws Refused where the body is cut off or no JSON. */
export async function read(response: Response): Promise<unknown> {
  const text = await textOf(response);
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(response.status, `${response.status}, but the body is no JSON: ${cut(text)}`);
  }
}

async function textOf(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch {
    throw new Refused(response.status, `${response.status}, but the body was cut off`);
  }
}

/** What a refusal says, whatever shape it has. */
async function wordsOf(response: Response): Promise<string> {
  const text = await textOf(response);
  const retryAfter = response.headers.get('retry-after');
  const later = retryAfter === null ? '' : ` (retry-after: ${retryAfter})`;
  try {
    const { message, error } = JSON.parse(text);
    const words = message ?? error?.message ?? text;
    return [words].flat().join('\n') + later;
  } catch {
    return (cut(text) || 'no words') + later;
  }
}

const cut = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
