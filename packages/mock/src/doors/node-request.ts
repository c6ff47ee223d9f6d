/** A request of `node:http` as the mock takes it: what is dear is made when somebody asks for it. */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { maxBodyBytes, notUtf8, type SentBody, tooLarge } from '../body';
import type { MockRequest } from '../exchange';
import { parseQuery, type Target } from './target';

/** A client that sends more than that after its refusal is cut off. */
const maxDiscardedBytes = 64 * 1024 * 1024;

/** What came as a body. */
export type Received = Pick<SentBody, 'body' | 'unreadable'>;

/** No private fields: a request may be given another path or header by `Object.create(request, ...)`. */
export class NodeRequest implements MockRequest, SentBody {
  readonly method: string;
  readonly path: string;
  readonly headers: MockRequest['headers'];
  readonly body: string;
  readonly unreadable: SentBody['unreadable'];
  private readonly search: string;
  private readonly response: ServerResponse;
  private gone: AbortSignal | undefined;

  constructor(
    { method = 'GET', headers }: IncomingMessage,
    response: ServerResponse,
    { path, query }: Target,
    { body, unreadable }: Received,
  ) {
    this.method = method;
    this.path = path;
    // Only set-cookie would be a list.
    this.headers = headers as MockRequest['headers'];
    this.body = body;
    this.unreadable = unreadable;
    this.search = query;
    this.response = response;
  }

  get query(): URLSearchParams {
    return parseQuery(this.search);
  }

  get signal(): AbortSignal {
    this.gone ??= goneOf(this.response);
    return this.gone;
  }
}

function goneOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  if (response.destroyed) gone.abort();
  else response.once('close', () => gone.abort());
  return gone.signal;
}

export const noBody: Received = { body: '', unreadable: undefined };

export function mayHaveBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** A client that waits for leave to send its body (`expect: 100-continue`) is not to send one that is refused anyway. */
export function isAnnouncedTooLarge({ headers }: IncomingMessage, path: string): boolean {
  return Number(headers['content-length'] ?? 0) > maxBodyBytes(path);
}

/**
 * Settles as soon as it is clear that the body is too large. What still comes is read and forgotten, so that the client
 * gets to its answer. Rejects when the client leaves.
 */
export function receive(message: IncomingMessage, path: string): Promise<Received> {
  return new Promise((resolve, reject) => {
    const most = maxBodyBytes(path);
    const pile = new Pile(most);
    const refuse = () => resolve({ body: '', unreadable: tooLarge(path) });
    if (isAnnouncedTooLarge(message, path)) refuse();
    message.on('data', (chunk: Buffer) => {
      pile.add(chunk);
      if (pile.size > most + maxDiscardedBytes) message.destroy();
      else if (pile.size > most) refuse();
    });
    message.on('end', () => resolve(textOf(pile.bytes)));
    message.on('error', reject);
  });
}

/** Chunks within the limit. Many small ones share one buffer: each of its own costs far more than its bytes. */
class Pile {
  size = 0;
  readonly #most: number;
  #buffer: Buffer = Buffer.alloc(0);

  constructor(most: number) {
    this.#most = most;
  }

  add(chunk: Buffer): void {
    const end = this.size + chunk.length;
    if (end > this.#most) this.#buffer = Buffer.alloc(0);
    else if (this.size === 0) this.#buffer = chunk;
    else {
      if (end > this.#buffer.length) this.#grow(end);
      chunk.copy(this.#buffer, this.size);
    }
    this.size = end;
  }

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.size);
  }

  #grow(least: number): void {
    const larger = Buffer.allocUnsafe(Math.max(2 * least, 4096));
    this.#buffer.copy(larger, 0, 0, this.size);
    this.#buffer = larger;
  }
}

function textOf(bytes: Buffer): Received {
  if (!isUtf8(bytes)) return { body: '', unreadable: notUtf8() };
  const text = bytes.toString('utf8');
  // A byte order mark is no part of the text; a web Request leaves it out, too.
  return { body: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, unreadable: undefined };
}
