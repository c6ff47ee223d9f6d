/** Web Request in, web Response out. */
import type { Handle } from '../exchange';

export function fetchDoor(handle: Handle): (request: Request) => Promise<Response> {
  return (request) => respondTo(handle, request, new URL(request.url).pathname);
}

/** Answers a request as if it had asked for `path`. */
export async function respondTo(handle: Handle, request: Request, path: string): Promise<Response> {
  const { method, headers } = request;
  const gone = new AbortController();
  const leave = () => gone.abort(request.signal.reason);
  if (request.signal.aborted) leave();
  request.signal.addEventListener('abort', leave, { once: true });
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
    signal: gone.signal,
  });
  const content = typeof body === 'string' ? body : toStream(body, request, gone);
  return new Response(content, { status, headers: answered });
}

/**
 * As a real body does, it fails when its request is aborted; when it is cancelled, the mock is told by `gone`. It looks
 * at the request to hold it: the signal of one that is collected as garbage falls silent.
 */
function toStream(
  pieces: AsyncIterable<string>,
  request: Request,
  gone: AbortController,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    start(controller) {
      const fail = () => {
        controller.error(gone.signal.reason);
        iterator.return?.();
      };
      if (gone.signal.aborted) fail();
      else gone.signal.addEventListener('abort', fail, { once: true });
    },
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (gone.signal.aborted || request.signal.aborted) return;
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel() {
      gone.abort();
    },
  });
}
