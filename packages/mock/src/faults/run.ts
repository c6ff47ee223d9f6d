/** Does what a fault says around one request; with latency, refusals, cuts and drift in one order. */
import { ConnectionCut, type MockRequest, type MockResponse } from '../exchange';
import type { Random } from '../random';
import { dropped, sizeOf, stalled, truncated } from './cut';
import { drifted } from './drift';
import { withData } from './events';
import type { Effects } from './fault';
import { isMadeUp, madeUp } from './made-up';
import { drawn, wait } from './wait';

/** A request that a fault has met. */
export interface Met {
  readonly request: Pick<MockRequest, 'signal'>;
  /** Whose way of saying no an answer without a body takes. */
  readonly api: 'agents' | 'goals';
  /** What chance decides by, this once. */
  readonly random: Random;
  /** Called when there is nothing to spoil: drift needs a success, a dropped stream a stream. */
  readonly missed?: () => void;
}

/**
 * The answer, spoilt; `act` is the platform's own, and is called once at most.
 *
 * @throws ConnectionCut where the connection breaks before there is an answer; its body throws it where it breaks later.
 */
export async function withFault(
  effects: Effects,
  { request: { signal }, api, random, missed }: Met,
  act: () => Promise<MockResponse>,
): Promise<MockResponse> {
  const acted = effects.acts === true ? await act() : undefined;
  if (effects.latency !== undefined) {
    await wait(drawn(effects.latency, random), signal);
    // A caller who has left is not acted for: who wants that, says `acts`.
    if (signal?.aborted) throw new ConnectionCut();
  }
  if (effects.reset === 'before') throw new ConnectionCut();
  const answer = isMadeUp(effects) ? madeUp(effects, api, random) : (acted ?? (await act()));
  if (effects.reset === 'after') throw new ConnectionCut();
  if (!isAble(effects, answer)) missed?.();
  return cutShort(effects, misspelt(effects, withHeaders(effects, answer)), signal);
}

/** Whether a fault that needs a success, or a stream, has one before it. */
function isAble(
  { drift, drop, latency, headers, malformed }: Effects,
  answer: MockResponse,
): boolean {
  if (latency !== undefined || headers || malformed) return true;
  if (drift) return isSuccess(answer);
  return drop === undefined || typeof answer.body !== 'string';
}

function isSuccess({ status }: MockResponse): boolean {
  return status < 300;
}

function withHeaders({ headers = {} }: Effects, answer: MockResponse): MockResponse {
  const added = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(added) } };
}

/** With another text than it should have. */
function misspelt({ drift, malformed }: Effects, answer: MockResponse): MockResponse {
  let changed = answer;
  if (drift && isSuccess(answer)) changed = withText(changed, (text) => drifted(text, drift));
  if (malformed) changed = withText(changed, malform);
  return changed;
}

/** Text without its last brace is no JSON; what ends in none is given one too many. */
function malform(text: string): string {
  return /[}\]"]$/.test(text) ? text.slice(0, -1) : `${text}}`;
}

function withText(answer: MockResponse, change: (text: string) => string): MockResponse {
  const { body } = answer;
  return withBody(answer, typeof body === 'string' ? change(body) : withData(body, change));
}

function cutShort(
  { truncate, stall, drop }: Effects,
  answer: MockResponse,
  signal: AbortSignal | undefined,
): MockResponse {
  const { body } = answer;
  if (truncate !== undefined) return promising(answer, truncate, truncated(body, truncate));
  if (stall !== undefined) return promising(answer, stall, stalled(body, stall, signal));
  if (drop === undefined || typeof body === 'string') return answer;
  const { tokens, by = 'reset' } = typeof drop === 'number' ? { tokens: drop } : drop;
  return withBody(answer, dropped(body, tokens, by));
}

/**
 * With the length of the whole, although less of it comes. One that would come whole has no length: its end is what
 * does not come.
 */
function promising(answer: MockResponse, bytes: number, body: AsyncIterable<string>): MockResponse {
  const length = typeof answer.body === 'string' ? sizeOf(answer.body) : 0;
  const cut = withBody(answer, body);
  if (length <= bytes) return cut;
  return { ...cut, headers: { ...cut.headers, 'content-length': String(length) } };
}

function withBody(answer: MockResponse, body: MockResponse['body']): MockResponse {
  const { 'content-length': _, ...headers } = answer.headers;
  return { ...answer, headers, body };
}
