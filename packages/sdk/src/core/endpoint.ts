/** A call as data: sent by the SDK, answered by the mock, described by the CLI. */
import type * as z from 'zod';
import type { Facts } from './errors';
import type { ResponseNotice } from './watch';

/**
 * What a server may have done when its answer is lost; decides when a call may be repeated.
 *
 * - `read`: changes nothing.
 * - `idempotent`: a second time leaves the same state.
 * - `transition`: a second time is refused (409 or 404), so a lost answer is never repeated blindly.
 * - `create`: a second time makes a second thing.
 * - `costly`: a second time is paid for twice.
 */
export type Effect = 'read' | 'idempotent' | 'transition' | 'create' | 'costly';

export type ApiName = 'agents' | 'goals';

/** One call of the platform: where it goes, what it takes, what it answers. */
export interface Endpoint {
  /** Dotted name, as in errors, hooks and logs: `agents.create`. */
  readonly operation: string;
  readonly api: ApiName;
  readonly effect: Effect;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the API's base URL; `:id` stands for the encoded id. */
  readonly path: string;
  /** Only for RPC: the envelope's `action`. The `id` and `body` travel inside the envelope then. */
  readonly action?: string;
  readonly id?: true;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** HTTP status of success. */
  readonly status: 200 | 201;
  readonly result: z.ZodType;
  /** The body of a success is not documented: whatever comes, or nothing, is a success. */
  readonly lenient?: true;
  /** Not of the contract: any JSON is its answer, and so is nothing at all. */
  readonly unlisted?: true;
  /** Takes the record out of a wrapper that some servers put around it. */
  readonly unwrap?: (value: unknown) => unknown;
  /** Reads the answer where it comes as an event stream. */
  readonly stream?: StreamReader<unknown>;
}

/** Keeps the literal types of an endpoint, so that inputs and outputs are inferred from it. */
export const endpoint = <const E extends Endpoint>(definition: E): E => definition;

type IdPart<E> = E extends { id: true } ? { id: string } : unknown;
type QueryPart<E> = E extends { query: infer Q extends z.ZodType }
  ? { query?: z.input<Q> | undefined }
  : unknown;
type BodyPart<E> = E extends { body: infer B extends z.ZodType }
  ? undefined extends z.input<B>
    ? { body?: z.input<B> }
    : { body: z.input<B> }
  : unknown;

export type Input<E extends Endpoint> = IdPart<E> & QueryPart<E> & BodyPart<E>;
export type Output<E extends Endpoint> = z.output<E['result']>;

/** A part of the stream that an endpoint's answer may come as. */
export type PartOf<E> = E extends { stream: StreamReader<infer Part> } ? Part : never;

/** What a resource is given instead of the client: its calls, by the names of its endpoints. */
export interface Core<Table extends Readonly<Record<string, Endpoint>>> {
  call<Name extends keyof Table>(
    name: Name,
    input: Input<Table[Name]>,
    options?: CallOptions,
    settle?: Settle<Output<Table[Name]>>,
  ): Promise<Output<Table[Name]>>;
  /** Of an endpoint whose answer may come as an event stream. */
  openStream<Name extends keyof Table>(
    name: Name,
    input: Input<Table[Name]>,
    options?: CallOptions,
  ): AsyncGenerator<PartOf<Table[Name]>, void, undefined>;
  /** Options for each of several calls that share one deadline: the one given, else the client's. */
  span(operation: string, options?: CallOptions): () => CallOptions;
}

/**
 * Finds out how a call ended whose answer was lost: the value it would have given, or nothing where the server has not
 * acted, so that it may be sent again. The options carry what is left of the call's time.
 */
export type Settle<T> = (options: CallOptions) => Promise<{ readonly value: T } | undefined>;

/** Makes parts of what comes; throws where it makes no sense. Nothing it is given has been judged yet. */
export interface StreamReader<Part> {
  /** The parts of an answer in one piece, from a server that does not stream. */
  whole(value: unknown, facts: Facts): readonly Part[];
  /** The part that an event is; nothing for an event that it doesn't know, whose data it must not look at. */
  event(name: string, json: () => unknown, facts: Facts): Part | undefined;
  /** Whether the answer is complete with this part. A stream that ends before it is an error. */
  isLast(part: Part): boolean;
}

/** What any call takes as its last argument. Whatever is left out is as the client has it. */
export interface CallOptions {
  /** Stops the call, whatever it is doing; it then throws `AbortedError`. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for one attempt, body included (for a stream: between two chunks). Default: the client's. */
  timeout?: number | undefined;
  /** Milliseconds for the whole call: attempts, waits and parsing. Default: the client's. */
  deadline?: number | undefined;
  /** Repeats after the first attempt. Default: the client's. */
  maxRetries?: number | undefined;
  /**
   * Called after each attempt of this call, the reads that settle it included: status, request id and time of a good
   * answer, too. What it throws is dropped.
   */
  onResponse?: ((notice: ResponseNotice) => void) | undefined;
}
