/** Every bound of the contract: what lies just inside of it, and just outside. */
import { agentBounds } from './agent-bounds';
import { goalBounds } from './goal-bounds';

export interface Row {
  /** Where in the body, the data of a goal's envelope, or the query. */
  readonly at: string;
  readonly rule: string;
  readonly inside: readonly unknown[];
  readonly outside: readonly unknown[];
  /** A JSON schema can't say it, so that no document does. */
  readonly unsaid?: true;
}

type Call = keyof typeof agentBounds | keyof typeof goalBounds;

export interface Bound extends Row {
  readonly of: Call;
}

const rows: readonly (readonly [string, readonly Row[]])[] = Object.entries({
  ...agentBounds,
  ...goalBounds,
});

export const bounds: readonly Bound[] = rows.flatMap(([of, those]) =>
  those.map((row) => ({ of: of as Call, ...row })),
);
