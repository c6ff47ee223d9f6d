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
import { hasLostNumber, lostNumbers, protoKeys } from './unkeepable';
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
  const place = endpoint.action === undefined ? 'body' : 'data';
  const asked = new Checked(
    id,
    endpoint.query && checkedQuery(endpoint.query, query ?? request.query, numeric, strict),
    endpoint.body && checked(endpoint.body, body, place, strict),
    request,
    credential,
  );
  return asked as unknown as Asked<Endpoint>;
}

/** What is dear to know is found out when somebody asks. */
class Checked {
  readonly id: string | undefined;
  readonly query: unknown;
  readonly body: unknown;
  readonly credential: string;
  readonly #request: MockRequest;

  constructor(
    id: string | undefined,
    query: unknown,
    body: unknown,
    request: MockRequest,
    credential: string,
  ) {
    this.id = id;
    this.query = query;
    this.body = body;
    this.credential = credential;
    this.#request = request;
  }

  get signal(): AbortSignal | undefined {
    return this.#request.signal;
  }

  get streams(): boolean {
    return this.#request.headers.accept?.includes('text/event-stream') === true;
  }
}

/** @throws Error when a room answers what the contract does not know: a bug of the mock. */
export function checkAnswer({ endpoint }: Route, answer: unknown): void {
  const problems = problemsOf(endpoint.result, answer);
  if (problems) throw new Error(`${endpoint.operation} answers ${JSON.stringify(problems)}`);
}

function checked(schema: z.ZodType, value: unknown, place: string, strict: boolean): unknown {
  const result = compiled(schema).safeParse(value);
  if (result.success && !strict && !hasLostNumber(value)) return result.data;
  const problems = problemsWith(schema, value, place, strict);
  if (problems.length > 0) throw new Refusal(400, problems);
  return result.data;
}

/** Each as `path: problem`; `place` stands for the whole value. */
export function problemsWith(
  schema: z.ZodType,
  value: unknown,
  place: string,
  strict: boolean,
): string[] {
  const misfits = problemsOf(schema, value) ?? [];
  const named = new Set(misfits.map(({ path }) => path));
  return [
    ...misfits.map(({ path, message }) => `${path || place}: ${message}`),
    ...lostNumbers(value)
      .filter((path) => !named.has(path))
      .map((path) => `${path}: must be a number that can be kept, is over 1.8e308`),
    ...(strict ? [...unknownPaths(schema, value)].map((path) => `${path}: is not known`) : []),
  ];
}

function unknownPaths(schema: z.ZodType, value: unknown): Set<string> {
  return new Set([...unknownKeys(schema, value), ...protoKeys(value)]);
}

const quick = new WeakMap<z.ZodType, z.ZodType>();

/** Checks, and leaves out unknown keys, in one go. */
function compiled(schema: z.ZodType): z.ZodType {
  let ready = quick.get(schema);
  if (ready === undefined) {
    ready = z.compile(schema);
    quick.set(schema, ready);
  }
  return ready;
}

function checkedQuery(
  schema: z.ZodType,
  query: URLSearchParams,
  numeric: ReadonlySet<string>,
  strict: boolean,
): unknown {
  const values = typed(query, numeric);
  const repeated = repeatedKeys(schema, query);
  if (repeated.length === 0) return checked(schema, values, 'query', strict);
  throw new Refusal(400, [
    ...repeated.map((name) => `${name}: must be given once, is given several times`),
    ...problemsWith(schema, values, 'query', strict),
  ]);
}

/** Only those that the contract knows: of others, nobody cares how many there are. */
function repeatedKeys(schema: z.ZodType, query: URLSearchParams): string[] {
  const { shape = {} } = schema as Partial<z.ZodObject>;
  return Object.keys(shape).filter((name) => query.getAll(name).length > 1);
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
