/** What goes in and out of the mock, free of any transport; the doors translate. */

export interface MockRequest {
  readonly method: string;
  /** From the root, without the query: `/api/agents`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Fires when nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
}

/** An answer of the mock, of any status. */
export interface MockResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text at once, or pieces as they are made. */
  readonly body: string | AsyncIterable<string>;
}

/** The mock as a function, free of any transport. */
export type Handle = (request: MockRequest) => Promise<MockResponse>;

/**
 * Thrown by a handle, or by a body as it is read: the connection breaks here, as a crashed server's would. Doors break
 * theirs as each can.
 */
export class ConnectionCut extends Error {
  override readonly name = 'ConnectionCut';
  readonly code = 'ECONNRESET';

  constructor() {
    super('The connection was reset');
  }
}

/** By its name: the mock and its door may come from two bundles. */
export function isConnectionCut(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConnectionCut';
}
