/** Web Request in, web Response out. */
import type { Handle } from '../exchange';

export function fetchDoor(handle: Handle): (request: Request) => Promise<Response> {
  return (request) => respondTo(handle, request, new URL(request.url).pathname);
}

/** Answers a request as if it had asked for `path`. */
export async function respondTo(handle: Handle, request: Request, path: string): Promise<Response> {
  const { method, headers, signal } = request;
  const {
    status,
    body,
    headers: answered,
  } = await handle({
    method,
    path,
    query: new URL(request.url).searchParams,
    headers: Object.fromEntries(headers),
    body: await request.text(),
    signal,
  });
  const content = typeof body === 'string' ? body : toStream(body);
  return new Response(content, { status, headers: answered });
}

function toStream(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
