/** What a fault can be: whom it meets, how often, and what goes wrong. Data, so that a file or a header can hold it. */
import { agentEndpoints, goalEndpoints } from '@voicectl/sdk/contract';
import * as z from 'zod';
import { isPath } from './path';
import { checkTogether } from './together';

/** What a fault can be limited to: one operation, those of one API, or every request, unknown ones included. */
export type FaultOperation =
  | '*'
  | `agents.${'*' | keyof typeof agentEndpoints}`
  | `goals.${'*' | keyof typeof goalEndpoints}`;

const endpoints = [...Object.values(agentEndpoints), ...Object.values(goalEndpoints)];
const operations: readonly string[] = [
  '*',
  'agents.*',
  'goals.*',
  ...endpoints.map(({ operation }) => operation),
];
const operation = z.enum(operations as readonly [FaultOperation]);

/** Objects that name a key they don't know, and those that they do. */
function strict<S extends z.core.$ZodLooseShape>(shape: S) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `does not know ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}; known: ${known}`
        : undefined,
  });
}

/** Timers take no more. */
const longest = 2 ** 31 - 1;
const milliseconds = z.number().min(0).max(longest);
const count = z.int().min(0);
const path = z
  .string()
  .refine(isPath, 'must be a path such as name, modelConfig.model or data[].id');

/** An object that is not empty, whose keys are checked too. */
function record<V extends z.ZodType>(key: z.ZodString, value: V) {
  const keyProblem = (issue: z.core.$ZodRawIssue) =>
    issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined;
  return z
    .record(key, value, { error: keyProblem })
    .refine((given) => Object.keys(given).length > 0, 'must not be empty');
}

const latency = z.union(
  [
    milliseconds,
    strict({ min: milliseconds, max: milliseconds }).refine(
      ({ min, max }) => min <= max,
      'must have a min that is not over its max',
    ),
    strict({ p50: milliseconds, p95: milliseconds, p99: milliseconds }).refine(
      ({ p50, p95, p99 }) => p50 <= p95 && p95 <= p99,
      'must have a p50 that is not over its p95, and a p95 that is not over its p99',
    ),
  ],
  'must be milliseconds, {min, max} or {p50, p95, p99}, up to 2147483647',
);

const drop = z.union(
  [count, strict({ tokens: count, by: z.enum(['reset', 'end']).optional() })],
  'must be a count of tokens, or {tokens, by: "reset" or "end"}',
);

const drift = strict({
  /** Paths of fields that are left out. */
  remove: z.array(path).min(1).optional(),
  /** Values by path: an unknown enum value, a wrong type, a field more. The field need not be there, its parent must. */
  set: record(path, z.unknown()).optional(),
}).refine(({ remove, set }) => remove ?? set, 'must have one of remove, set');

// Header names and values as HTTP takes them.
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~\w-]+$/, 'must be a header name')
  .refine(
    (name) =>
      !/^(content-length|transfer-encoding|trailer|connection|keep-alive|upgrade)$/i.test(name),
    'is set by the server; truncate makes a length that lies',
  );
const headerValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must be a header value');

const effects = {
  /** Milliseconds until the answer begins: fixed, any of a range, or spread as percentiles say. */
  latency: latency.optional(),
  /**
   * The status of an answer that is made up; the platform does not act, but with `acts`. From 400 on its body is the
   * API's own way to say no, below it is empty, unless `body` or `html` is given. Default 200 with `body` or `html`,
   * 429 with `retryAfter`.
   */
  status: z.int().min(200).max(599).optional(),
  /** The body of an answer that is made up: a text as it stands, anything else as JSON. */
  body: z.unknown().optional(),
  /** A web page as the body of an answer that is made up: `true` for a page of the mock's, or the page. */
  html: z.union([z.literal(true), z.string()], 'must be true or a page').optional(),
  /** The header of a 429: seconds, the text of a date, or anything that is neither. */
  retryAfter: z.union([z.number(), headerValue], 'must be seconds or a header value').optional(),
  /** Headers that are added to the answer, made up or not; they replace those of the same name. */
  headers: record(headerName, headerValue).optional(),
  /** The platform acts at once, before any latency, and whatever its caller then gets. Default false. */
  acts: z.boolean().optional(),
  /** Breaks the connection instead of an answer, before or after the platform has acted. */
  reset: z.enum(['before', 'after']).optional(),
  /** Breaks the connection after this many bytes of the body. A letter is never cut in two. */
  truncate: count.optional(),
  /** Falls silent after this many bytes of the body, until the caller leaves. A letter is never cut in two. */
  stall: count.optional(),
  /** Ends an event stream after this many tokens, without its `done`: by breaking the connection (default), or politely. */
  drop: drop.optional(),
  /** Leaves out the last character of the JSON, or of that of each event of a stream. */
  malformed: z.literal(true).optional(),
  /**
   * Changes a successful answer's fields by path: `version`, `modelConfig.model`, `data[].status` for every item,
   * `data[0]` for one. Paths begin at the record or list, in the goals API at the envelope's `data`; those that begin
   * with `$` begin at the whole body: `$.success`. In a stream they begin at the data of each event.
   */
  drift: drift.optional(),
};

const matching = {
  /** Which requests: `agents.get`, `agents.*`, `*`, or a list of such. Default `*`. */
  operation: z
    .union([operation, z.array(operation).min(1)], {
      error: `must be one or a list of ${operations.join(', ')}`,
    })
    .optional(),
  /** Only requests about this agent or goal: in the path, or in the envelope of the goals API. */
  id: z.string().min(1).optional(),
  /** How many such requests pass before the first that is met. Default 0. */
  after: count.optional(),
  /** How many are met; then it is over. Default: all. */
  times: z.int().min(1).optional(),
  /** How likely it is that a request is met, from 0 to 1. Default 1. */
  probability: z.number().min(0).max(1).optional(),
  /** What decides when chance does: the same seed, the same decisions. Default: what the fault says. */
  seed: z.union([z.string(), z.number()], 'must be a string or a number').optional(),
};

/** What goes wrong with one request. */
export const Effects = strict(effects).superRefine(checkTogether);
/** What goes wrong with one request. */
export type Effects = z.output<typeof Effects>;

/** What goes wrong, with whom, and how often. */
export const Fault = strict({ ...matching, ...effects }).superRefine(checkTogether);
/** What goes wrong, with whom, and how often. */
export type Fault = z.output<typeof Fault>;
