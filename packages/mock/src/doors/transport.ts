/** The SDK's own transport, without a socket. */
import type { Transport, TransportRequest } from '@voicectl/sdk';
import { isOver } from '../body';
import type { Handle, MockRequest } from '../exchange';
import { parseQuery, splitTarget } from './target';

/** Where the mock cuts a connection, a request fails as on a socket: with the code ECONNRESET. */
export function transportDoor(handle: Handle): Transport {
  return {
    async send(request) {
      const answer = await unlessCancelled(request, () => handle(new SentRequest(request)));
      const { status, headers, body } = answer;
      if (typeof body !== 'string') return { status, headers, body: bytes(body, request.signal) };
      return {
        status,
        headers,
        body: bytesOf(body),
        async text(most) {
          if (isOver(body, most)) throw new RangeError(`The answer is larger than ${most} bytes`);
          return body;
        },
      };
    },
  };
}

/** No private fields: a request may be given another path or header by `Object.create(request, ...)`. */
class SentRequest implements MockRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: MockRequest['headers'];
  readonly body: string;
  private readonly search: string;
  private readonly sent: TransportRequest;

  constructor(sent: TransportRequest) {
    const { path, query } = splitTarget(sent.url);
    this.method = sent.method;
    this.path = path;
    this.headers = sent.headers;
    this.body = sent.body ?? '';
    this.search = query;
    this.sent = sent;
  }

  get query(): URLSearchParams {
    return parseQuery(this.search);
  }

  get signal(): AbortSignal {
    return this.sent.signal;
  }
}

async function* bytesOf(body: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield new TextEncoder().encode(body);
}

async function* bytes(
  body: AsyncIterable<string>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  for await (const piece of body) {
    signal.throwIfAborted();
    yield encoder.encode(piece);
  }
  signal.throwIfAborted();
}

/** Nobody waits for a call that is cancelled, whatever the mock is still doing for it. */
function unlessCancelled<T>(request: TransportRequest, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (request.cancelled) request.cancelled(reject);
    else onAbort(request.signal, reject);
    work().then(resolve, reject);
  });
}

function onAbort(signal: AbortSignal, listener: (reason: unknown) => void): void {
  if (signal.aborted) listener(signal.reason);
  else signal.addEventListener('abort', () => listener(signal.reason), { once: true });
}
