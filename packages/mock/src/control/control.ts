/** What steers the mock while it runs, over HTTP: worlds, their contents, clocks, faults and journals. */
import { json } from '../apis';
import { readBody } from '../body';
import { ContentsError } from '../contents/contents-error';
import { isConnectionCut, type MockRequest, type MockResponse } from '../exchange';
import { FaultError } from '../faults/parse';
import type { JournalListener } from '../journal';
import { agentsBody, messageOf, Refusal } from '../refusal';
import { routesOf } from '../routes';
import type { Worlds } from '../worlds';
import { liveJournal } from './live';
import { inspectorPage } from './page';
import { type Steer, steering } from './steering';

/** Below this path is no platform but what steers the mock. */
export const controlPath = '/__voicectl';

const findRoute = routesOf<Steer>(
  Object.entries(steering).map(([line, steer]) => {
    const [method = '', path = ''] = line.split(' ');
    return [method, controlPath + path, steer];
  }),
);

/** `answerIn` is the platform itself, for those who name their world in the path. */
export function createControl(
  worlds: Worlds,
  listeners: Set<JournalListener>,
  answerIn: (world: string, request: MockRequest) => Promise<MockResponse>,
): (request: MockRequest) => Promise<MockResponse> {
  async function answer(request: MockRequest): Promise<MockResponse> {
    const { path } = request;
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const inside = /^\/__voicectl\/worlds\/([^/]+)(\/(?:api|v1)(?:\/.*)?)$/.exec(path);
    if (inside) return answerIn(String(inside[1]), redirected(request, String(inside[2])));
    if (path === '/') return atTheRoot(request);
    if (method === 'GET' && path.replace(/\/$/, '') === controlPath) return inspectorPage();
    refuseStrangers(request);
    if (method === 'GET' && path === `${controlPath}/journal`)
      return liveJournal(listeners, request);
    const found = findRoute(method, path);
    if (found === undefined) throw noRoute(request);
    const { world = '', item = '' } = found.params ?? {};
    const reply = await found.data({
      worlds,
      name: decoded(world),
      item: decoded(item),
      query: request.query,
      body: () => readBody(request),
    });
    return reply === undefined ? nothing : json(200, reply);
  }

  return async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      if (isConnectionCut(error)) throw error;
      const refusal = refusalOf(error);
      return json(refusal.status, agentsBody(refusal), refusal.headers);
    }
  };
}

const nothing: MockResponse = { status: 204, headers: {}, body: '' };

/** Where a person begins who has only been told the port. */
function atTheRoot({ headers }: MockRequest): MockResponse {
  if (headers.accept?.includes('text/html')) {
    return { status: 302, headers: { location: controlPath }, body: '' };
  }
  throw new Refusal(404, `The APIs are at /api and /v1, what steers the mock at ${controlPath}`);
}

function noRoute({ method, path }: MockRequest): Refusal {
  const allowed = ['GET', 'PUT', 'POST', 'DELETE'].filter((other) => findRoute(other, path));
  const words = `Cannot ${method} ${path}`;
  if (allowed.length === 0) return new Refusal(404, words);
  return new Refusal(405, words, { headers: { allow: allowed.join(', ') } });
}

/** The same request as one of the platform's own paths. What is dear about it is still made when it is asked for. */
function redirected(request: MockRequest, path: string): MockRequest {
  return Object.create(request, { path: { value: path } }) as MockRequest;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A page of some other site must not steer the mock of whoever visits it. */
function refuseStrangers({ headers }: MockRequest): void {
  const { origin, host } = headers;
  if (headers['sec-fetch-site'] !== 'cross-site' && !isForeign(origin, host)) return;
  throw new Refusal(403, 'Only pages of this machine may steer the mock');
}

function isForeign(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  const { hostname, host: from } = new URL(origin);
  return from !== host && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof ContentsError || error instanceof FaultError) {
    return new Refusal(400, error.problems);
  }
  if (error instanceof RangeError) return new Refusal(400, [`clock: ${error.message}`]);
  return new Refusal(500, messageOf(error));
}
