/** All that goes over the wire, seen from beside: for --debug and for the record of events. Loaded only for them. */
import type {
  ClientOptions,
  RequestNotice,
  ResponseNotice,
  RetryNotice,
  Transport,
  TransportRequest,
  TransportResponse,
} from '@voicectl/sdk';

/** One attempt of a call. */
export interface Exchange extends RequestNotice {
  readonly request: TransportRequest;
}

/** What a watcher throws does not reach the call. */
export interface Watcher {
  sent?(exchange: Exchange): void;
  /** The headers are in. */
  answered?(exchange: Exchange, response: TransportResponse): void;
  /** A piece of the answer's body; the last one is empty. */
  read?(exchange: Exchange, piece: string): void;
  ended?(exchange: Exchange, notice: ResponseNotice): void;
  retried?(notice: RetryNotice): void;
}

export function watching(
  options: ClientOptions & { readonly transport: Transport },
  watchers: readonly Watcher[],
): ClientOptions {
  /** Told of, and not sent yet: both happen in the same order. */
  const coming: RequestNotice[] = [];
  const under = new Map<string, Exchange>();
  const tell = (what: (watcher: Watcher) => void) => {
    for (const watcher of watchers) {
      try {
        what(watcher);
      } catch {}
    }
  };
  const { transport } = options;
  return {
    ...options,
    onRequest: (notice) => void coming.push(notice),
    onResponse(notice) {
      const key = keyOf(notice);
      const exchange = under.get(key);
      under.delete(key);
      if (exchange) tell((watcher) => watcher.ended?.(exchange, notice));
    },
    onRetry: (notice) => tell((watcher) => watcher.retried?.(notice)),
    transport: {
      async send(request) {
        const notice = coming.shift();
        if (notice === undefined) return transport.send(request);
        const exchange = { ...notice, request };
        under.set(keyOf(notice), exchange);
        tell((watcher) => watcher.sent?.(exchange));
        const response = await transport.send(request);
        tell((watcher) => watcher.answered?.(exchange, response));
        return overheard(response, (piece) => tell((watcher) => watcher.read?.(exchange, piece)));
      },
      close: async () => transport.close?.(),
    },
  };
}

function keyOf({ call, attempt }: RequestNotice): string {
  return `${call}/${attempt}`;
}

function overheard(response: TransportResponse, hear: (piece: string) => void): TransportResponse {
  const { status, headers, text } = response;
  const heard = { status, headers, body: pieces(response.body, hear) };
  if (text === undefined) return heard;
  return {
    ...heard,
    async text(most) {
      const whole = await text.call(response, most);
      hear(whole);
      if (whole !== '') hear('');
      return whole;
    },
  };
}

async function* pieces(
  body: AsyncIterable<Uint8Array>,
  hear: (piece: string) => void,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    const piece = decoder.decode(chunk, { stream: true });
    if (piece !== '') hear(piece);
    yield chunk;
  }
  hear('');
}
