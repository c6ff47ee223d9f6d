/** Bytes to server-sent events. */
import { createParser } from 'eventsource-parser';

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
