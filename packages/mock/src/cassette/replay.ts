/** A cassette as a platform that knows nothing else. */
import { ConnectionCut, type Handle, type MockRequest, type MockResponse } from '../exchange';
import { wait } from '../faults/wait';
import type { Cassette, Exchange, RecordedResponse } from './cassette';
import {
  hasSecret,
  isLike,
  type Likeness,
  likenessOfAsked,
  likenessOfRecorded,
  mayAsk,
} from './likeness';
import { notRecorded } from './not-recorded';
import { open } from './opened';

/** What {@link replay} takes. */
export interface ReplayOptions {
  /** How long answers take: 1 as they were recorded, 0.5 half as long. Default 0: at once. */
  readonly pace?: number | undefined;
  /** Refuses a request that is made more often than it was recorded; by default the last answer is given again. */
  readonly once?: boolean | undefined;
}

/** What was made of a cassette so far. */
export interface ReplayReport {
  /** Requests that were answered from the cassette. */
  readonly answered: number;
  /** Requests that were refused, being none that was recorded. */
  readonly refused: number;
  /** What was recorded and never asked for. */
  readonly unused: readonly RecordedCall[];
}

/** A recorded request, named. */
export interface RecordedCall {
  /** Of the exchange, counted from 1. */
  readonly exchange: number;
  /** As in the contract: `agents.create`; else the method and path. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query?: string | undefined;
  readonly status: number;
}

/** A cassette that answers. */
export interface Replay {
  /** For `serve` and every other door. */
  readonly handle: Handle;
  /** What has been asked so far, and what has not. */
  report(): ReplayReport;
}

/** Requests that are the same, in the order in which they were answered. */
interface Track {
  readonly likeness: Likeness;
  readonly exchanges: { readonly number: number; readonly exchange: Exchange }[];
  asked: number;
}

/**
 * Answers what was recorded, and nothing else. Requests are the same by method, path, query and JSON body, whatever the
 * order of keys, and whatever stands where a secret was; equal ones are answered in the order of the recording. Anything
 * else is a 501 that names what comes nearest.
 */
export function replay(cassette: Cassette, { pace = 0, once = false }: ReplayOptions = {}): Replay {
  const tracks = tracksOf(cassette.exchanges);
  const withSecrets = [...tracks.values()].flat().filter(({ likeness }) => hasSecret(likeness));
  let answered = 0;
  let refused = 0;

  const find = (asked: Likeness): Track | undefined => {
    const same = tracks.get(asked.key)?.filter(({ likeness }) => mayAsk(likeness, asked)) ?? [];
    const alike = withSecrets.filter(({ likeness }) => isLike(likeness, asked));
    const all = [...same, ...alike.filter((track) => !same.includes(track))];
    return all.find(({ asked: times, exchanges }) => times < exchanges.length) ?? all[0];
  };

  const handle: Handle = async (request) => {
    const asked = likenessOfAsked(request);
    const track = find(asked);
    const spent = track !== undefined && track.asked >= track.exchanges.length;
    if (track === undefined || (spent && once)) {
      refused++;
      return notRecorded(asked, cassette.exchanges, track?.exchanges.length);
    }
    const { exchange } = track.exchanges[Math.min(track.asked, track.exchanges.length - 1)] as {
      exchange: Exchange;
    };
    track.asked++;
    answered++;
    return answerOf(exchange.response, pace, request);
  };

  const report = () => {
    const unused = [...tracks.values()]
      .flat()
      .flatMap(({ exchanges, asked }) => exchanges.slice(asked))
      .sort((a, b) => a.number - b.number)
      .map(({ exchange, number }) => callOf(exchange, number));
    return { answered, refused, unused };
  };
  return { handle, report };
}

/** By key; those of one key differ in whose credential they had. */
function tracksOf(exchanges: readonly Exchange[]): Map<string, Track[]> {
  const tracks = new Map<string, Track[]>();
  exchanges.forEach((exchange, index) => {
    const likeness = likenessOfRecorded(exchange);
    const same = tracks.get(likeness.key) ?? [];
    tracks.set(likeness.key, same);
    let track = same.find((other) => other.likeness.credential === likeness.credential);
    if (track === undefined) {
      track = { likeness, exchanges: [], asked: 0 };
      same.push(track);
    }
    track.exchanges.push({ number: index + 1, exchange });
  });
  return tracks;
}

/** A recorded request, named. */
export function callOf(exchange: Exchange, number: number): RecordedCall {
  const { method, path, query } = exchange.request;
  const { operation } = open(exchange, number);
  const { status } = exchange.response;
  return { exchange: number, operation, method, path, ...(query ? { query } : {}), status };
}

async function answerOf(
  response: RecordedResponse,
  pace: number,
  { signal }: MockRequest,
): Promise<MockResponse> {
  const { status, headers, after, body = '', events, ended } = response;
  if (pace > 0) await wait(after * pace, signal);
  signal?.throwIfAborted();
  return {
    status,
    headers,
    body: events || ended ? pieces(response, pace, signal) : body,
  };
}

/** What was recorded as broken off breaks off again. */
async function* pieces(
  { after, body, events = [], ended }: RecordedResponse,
  pace: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  if (body) yield body;
  let now = after;
  for (const [at, text] of events) {
    if (pace > 0) await wait((at - now) * pace, signal);
    signal?.throwIfAborted();
    now = at;
    yield text;
  }
  if (ended) throw new ConnectionCut();
}
