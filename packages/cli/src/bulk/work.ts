/** A verb that can be done to many records, as data. */
import type { CallOptions, Client } from '@voicectl/sdk';
import type { Context } from '../context';
import type { Failure } from '../failure';

/** A record as far as a plan shows it. Whatever a server sends, these are texts. */
export interface Target {
  readonly id: string;
  readonly name?: string | undefined;
  readonly status?: string | undefined;
  readonly updated?: string | undefined;
  /** It was looked for by its id, and is not there. */
  readonly missing?: boolean | undefined;
}

/** How records were chosen: what was named and can't be done is a failure, what a filter caught is not. */
export type Way = 'named' | 'picked' | 'matched' | 'resumed';

/** Why nothing is sent for a record. */
export interface Settled {
  readonly outcome: 'skipped' | 'failed';
  readonly reason: string;
  readonly failure?: Failure | undefined;
}

export interface Step {
  readonly target: Target;
  /** Undefined for what is to be done. */
  readonly settled?: Settled | undefined;
}

/** Where records are read. */
export interface Records {
  readonly kind: 'agent' | 'goal';
  find(context: Context, refs: readonly string[]): Promise<readonly { readonly id: string }[]>;
  list(
    client: Client,
    query: Readonly<Record<string, unknown>>,
    options: CallOptions,
  ): AsyncIterable<{ readonly id: string }>;
  get(client: Client, id: string, options: CallOptions): Promise<{ readonly id: string }>;
}

export interface Work {
  readonly records: Records;
  /** `archive`; all of these end in e. */
  readonly name: string;
  /** Added to the question: `for good`. */
  readonly warning?: string | undefined;
  /** Whether there is anything to do, from what is known of the record. */
  judge(target: Target, way: Way): Settled | undefined;
  /** @returns the status that the record then has, if it still has one. */
  act(client: Client, id: string, options: CallOptions): Promise<string | undefined>;
}

/** Of a record of either API. */
export function targetOf(record: { readonly id: string }): Target {
  const { id, name, status, updatedAt, updated_at } = record as Record<string, unknown>;
  return {
    id: String(id),
    name: textOf(name),
    status: textOf(status),
    updated: textOf(updatedAt ?? updated_at),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
