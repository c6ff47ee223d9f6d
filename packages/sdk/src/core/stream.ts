/** Bytes to server-sent events to checked data. */
import { createParser } from 'eventsource-parser';
import { checked, hiding } from './answer';
import type { AttemptClock, Clock } from './clock';
import type { Endpoint } from './endpoint';
import { type Facts, StreamError } from './errors';
import type { Settings } from './settings';

export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

export async function* serverSentEvents(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const ready: ServerSentEvent[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => ready.push({ event: event ?? 'message', data }),
  });
  const decoder = new TextDecoder();
  let last = '';
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    parser.feed(text);
    last = text.at(-1) ?? last;
    yield* ready.splice(0);
  }
  // A carriage return at the very end waits for its line feed, which may never have been meant.
  if (last === '\r') parser.feed('\n');
  yield* ready;
}

/** Counts the server's silences only, not the time that the reader takes over a chunk. */
export async function* rewinding(
  chunks: AsyncIterable<Uint8Array>,
  attempt: AttemptClock,
  clock: Clock,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    attempt.pause();
    yield chunk;
    attempt.rewind(clock.remaining());
  }
}

export function parseEvent(
  event: string,
  data: string,
  endpoint: Endpoint,
  facts: Facts,
  settings: Settings,
): unknown {
  let value: unknown;
  try {
    value = JSON.parse(event === 'error' ? hiding(endpoint, settings)(data) : data);
  } catch (cause) {
    throw new StreamError(`The stream sent a "${event}" event that is not JSON`, {
      ...facts,
      cause,
    });
  }
  return event === 'done' ? checked(endpoint, value, facts, settings) : value;
}
