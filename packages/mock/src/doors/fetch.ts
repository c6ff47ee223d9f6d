/** Web Request in, web Response out. */
import { maxBodyBytes, notUtf8, type SentBody, tooLarge } from '../body';
import { type Handle, isConnectionCut, type MockRequest, type MockResponse } from '../exchange';

export function fetchDoor(handle: Handle): (request: Request) => Promise<Response> {
  return (request) => respondTo(handle, request, new URL(request.url).pathname);
}

/**
 * Answers a request as if it had asked for `path`.
 * @throws TypeError as fetch does where the mock cuts the connection.
 */
export async function respondTo(handle: Handle, request: Request, path: string): Promise<Response> {
  const gone = new AbortController();
  const leave = () => gone.abort(request.signal.reason);
  if (request.signal.aborted) leave();
  request.signal.addEventListener('abort', leave, { once: true });
  const received = await receive(request, path);
  const answer = await handle(new WebRequest(request, path, received, gone.signal)).catch(
    (error: unknown) => {
      throw isConnectionCut(error) ? new TypeError('fetch failed', { cause: error }) : error;
    },
  );
  return toResponse(answer, request, gone);
}

/** No private fields: a request may be given another path or header by `Object.create(request, ...)`. */
class WebRequest implements MockRequest, SentBody {
  readonly method: string;
  readonly path: string;
  readonly headers: MockRequest['headers'];
  readonly body: string;
  readonly unreadable: SentBody['unreadable'];
  readonly signal: AbortSignal;
  private readonly url: string;

  constructor(request: Request, path: string, received: Received, signal: AbortSignal) {
    this.method = request.method;
    this.path = path;
    this.headers = Object.fromEntries(request.headers);
    this.body = received.body;
    this.unreadable = received.unreadable;
    this.signal = signal;
    this.url = request.url;
  }

  get query(): URLSearchParams {
    return new URL(this.url).searchParams;
  }
}

type Received = Pick<SentBody, 'body' | 'unreadable'>;

const noBody: Received = { body: '' };

async function receive(request: Request, path: string): Promise<Received> {
  if (request.method === 'GET' || request.method === 'HEAD') return noBody;
  const bytes = await bytesOf(request, maxBodyBytes(path));
  if (bytes === undefined) return { body: '', unreadable: tooLarge(path) };
  try {
    return { body: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { body: '', unreadable: notUtf8() };
  }
}

/** Nothing for a body over the limit, of which no more is read than it takes to know that. */
async function bytesOf(request: Request, most: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > most) return undefined;
  // Some browsers have no stream of a request's body.
  if (!request.body) return within(new Uint8Array(await request.arrayBuffer()), most);
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks, size);
    chunks.push(value);
    size += value.length;
    if (size > most) {
      // Not waited for: it settles when every copy of the body is read.
      reader.cancel().catch(() => {});
      return undefined;
    }
  }
}

function within(bytes: Uint8Array, most: number): Uint8Array | undefined {
  return bytes.length > most ? undefined : bytes;
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [first] = chunks;
  if (first && chunks.length === 1) return first;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Statuses whose answer has no body; a Response with one can't even be made. */
const bodiless = new Set([204, 205, 304]);

function toResponse(answer: MockResponse, request: Request, gone: AbortController): Response {
  const { status, headers, body } = answer;
  if (request.method === 'HEAD' || bodiless.has(status)) {
    if (typeof body !== 'string') body[Symbol.asyncIterator]().return?.();
    return new Response(null, { status, headers });
  }
  const content = typeof body === 'string' ? body : toStream(body, request, gone);
  return new Response(content, { status, headers });
}

/**
 * As a real body does, it fails when its request is aborted or its connection breaks; when it is cancelled, the mock is
 * told by `gone`. It looks at the request to hold it: the signal of one that is collected as garbage falls silent.
 */
function toStream(
  pieces: AsyncIterable<string>,
  request: Request,
  gone: AbortController,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = pieces[Symbol.asyncIterator]();
  // Made when it is read, not before: what has been made and not yet read would be lost where the stream breaks.
  const onlyWhenRead = { highWaterMark: 0 };
  return new ReadableStream(
    {
      start(controller) {
        const fail = () => {
          controller.error(gone.signal.reason);
          iterator.return?.();
        };
        if (gone.signal.aborted) fail();
        else gone.signal.addEventListener('abort', fail, { once: true });
      },
      async pull(controller) {
        const { done, value } = await iterator.next().catch((error: unknown) => {
          throw isConnectionCut(error) ? new TypeError('terminated', { cause: error }) : error;
        });
        if (gone.signal.aborted || request.signal.aborted) return;
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel() {
        gone.abort();
      },
    },
    onlyWhenRead,
  );
}
