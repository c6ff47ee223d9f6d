/** The way to the network: one interface, two doors. */
import { ConfigurationError } from './errors';

/** A request, checked and complete. Its headers hold the key. */
export interface TransportRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /**
   * Ends the request, the reading of its body included. Made when it is first asked for, and not copied by a spread:
   * a changed copy is `{ ...request, signal: request.signal, headers }`.
   */
  readonly signal: AbortSignal;
  /** The same without a signal, which is cheaper: the listener is called once, with the reason. */
  cancelled?(listener: (reason: unknown) => void): void;
}

/** Tells a door when its request is to end. @throws ConfigurationError for a copy that has lost what would tell. */
export function whenCancelled(
  request: TransportRequest,
  listener: (reason: unknown) => void,
): void {
  if (request.cancelled) request.cancelled(listener);
  else signalOf(request).addEventListener('abort', () => listener(request.signal.reason));
}

function signalOf({ signal }: Partial<TransportRequest>): AbortSignal {
  if (signal) return signal;
  throw new ConfigurationError('A transport handed on a request without its signal', {
    code: 'SIGNAL_LOST',
    hint: 'Copy a request as `{ ...request, signal: request.signal }`: nothing could end it otherwise.',
  });
}

/** An answer of any status, as soon as its headers are in. */
export interface TransportResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
  /** In place of `body`: all of it as text, or a RangeError once more than `most` bytes have come. */
  text?(most: number): Promise<string>;
}

/** A way to the network. `undiciTransport()` and `fetchTransport()` make one; the mock is one. */
export interface Transport {
  /**
   * Settles once the headers are in. Follows no redirect, throws for no status. An error that says `unsent: true` is
   * one of before the first byte left: the call may be made again, whatever it does.
   */
  send(request: TransportRequest): Promise<TransportResponse>;
  /** Lets go of connections, once calls under way have ended. */
  close?(): Promise<void>;
}

/** What is needed of a dispatcher of undici. */
export interface DispatcherLike {
  /** As undici 7 has it. */
  dispatch(...args: never[]): boolean;
}

/** A transport by name, or one of your own. */
export type TransportChoice = 'undici' | 'fetch' | Transport;

/** As the runtime brings it; one that was replaced before this was imported has another name. */
const fetchAtImport = globalThis.fetch?.name === 'fetch' ? globalThis.fetch : undefined;

/**
 * undici, unless `globalThis.fetch` has been replaced since this module was imported: interceptors such as msw can't
 * see undici, and a test must never reach the real platform.
 */
export function chooseTransport(
  choice: TransportChoice | undefined,
  dispatcher?: DispatcherLike | undefined,
): Transport {
  if (typeof choice === 'object') return choice;
  if (choice === 'fetch') return fetchTransport();
  if (choice === 'undici' || dispatcher) return undiciTransport(dispatcher);
  const patched = fetchTransport();
  const undici = lazyUndici(undefined, fetchTransport);
  return {
    send: (request) => (globalThis.fetch === fetchAtImport ? undici : patched).send(request),
    close: async () => undici.close?.(),
  };
}

/**
 * npm's undici, loaded at the first request: with a pool of its own and the proxies of the environment (none for
 * loopback), or with a dispatcher of yours, which stays yours to close.
 * @throws ConfigurationError at the first request where undici does not run: browsers, workers, Bun, Deno.
 */
export function undiciTransport(dispatcher?: DispatcherLike | undefined): Transport {
  return lazyUndici(dispatcher, () => {
    throw new ConfigurationError('undici runs on Node only, and this is something else', {
      code: 'NO_UNDICI',
      hint: "Leave `transport` and `dispatcher` unset, or set `transport: 'fetch'`.",
    });
  });
}

type Door = Partial<typeof import('#undici')>;

/** Not a connection that failed, and not passed over in silence: `fetch` would know nothing of the proxies. */
function notLoaded(cause: unknown): never {
  throw new ConfigurationError('undici could not be loaded', {
    code: 'NO_UNDICI',
    cause,
    hint: "Was it bundled? Keep it out of the bundle, make that CommonJS, or set `transport: 'fetch'`.",
  });
}

/** @param elsewhere what to do where the package's `#undici` leads to nothing. */
function lazyUndici(dispatcher: DispatcherLike | undefined, elsewhere: () => Transport): Transport {
  let door: Promise<Transport> | undefined;
  const open = async () => {
    const { openUndici } = await (import('#undici') as Promise<Door>).catch(notLoaded);
    return openUndici === undefined ? elsewhere() : openUndici(dispatcher);
  };
  let opened: Transport | undefined;
  return {
    send(request) {
      if (opened) return opened.send(request);
      door ??= open();
      const mine = door;
      return mine.then((transport) => {
        // It may have been closed meanwhile.
        if (door === mine) opened = transport;
        return transport.send(request);
      });
    },
    async close() {
      const last = await door;
      door = undefined;
      opened = undefined;
      await last?.close?.();
    },
  };
}

/** `fetch`, looked up at each request unless one is given: for other runtimes, browsers and interceptors. */
export function fetchTransport(fetch?: typeof globalThis.fetch): Transport {
  return {
    async send(request) {
      const { url, method, headers, body } = request;
      const signal = signalOf(request);
      const send = fetch ?? globalThis.fetch;
      const answer = await send(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        signal,
        redirect: 'manual',
      });
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        // Held from now on: Node ends a body without a reader when its response is collected.
        body: answer.body === null ? nothing() : chunks(answer.body.getReader()),
      };
    },
  };
}

/** Codes of certificates that are not trusted: nothing is sent, and asking again changes nothing. */
const untrustedCodes = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

export function isUntrusted(code: string | undefined): boolean {
  return code !== undefined && untrustedCodes.has(code);
}

/** Codes of failures before the first byte of a request left. */
const unsentCodes = new Set([
  ...untrustedCodes,
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether the server surely did not see the request that failed with this error. */
export function wasUnsent(error: unknown): boolean {
  const { unsent } = (error ?? {}) as { unsent?: unknown };
  return unsent === true || unsentCodes.has(causeCode(error) ?? '');
}

/** Of parsers and decoders; an end that came too early is none of it, but a connection that broke. */
const garbledCodes = /^(HPE_(?!INVALID_EOF)|Z_DATA)/;

/** Whether a server answered what is no HTTP, or not compressed as it says: that is no failure of the connection. */
export function isGarbled(code = ''): boolean {
  return garbledCodes.test(code);
}

/** The innermost system code of an error: fetch hides it in `cause`, a dual-stack connect in `errors`. */
export function causeCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { cause, errors, code } = error as { cause?: unknown; errors?: unknown[]; code?: unknown };
  const inner = causeCode(cause) ?? (Array.isArray(errors) ? causeCode(errors[0]) : undefined);
  return inner ?? (typeof code === 'string' ? code : undefined);
}

// Web streams are not async-iterable in every browser.
async function* chunks(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        ended = true;
        return;
      }
      yield value;
    }
  } finally {
    // Not waited for: where somebody keeps a copy of the answer, it settles only when they have read theirs.
    if (!ended) reader.cancel().catch(() => {});
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
