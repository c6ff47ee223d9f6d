/** Bodies that do not come to their end. */
import { ConnectionCut } from '../exchange';
import { eventsOf, nameOf } from './events';
import { untilLeft } from './wait';

type Body = string | AsyncIterable<string>;

const encoder = new TextEncoder();

/** How much room a text takes on the wire. */
export function sizeOf(text: string): number {
  return encoder.encode(text).length;
}

/** The connection breaks after so many bytes, or where the body would have ended. */
export async function* truncated(
  body: Body,
  bytes: number,
): AsyncGenerator<string, void, undefined> {
  yield* beginning(body, bytes);
  throw new ConnectionCut();
}

/** Silence after so many bytes, or where the body would have ended; it lasts until the caller leaves. */
export async function* stalled(
  body: Body,
  bytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  yield* beginning(body, bytes);
  await untilLeft(signal);
  // What nobody waits for any more must still not look like a short answer.
  throw new ConnectionCut();
}

/** An event stream after so many tokens, or where it would have said that it is done. */
export async function* dropped(
  events: AsyncIterable<string>,
  tokens: number,
  by: 'reset' | 'end',
): AsyncGenerator<string, void, undefined> {
  yield* firstTokens(events, tokens);
  if (by === 'reset') throw new ConnectionCut();
}

async function* firstTokens(events: AsyncIterable<string>, tokens: number) {
  let left = tokens;
  if (left === 0) return;
  for await (const event of eventsOf(events)) {
    const name = nameOf(event);
    if (name === 'done' || name === 'error') return;
    yield event;
    if (name === 'token' && --left === 0) return;
  }
}

async function* beginning(body: Body, bytes: number) {
  let left = bytes;
  for await (const piece of typeof body === 'string' ? [body] : body) {
    const head = firstBytes(piece, left);
    if (head !== '') yield head;
    left -= sizeOf(head);
    if (left === 0 || head.length < piece.length) return;
  }
}

/** As many whole letters as fit. */
export function firstBytes(text: string, bytes: number): string {
  const encoded = encoder.encode(text);
  if (encoded.length <= bytes) return text;
  let end = bytes;
  // Bytes that go on with a letter look like 10xxxxxx.
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end--;
  return new TextDecoder().decode(encoded.subarray(0, end));
}
