/** What a cassette holds: a header, and one exchange after the other, in the order in which they ended. */
import * as z from 'zod';

/** Newer ones are refused: what they mean is not known here. */
export const cassetteVersion = 1;

/** A request may have anything in its place. */
export { marker } from '../secret-looks';

/** The addresses of the two APIs in a recording are those of the mock, whatever the real ones were. */
export const agentsPath = '/api';
export const goalsPath = '/v1';

const Headers = z.record(z.string(), z.string());

export const CassetteHeader = z.looseObject({
  voicectl: z.literal('cassette'),
  version: z.literal(cassetteVersion),
  /** When the recording began, ISO 8601. */
  recordedAt: z.string(),
  /** Where the two APIs really were, without credentials. */
  targets: z.looseObject({ agents: z.string().optional(), goals: z.string().optional() }),
});
/** The first line of a cassette. */
export type CassetteHeader = z.output<typeof CassetteHeader>;

const Milliseconds = z.number().min(0);

export const RecordedRequest = z.looseObject({
  method: z.string().min(1),
  /** From the root of the mock's address: `/api/agents`. */
  path: z.string().startsWith('/'),
  /** As in a URL, without the question mark. */
  query: z.string().optional(),
  headers: Headers,
  body: z.string().optional(),
  /** Whose credential went to the server: the caller's own, one that the recorder lent, or none. */
  credential: z.enum(['sent', 'lent', 'none']),
});
/** A request as the caller sent it, without its secrets. */
export type RecordedRequest = z.output<typeof RecordedRequest>;

export const RecordedResponse = z.looseObject({
  status: z.int().min(100).max(599),
  headers: Headers,
  /** Milliseconds from the request's arrival to the first of the answer. */
  after: Milliseconds,
  /** An answer in one piece. */
  body: z.string().optional(),
  /** An event stream: each event as it was written, and the milliseconds from the request's arrival until it was there. */
  events: z.array(z.tuple([Milliseconds, z.string()])).optional(),
  /** Why the answer is not whole: the server broke off (or see `note`), or the caller left. */
  ended: z.enum(['cut', 'left']).optional(),
  /** What the recorder left out of an answer that it passed on whole; it is recorded as `cut`. */
  note: z.string().optional(),
  /** The body was no UTF-8; what could not be read is U+FFFD here. */
  lossy: z.literal(true).optional(),
});
/** An answer as it came, without its secrets. */
export type RecordedResponse = z.output<typeof RecordedResponse>;

export const Exchange = z.looseObject({
  /** When the request came, ISO 8601. */
  at: z.string(),
  /** Milliseconds from the request's arrival to the end of the answer. */
  ms: Milliseconds,
  request: RecordedRequest,
  response: RecordedResponse,
});
/** A request and its answer: a line of a cassette. */
export type Exchange = z.output<typeof Exchange>;

/** A recording. */
export interface Cassette {
  readonly header: CassetteHeader;
  readonly exchanges: readonly Exchange[];
  /** The number of the last line, when it is only the beginning of one: the recorder was stopped while writing it. */
  readonly torn?: number | undefined;
}
