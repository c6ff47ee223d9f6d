/** The platform in one function: find the route, check who asks and what, let the room answer, write it down. */
import type { ClientOptions, Transport } from '@voicectl/sdk';
import { addRoute, createRouter, findRoute } from 'rou3';
import { authenticate, RateLimit } from './access';
import { readBody } from './body';
import type { Brain } from './brain/brain';
import { scriptedBrain } from './brain/scripted';
import { fetchDoor } from './doors/fetch';
import { transportDoor } from './doors/transport';
import type { Handle, MockRequest, MockResponse } from './exchange';
import { agentsBody, goalsBody, messageOf, Refusal } from './refusal';
import { agentRoutes } from './rooms/agents';
import { openEnvelope } from './rooms/envelope';
import { goalRoutes } from './rooms/goals';
import { checkAnswer, checkRequest, EventStream, type Route } from './route';
import { type Snapshot, State } from './state';
import type { Pace, World } from './world';

/** What {@link createMock} takes. Times are milliseconds. */
export interface MockOptions {
  /** The only key the agents API takes. Default: any that is not empty. */
  apiKey?: string | undefined;
  /** The only token the goals API takes. Default: any that is not empty. */
  token?: string | undefined;
  /** The token that may use admin mode on goals. Default: none may. */
  adminToken?: string | undefined;
  /** Calls a minute and token that the goals API takes before 429. Default: no limit; the platform is seen to take 60. */
  goalsPerMinute?: number | undefined;
  /** What answers messages and drafts goals. Default: a scripted one, repeatable, without a model. */
  brain?: Brain | undefined;
  /** Milliseconds before the first and between later tokens of an answer. Default 0 and 0. */
  pace?: Partial<Pace> | undefined;
  /** The clock. Default: the machine's. */
  now?: (() => Date) | undefined;
  /** Ids of new records. Default: random UUIDs. */
  newId?: (() => string) | undefined;
  /** Refuses keys that the contract does not know with 400, where the platform would ignore them. Default false. */
  strict?: boolean | undefined;
  /** Checks the mock's own answers by the contract's schemas; a misfit is a 500. For tests of the mock. Default false. */
  checkAnswers?: boolean | undefined;
}

/** Where the mock has its two APIs, from the root of its address. */
export const agentsPath = '/api';
/** Where the goals API is, from the root of the mock's address. */
export const goalsPath = '/v1';

/** A whole platform, in memory. */
export interface Mock {
  /** The mock itself; every door leads here. */
  readonly handle: Handle;
  /** For anything that takes a `fetch` handler. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** For `createClient`: no socket, no interception. */
  readonly transport: Transport;
  /** Whole options for `createClient`: addresses, credentials, and the transport. */
  readonly clientOptions: ClientOptions;
  /** Everything it remembers, to look at and to change. */
  readonly state: State;
  /** The whole state as plain JSON. */
  snapshot(): Snapshot;
  /** Replaces everything by a snapshot. @throws when it does not fit; nothing has changed then. */
  restore(snapshot: Snapshot): void;
  /** Forgets everything. */
  reset(): void;
}

/** A platform with no agents and no goals. */
export function createMock(options: MockOptions = {}): Mock {
  const state = new State();
  const { apiKey = 'mock-key', token = options.adminToken ?? 'mock-token' } = options;
  const handle = createHandle(state, options);
  const transport = transportDoor(handle);
  return {
    handle,
    fetch: fetchDoor(handle),
    transport,
    clientOptions: {
      agents: { url: `http://localhost${agentsPath}`, apiKey },
      goals: { url: `http://localhost${goalsPath}`, token },
      transport,
    },
    state,
    snapshot: () => state.snapshot(),
    restore: (snapshot) => state.restore(snapshot),
    reset: () => state.reset(),
  };
}

function createHandle(state: State, options: MockOptions): Handle {
  const world: World = {
    state,
    brain: options.brain ?? scriptedBrain,
    pace: { firstToken: 0, token: 0, ...options.pace },
    now: options.now ?? (() => new Date()),
    newId: options.newId ?? (() => crypto.randomUUID()),
    adminToken: options.adminToken,
  };
  const limit =
    options.goalsPerMinute === undefined ? undefined : new RateLimit(options.goalsPerMinute);
  const router = createRouter<Route>();
  for (const route of agentRoutes) {
    addRoute(router, route.endpoint.method, agentsPath + route.endpoint.path, route);
  }
  const actions = new Map(goalRoutes.map((route) => [route.endpoint.action, route]));

  const check = checkRequest.bind(undefined, options.strict === true);

  async function answerAgents(request: MockRequest): Promise<MockResponse> {
    const credential = authenticate(request.headers, { key: options.apiKey });
    const { route, id } = findAgentRoute(request);
    const body = route.endpoint.body && readBody(request);
    const asked = check(route, { id, query: request.query, body }, request, credential);
    return respond(route, await route.answer(world, asked));
  }

  async function answerGoals(request: MockRequest): Promise<MockResponse> {
    if (request.method !== 'POST') throw wrongMethod(request, ['POST']);
    const { token: key, adminToken } = options;
    const credential = authenticate(request.headers, { key, adminToken });
    limit?.count(credential, world.now().getTime());
    const { route, id, data } = openEnvelope(readBody(request), actions);
    const asked = check(route, { id, body: data }, request, credential);
    return respond(route, await route.answer(world, asked), (value) => ({
      success: true,
      data: value,
    }));
  }

  function findAgentRoute(request: MockRequest): { route: Route; id: string | undefined } {
    const { method, path } = request;
    const found = findRoute(router, method, path);
    if (found) return { route: found.data, id: decode(found.params?.id) };
    const allowed = methods.filter((other) => findRoute(router, other, path));
    if (allowed.length > 0) throw wrongMethod(request, allowed);
    throw new Refusal(404, `Cannot ${method} ${path}`);
  }

  function respond(
    route: Route,
    reply: unknown,
    wrap: (value: unknown) => unknown = (value) => value,
  ): MockResponse {
    if (reply instanceof EventStream) return eventStream(reply);
    if (options.checkAnswers) checkAnswer(route, reply);
    return json(route.endpoint.status, wrap(reply));
  }

  return async (request) => {
    const isGoals = request.path.replace(/\/+$/, '') === goalsPath;
    try {
      return await (isGoals ? answerGoals(request) : answerAgents(request));
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(500, messageOf(error));
      const body = isGoals ? goalsBody(refusal) : agentsBody(refusal);
      return json(refusal.status, body, refusal.headers);
    }
  };
}

const methods = ['GET', 'POST', 'PATCH', 'DELETE'];

function wrongMethod({ method, path }: MockRequest, allowed: readonly string[]): Refusal {
  return new Refusal(405, `Cannot ${method} ${path}`, { headers: { allow: allowed.join(', ') } });
}

function decode(segment: string | undefined): string | undefined {
  try {
    return segment && decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function json(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): MockResponse {
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': crypto.randomUUID(),
      ...headers,
    },
    body: JSON.stringify(value),
  };
}

function eventStream({ events }: EventStream): MockResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-request-id': crypto.randomUUID(),
    },
    body: written(events),
  };
}

async function* written(events: EventStream['events']): AsyncGenerator<string, void, undefined> {
  for await (const { event, data } of events) {
    yield `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  }
}
