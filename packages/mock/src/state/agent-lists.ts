/**
 * Agents in the orders that lists can ask for. An order is made when it is first asked for and then kept up with every
 * change, so that a page costs its own length, not that of the collection.
 */
import type { Agent, AgentStatus } from '@voicectl/sdk/contract';
import type { StoredAgent } from './state';

/** What a list can be sorted by (documented). */
export type SortField = 'name' | 'createdAt' | 'updatedAt' | 'status';

/** Which page of which list. */
export interface AgentListQuery {
  readonly status: AgentStatus | undefined;
  readonly search: string | undefined;
  readonly sortBy: SortField;
  readonly sortOrder: 'asc' | 'desc';
  /** How many to pass over. */
  readonly skip: number;
  readonly limit: number;
}

interface Entry {
  agent: StoredAgent['agent'];
  /** Name and description in lower case; made when a search first needs it. */
  text: string | undefined;
  /** The number of the latest search that found it. */
  foundBy: number;
}

/** The live agents of a world, in the orders of its lists. */
export class AgentLists {
  readonly #records: () => Iterable<StoredAgent>;
  readonly #orders = new Map<SortField, Entry[]>();
  readonly #entries = new Map<string, Entry>();
  readonly #counts = new Map<AgentStatus, number>();
  #searches = 0;

  constructor(records: () => Iterable<StoredAgent>) {
    this.#records = records;
  }

  /** One page, and how many agents match in all. */
  page({ status, search, sortBy, sortOrder, skip, limit }: AgentListQuery) {
    const order = this.#order(sortBy);
    const part = search?.toLowerCase();
    const { total, fits } = part ? this.#find(part, status) : this.#all(status);
    const data: Agent[] = [];
    const end = Math.min(skip + limit, total);
    // Where every agent is in the list, a page's place in the order is known.
    const known = total === order.length ? skip : 0;
    for (let place = known, found = known; found < end; place++) {
      const entry = order[sortOrder === 'asc' ? place : order.length - 1 - place] as Entry;
      if (!fits(entry)) continue;
      if (found >= skip) data.push(entry.agent);
      found++;
    }
    return { data, total };
  }

  #all(status: AgentStatus | undefined) {
    return status === undefined
      ? { total: this.#entries.size, fits: () => true }
      : {
          total: this.#counts.get(status) ?? 0,
          fits: ({ agent }: Entry) => agent.status === status,
        };
  }

  /**
   * Reads all texts, in the order in which they lie in memory, and marks what it finds: in the order of a list that
   * would take four times as long.
   */
  #find(part: string, status: AgentStatus | undefined) {
    this.#searches++;
    const search = this.#searches;
    let total = 0;
    for (const entry of this.#entries.values()) {
      if (status !== undefined && entry.agent.status !== status) continue;
      if (!isIn(entry, part)) continue;
      entry.foundBy = search;
      total++;
    }
    return { total, fits: ({ foundBy }: Entry) => foundBy === search };
  }

  /** Keeps the orders that there are up with one agent; without one, everything has changed. */
  changed(id?: string, after?: StoredAgent, before?: StoredAgent): void {
    if (this.#orders.size === 0) return;
    if (id === undefined) {
      this.#orders.clear();
      this.#entries.clear();
      this.#counts.clear();
      return;
    }
    const was = before && before.deletedAt === null ? this.#entries.get(id) : undefined;
    const is = after && after.deletedAt === null ? after.agent : undefined;
    if (was && is) this.#replace(was, is);
    else if (was) this.#remove(id, was);
    else if (is) this.#add(id, is);
  }

  #replace(entry: Entry, agent: Entry['agent']): void {
    const moved = [...this.#orders].filter(([field]) => entry.agent[field] !== agent[field]);
    for (const [field, order] of moved) order.splice(placeOf(order, field, entry.agent), 1);
    this.#count(entry.agent.status, -1);
    this.#count(agent.status, 1);
    entry.agent = agent;
    entry.text = undefined;
    for (const [field, order] of moved) order.splice(placeOf(order, field, agent), 0, entry);
  }

  #remove(id: string, entry: Entry): void {
    for (const [field, order] of this.#orders) order.splice(placeOf(order, field, entry.agent), 1);
    this.#entries.delete(id);
    this.#count(entry.agent.status, -1);
  }

  #add(id: string, agent: Entry['agent']): void {
    const entry = this.#enter(id, agent);
    for (const [field, order] of this.#orders) order.splice(placeOf(order, field, agent), 0, entry);
  }

  #enter(id: string, agent: Entry['agent']): Entry {
    const entry: Entry = { agent, text: undefined, foundBy: 0 };
    this.#entries.set(id, entry);
    this.#count(agent.status, 1);
    return entry;
  }

  #count(status: AgentStatus, change: number): void {
    this.#counts.set(status, (this.#counts.get(status) ?? 0) + change);
  }

  #order(field: SortField): Entry[] {
    const ready = this.#orders.get(field);
    if (ready) return ready;
    if (this.#orders.size === 0) {
      for (const { agent, deletedAt } of this.#records()) {
        if (deletedAt === null) this.#enter(agent.id, agent);
      }
    }
    const order = [...this.#entries.values()].sort((a, b) => compare(field, a.agent, b.agent));
    this.#orders.set(field, order);
    return order;
  }
}

function isIn(entry: Entry, part: string): boolean {
  if (!part.includes(between)) return textOf(entry).includes(part);
  const { name, description } = entry.agent;
  return [name, description ?? ''].some((text) => text.toLowerCase().includes(part));
}

// One byte, as the letters of most texts are: with a wider one, all of them would take two.
const between = '\0';

/** Searched are name and description (documented), without regard to case (our reading). */
function textOf(entry: Entry): string {
  entry.text ??= `${entry.agent.name}${between}${entry.agent.description ?? ''}`.toLowerCase();
  return entry.text;
}

/** Ties are broken by id, so that pages never overlap (our reading). */
function compare(field: SortField, a: Agent, b: Agent): number {
  return order(a[field], b[field]) || order(a.id, b.id);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where an agent stands in an order, or would. */
function placeOf(order: readonly Entry[], field: SortField, agent: Agent): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(field, (order[middle] as Entry).agent, agent) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
