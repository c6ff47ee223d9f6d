/** An endpoint and what answers it: the request is checked by the SDK's own schemas, the answer too when asked. */
import {
  type Endpoint,
  type Input,
  type Output,
  problemsOf,
  unknownKeys,
} from '@voicectl/sdk/contract';
import * as z from 'zod';
import type { MockRequest } from './exchange';
import { Refusal } from './refusal';
import type { World } from './world';

/** A request that passed its checks. */
export type Asked<E extends Endpoint> = Required<Input<E>> & {
  readonly signal: AbortSignal | undefined;
  /** The caller takes an event stream. */
  readonly streams: boolean;
  readonly credential: string;
};

/** Events of a stream (our extension), sent as they come. */
export type StreamEvent = { readonly event: string; readonly data: unknown };

export type Reply<T> = T | EventStream;

export class EventStream {
  readonly events: AsyncIterable<StreamEvent>;

  constructor(events: AsyncIterable<StreamEvent>) {
    this.events = events;
  }
}

export interface Route {
  readonly endpoint: Endpoint;
  readonly numeric: ReadonlySet<string>;
  readonly answer: (
    world: World,
    asked: Asked<Endpoint>,
  ) => Reply<unknown> | Promise<Reply<unknown>>;
}

export function on<E extends Endpoint>(
  endpoint: E,
  answer: (world: World, asked: Asked<E>) => Reply<Output<E>> | Promise<Reply<Output<E>>>,
): Route {
  return {
    endpoint,
    numeric: numericKeys(endpoint.query),
    answer: answer as unknown as Route['answer'],
  };
}

/** The parts of a request as the endpoint's schemas see them; unknown keys are left out. */
export interface Parts {
  readonly id?: string | undefined;
  readonly query?: URLSearchParams;
  readonly body?: unknown;
}

/** @throws Refusal 400, naming each problem by its path. */
export function checkRequest(
  strict: boolean,
  { endpoint, numeric }: Route,
  { id, query, body }: Parts,
  request: MockRequest,
  credential: string,
): Asked<Endpoint> {
  const values = typed(query ?? new URLSearchParams(), numeric);
  const place = endpoint.action === undefined ? 'body' : 'data';
  return {
    id,
    query: endpoint.query && parse(endpoint.query, values, 'query', strict),
    body: endpoint.body && parse(endpoint.body, body, place, strict),
    signal: request.signal,
    streams: request.headers.accept?.includes('text/event-stream') === true,
    credential,
  } as unknown as Asked<Endpoint>;
}

/** @throws Error when a room answers what the contract does not know: a bug of the mock. */
export function checkAnswer({ endpoint }: Route, answer: unknown): void {
  const problems = problemsOf(endpoint.result, answer);
  if (problems) throw new Error(`${endpoint.operation} answers ${JSON.stringify(problems)}`);
}

function parse(schema: z.ZodType, value: unknown, place: string, strict: boolean): unknown {
  const problems = [
    ...(problemsOf(schema, value) ?? []).map(({ path, message }) => `${path || place}: ${message}`),
    ...(strict ? unknownKeys(schema, value).map((path) => `${path}: is not known`) : []),
  ];
  if (problems.length > 0) throw new Refusal(400, problems);
  return schema.parse(value);
}

/** Query values are text on the wire; a number's text becomes a number, and the schema judges it. */
function typed(query: URLSearchParams, numeric: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(
    [...query].map(([name, value]) => {
      const isNumber = numeric.has(name) && /^-?\d+(\.\d+)?$/.test(value);
      return [name, isNumber ? Number(value) : value];
    }),
  );
}

function numericKeys(schema: z.ZodType | undefined): Set<string> {
  const properties = schema === undefined ? {} : (z.toJSONSchema(schema).properties ?? {});
  const isNumeric = (property: unknown) =>
    /^(integer|number)$/.test(String((property as { type?: unknown }).type));
  return new Set(Object.keys(properties).filter((name) => isNumeric(properties[name])));
}
