/** The SDK's own transport, without a socket. */
import type { Transport } from '@voicectl/sdk';
import type { Handle } from '../exchange';

export function transportDoor(handle: Handle): Transport {
  return {
    async send({ url, method, headers, body, signal }) {
      const { pathname, searchParams } = new URL(url);
      const answer = await unlessAborted(
        signal,
        handle({ method, path: pathname, query: searchParams, headers, body: body ?? '', signal }),
      );
      const { status, headers: answered } = answer;
      return { status, headers: answered, body: bytes(answer.body, signal) };
    },
  };
}

async function* bytes(
  body: string | AsyncIterable<string>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  if (typeof body === 'string') {
    yield encoder.encode(body);
    return;
  }
  for await (const piece of body) {
    signal.throwIfAborted();
    yield encoder.encode(piece);
  }
  signal.throwIfAborted();
}

function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
