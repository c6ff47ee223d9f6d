/** What a server sends, read only so far. */
import type { IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';

/** There is more than was to be read. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

/** The whole body as text. @throws TooLargeError */
export async function textWithin(response: IncomingMessage, bytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > bytes) throw new TooLargeError();
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** The data of each server-sent event. @throws TooLargeError for one that has more bytes. */
export async function* eventsWithin(
  response: IncomingMessage,
  bytes: number,
): AsyncGenerator<string, void, undefined> {
  const waiting: string[] = [];
  let size = 0;
  const parser = createParser({ onEvent: ({ data }) => waiting.push(data) });
  for await (const piece of response.setEncoding('utf8') as AsyncIterable<string>) {
    size += piece.length;
    if (size > bytes) throw new TooLargeError();
    parser.feed(piece);
    if (waiting.length > 0) size = 0;
    yield* waiting.splice(0);
  }
}
