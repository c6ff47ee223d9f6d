/** A request as far as it has been understood. */
import type { MockResponse } from './exchange';

export interface Call {
  /** As in the contract: `agents.create`. */
  readonly operation: string | undefined;
  /** The agent or goal that it is about. */
  readonly id: string | undefined;
  readonly query?: URLSearchParams | undefined;
  readonly body: unknown;
  /** Characters of the body. */
  readonly size?: number;
  /** Passages of the knowledge base that its answer was made from. */
  readonly sources?: unknown;
  /** Checks the rest and answers. @throws Refusal */
  answer(): Promise<MockResponse>;
}
