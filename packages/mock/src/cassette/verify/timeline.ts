/** When calls were made, as far as it decides what they may know of each other. */
import type { Opened } from '../opened';

/** Milliseconds: finer than that, clocks tell nothing. */
const blur = 2;
const longEnough = 10;

export class Timeline {
  readonly #changes = new Map<string, Opened[]>();

  constructor(calls: readonly Opened[]) {
    for (const opened of calls) {
      const { id, endpoint } = opened;
      if (id === undefined || endpoint === undefined) continue;
      if (endpoint.effect === 'read' || endpoint.effect === 'costly') continue;
      const others = this.#changes.get(id);
      if (others === undefined) this.#changes.set(id, [opened]);
      else others.push(opened);
    }
  }

  /** Whether another call that changes the same record was under way at the same time. */
  overlaps(opened: Opened): boolean {
    const { id = '' } = opened;
    return (this.#changes.get(id) ?? []).some(
      (other) =>
        other.index !== opened.index &&
        startOf(other) + blur < endOf(opened) &&
        startOf(opened) + blur < endOf(other),
    );
  }

  /** Whether a time that was to be set is the one from before, although the clock has gone on. */
  stoodStill(
    known: { readonly agent: { readonly updatedAt?: unknown }; readonly since: number },
    opened: Opened,
    updatedAt: unknown,
  ): boolean {
    if (updatedAt !== known.agent.updatedAt) return false;
    return startOf(opened) - known.since >= longEnough;
  }
}

function startOf({ exchange }: Opened): number {
  return Date.parse(exchange.at);
}

export function endOf(opened: Opened): number {
  return startOf(opened) + opened.exchange.ms;
}
