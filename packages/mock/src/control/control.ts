/** What steers the mock while it runs, over HTTP: worlds, their contents, clocks, faults and journals. */
import { addRoute, createRouter, findRoute } from 'rou3';
import { json } from '../apis';
import { readBody } from '../body';
import { ContentsError } from '../contents/contents';
import { isConnectionCut, type MockRequest, type MockResponse } from '../exchange';
import { FaultError } from '../faults/parse';
import type { JournalListener } from '../journal';
import { agentsBody, messageOf, Refusal } from '../refusal';
import type { Worlds } from '../worlds';
import { liveJournal } from './live';
import { inspectorPage } from './page';
import { type Steer, steering } from './steering';

/** Below this path is no platform but what steers the mock. */
export const controlPath = '/__voicectl';

const router = createRouter<Steer>();
for (const [line, steer] of Object.entries(steering)) {
  const [method = '', path = ''] = line.split(' ');
  addRoute(router, method, controlPath + path, steer);
}

/** `answerIn` is the platform itself, for those who name their world in the path. */
export function createControl(
  worlds: Worlds,
  listeners: Set<JournalListener>,
  answerIn: (world: string, request: MockRequest) => Promise<MockResponse>,
): (request: MockRequest) => Promise<MockResponse> {
  async function answer(request: MockRequest): Promise<MockResponse> {
    const { method, path } = request;
    const inside = /^\/__voicectl\/worlds\/([^/]+)(\/(?:api|v1)(?:\/.*)?)$/.exec(path);
    if (inside) return answerIn(String(inside[1]), redirected(request, String(inside[2])));
    if (method === 'GET' && path.replace(/\/$/, '') === controlPath) return inspectorPage();
    refuseStrangers(request);
    if (method === 'GET' && path === `${controlPath}/journal`)
      return liveJournal(listeners, request);
    const found = findRoute(router, method, path);
    if (found === undefined) throw new Refusal(404, `Cannot ${method} ${path}`);
    const { world = '', item = '' } = found.params ?? {};
    const reply = await found.data({
      worlds,
      name: decoded(world),
      item: decoded(item),
      query: request.query,
      body: () => readBody(request),
    });
    return reply === undefined ? { ...json(204, null), body: '' } : json(200, reply);
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
  return new Refusal(500, messageOf(error));
}
