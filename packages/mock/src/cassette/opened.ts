/** An exchange as the contract sees it: which call it is, what it asks, what came. */
import { agentEndpoints, type Endpoint, goalEndpoints } from '@voicectl/sdk/contract';
import { agentsPath, type Exchange, goalsPath, type RecordedRequest } from './cassette';
import { isRecord, type JsonRecord, parseJson } from './json';

export interface Opened {
  /** Counted from 1. */
  readonly index: number;
  readonly exchange: Exchange;
  readonly api: 'agents' | 'goals';
  /** Nothing where the contract has no such call. */
  readonly endpoint: Endpoint | undefined;
  /** Its name, else its method and path. */
  readonly operation: string;
  readonly id: string | undefined;
  readonly query: URLSearchParams;
  /** The body; of the goals API, the envelope's `data`. */
  readonly body: unknown;
  /** The caller takes an event stream. */
  readonly streams: boolean;
  /** The answer as JSON; nothing where it is none. */
  readonly answer: unknown;
}

export function open(exchange: Exchange, index: number): Opened {
  const { request, response } = exchange;
  const body = parseJson(request.body);
  const call = identify(request, body);
  return {
    index,
    exchange,
    ...call,
    query: new URLSearchParams(request.query ?? ''),
    body: call.api === 'goals' ? Object(body).data : body,
    streams: takesStream(request.headers.accept),
    answer: parseJson(response.body),
  };
}

/** Which call a request is. */
export function identify(
  { method, path }: Address,
  body: unknown,
): Pick<Opened, 'api' | 'endpoint' | 'operation' | 'id'> {
  const api = trimmed(path) === goalsPath ? 'goals' : 'agents';
  const found = api === 'goals' ? findAction(method, body) : findCall({ method, path });
  const { action } = Object(body) as JsonRecord;
  const words = api === 'goals' && typeof action === 'string' ? ` ${action}` : '';
  return {
    api,
    endpoint: found?.endpoint,
    operation: found?.endpoint.operation ?? `${method} ${path}${words}`,
    id: found?.id,
  };
}

export function takesStream(accept: string | undefined): boolean {
  return accept?.includes('text/event-stream') === true;
}

/** An address, whether it ends in a slash or not. */
export function trimmed(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === '/') end--;
  return path.slice(0, end);
}

/** The record that a good answer holds, out of its wrappers; nothing where it holds none. */
export function recordOf({ api, endpoint, answer }: Opened): JsonRecord | undefined {
  const value = api === 'goals' ? Object(answer).data : answer;
  const record = endpoint?.unwrap ? endpoint.unwrap(value) : value;
  return isRecord(record) ? record : undefined;
}

export function isGood({ api, answer, exchange: { response } }: Opened): boolean {
  const { status } = response;
  return status >= 200 && status < 300 && !(api === 'goals' && Object(answer).success === false);
}

type Address = Pick<RecordedRequest, 'method' | 'path'>;

interface Found {
  readonly endpoint: Endpoint;
  readonly id: string | undefined;
}

const calls: readonly Endpoint[] = Object.values(agentEndpoints);

function findCall({ method, path }: Address): Found | undefined {
  if (!path.startsWith(`${agentsPath}/`)) return undefined;
  const segments = trimmed(path).slice(agentsPath.length).split('/');
  for (const endpoint of calls) {
    const template = endpoint.path.split('/');
    if (endpoint.method !== method || template.length !== segments.length) continue;
    const fits = template.every((part, at) => part === ':id' || part === segments[at]);
    if (fits) return { endpoint, id: decode(segments[template.indexOf(':id')]) };
  }
  return undefined;
}

function findAction(method: string, envelope: unknown): Found | undefined {
  const { resource, action, id } = Object(envelope) as JsonRecord;
  if (method !== 'POST' || resource !== 'goals' || typeof action !== 'string') return undefined;
  if (!Object.hasOwn(goalEndpoints, action)) return undefined;
  const endpoint: Endpoint = goalEndpoints[action as keyof typeof goalEndpoints];
  return { endpoint, id: typeof id === 'string' ? id : undefined };
}

function decode(segment: string | undefined): string | undefined {
  try {
    return segment && decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
