/** The two APIs over a world: find the route, check who asks and what, let the room answer. */
import { authenticate } from './access';
import { readBody } from './body';
import type { Call } from './call';
import type { MockRequest, MockResponse } from './exchange';
import type { LiveWorld } from './live-world';
import { Refusal } from './refusal';
import { agentRoutes } from './rooms/agents';
import { sourcesOf } from './rooms/answer';
import { openEnvelope } from './rooms/envelope';
import { goalRoutes } from './rooms/goals';
import { checkAnswer, checkRequest, EventStream, type Parts, type Route } from './route';
import { routesOf } from './routes';

/** Where the mock has its two APIs, from the root of its address. */
export const agentsPath = '/api';
/** Where the goals API is, from the root of the mock's address. */
export const goalsPath = '/v1';

/** Who is let in, and how closely is looked. */
export interface Rules {
  readonly apiKey: string | undefined;
  readonly token: string | undefined;
  readonly adminToken: string | undefined;
  readonly strict: boolean;
  readonly checkAnswers: boolean;
}

export function isGoals(path: string): boolean {
  return path === goalsPath || /^\/v1\/*$/.test(path);
}

const none = new URLSearchParams();
const findRoute = routesOf<Route>(
  agentRoutes.map((route) => [route.endpoint.method, agentsPath + route.endpoint.path, route]),
);
const actions = new Map(goalRoutes.map((route) => [route.endpoint.action, route]));

export function agentsCall(rules: Rules, world: LiveWorld, request: MockRequest): Call {
  const { path } = request;
  // Whoever answers GET answers HEAD; that its answer has no body is the door's business.
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const found = findRoute(method, path);
  const route = found?.data;
  const id = decode(found?.params?.id);
  const call = {
    operation: route?.endpoint.operation,
    id,
    query: route?.endpoint.query ? request.query : undefined,
    body: undefined as unknown,
    size: request.body.length,
    sources: undefined as unknown,
    async answer() {
      const credential = authenticate(request.headers, { key: rules.apiKey });
      if (route === undefined) throw noRoute(request);
      if (route.endpoint.body) call.body = readBody(request);
      const parts: Parts = { id, query: call.query ?? none, body: call.body };
      const reply = await respond(rules, world, route, parts, request, credential);
      if (route.endpoint.effect === 'costly') call.sources = sourcesOf(reply);
      const isRecord = route.endpoint.effect === 'read' && id !== undefined;
      return json(route.endpoint.status, reply, undefined, isRecord ? textOf : undefined);
    },
  };
  return call;
}

export function goalsCall(rules: Rules, world: LiveWorld, request: MockRequest): Call {
  const envelope = attempt(() => readBody(request));
  const { action, id, data } = Object(envelope.value) as Record<string, unknown>;
  const known = typeof action === 'string' ? actions.get(action) : undefined;
  return {
    operation: known?.endpoint.operation,
    id: [id, Object(data).goalId].find((value) => typeof value === 'string'),
    body: envelope.value,
    size: request.body.length,
    async answer() {
      if (request.method !== 'POST') throw wrongMethod(request, ['POST']);
      const { token: key, adminToken } = rules;
      const credential = authenticate(request.headers, { key, adminToken });
      world.countGoalsCall(credential);
      if (envelope.error) throw envelope.error;
      const opened = openEnvelope(envelope.value, actions, rules.strict);
      const parts = { id: opened.id, body: opened.data };
      const reply = await respond(rules, world, opened.route, parts, request, credential);
      return json(opened.route.endpoint.status, { success: true, data: reply });
    },
  };
}

async function respond(
  { strict, checkAnswers }: Rules,
  world: LiveWorld,
  route: Route,
  parts: Parts,
  request: MockRequest,
  credential: string,
): Promise<unknown> {
  const asked = checkRequest(strict, route, parts, request, credential);
  const { effect } = route.endpoint;
  const reply =
    effect === 'read' || effect === 'costly'
      ? await world.read((room) => route.answer(room, asked))
      : await world.write((room) => route.answer(room, asked), request);
  if (checkAnswers && !(reply instanceof EventStream)) checkAnswer(route, reply);
  return reply;
}

function noRoute(request: MockRequest): Refusal {
  const { method, path } = request;
  const allowed = ['GET', 'POST', 'PATCH', 'DELETE'].filter((other) => findRoute(other, path));
  if (allowed.length > 0) return wrongMethod(request, allowed);
  return new Refusal(404, `Cannot ${method} ${path}`);
}

function wrongMethod({ method, path }: MockRequest, allowed: readonly string[]): Refusal {
  const allow = allowed.flatMap((other) => (other === 'GET' ? ['GET', 'HEAD'] : other)).join(', ');
  return new Refusal(405, `Cannot ${method} ${path}`, { headers: { allow } });
}

function decode(segment: string | undefined): string | undefined {
  if (!segment?.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function attempt<T>(act: () => T): { value?: T; error?: unknown } {
  try {
    return { value: act() };
  } catch (error) {
    return { error };
  }
}

const jsonHeaders = { 'content-type': 'application/json; charset=utf-8' };
const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
};

/** An answer as it goes out: JSON, or events as they are made. */
export function json(
  status: number,
  reply: unknown,
  headers?: Readonly<Record<string, string>>,
  write: (reply: unknown) => string = JSON.stringify,
): MockResponse {
  const requestId = crypto.randomUUID();
  if (reply instanceof EventStream) {
    const body = written(reply.events);
    return { status, headers: { ...streamHeaders, 'x-request-id': requestId }, body };
  }
  return {
    status,
    headers: { ...jsonHeaders, 'x-request-id': requestId, ...headers },
    body: write(reply),
  };
}

// Those of records that are read again and again. Records are replaced, never changed in place.
const texts = new WeakMap<object, string>();
const seenOnce = new WeakSet<object>();

/** Kept from the second time on: most are only read once. */
function textOf(reply: unknown): string {
  const record = Object(reply) as object;
  const kept = texts.get(record);
  if (kept !== undefined) return kept;
  const text = JSON.stringify(reply);
  if (seenOnce.has(record)) texts.set(record, text);
  else seenOnce.add(record);
  return text;
}

async function* written(events: EventStream['events']): AsyncGenerator<string, void, undefined> {
  for await (const { event, data } of events) {
    yield `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  }
}
