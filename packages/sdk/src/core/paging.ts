/** Page-number iteration: pages, items, the first few; a list that changes under way yields nothing twice. */
import { mustBeCount } from './arguments';
import { UnexpectedResponseError } from './errors';
import { onAbort } from './on-abort';

/** One page of a list, as the server cut it. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly meta: {
    readonly page: number;
    readonly hasNextPage: boolean;
    readonly totalPages?: number;
  };
}

/** Asks for one page; `signal` ends it when nobody wants it any more. */
export type FetchPage<T> = (page: number, signal: AbortSignal | undefined) => Promise<Page<T>>;

export interface PagingPlan<T> {
  /** What errors call it. */
  readonly operation: string;
  /** Called once for each use, so that each has its own deadline. */
  readonly begin: () => FetchPage<T>;
  readonly firstPage: number;
  /** Pages that are asked for before they are needed. */
  readonly prefetch: number;
  readonly signal: AbortSignal | undefined;
}

/** Items of a whole list, page by page. Each use starts from its first page. */
export class Paginated<T extends { id: string }> implements AsyncIterable<T> {
  readonly #plan: PagingPlan<T>;

  constructor(plan: PagingPlan<T>) {
    this.#plan = plan;
  }

  /** Pages as the server cut them, in their order. */
  pages(): AsyncGenerator<Page<T>, void, undefined> {
    return walkPages(this.#plan);
  }

  /** Items; one that was pushed onto a later page meanwhile is not repeated. */
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    return itemsOf(this.pages());
  }

  /** The first `count` items, or all where there are fewer. Asks for no page beyond them. */
  async first(count: number): Promise<T[]> {
    mustBeCount(this.#plan.operation, 'count', count);
    return collect(itemsOf(walkPages({ ...this.#plan, prefetch: 0 })), count);
  }

  /** All items, up to `limit`, which is compulsory so that nobody loads a fleet by accident. */
  async toArray(options: { limit: number }): Promise<T[]> {
    mustBeCount(this.#plan.operation, 'limit', options?.limit);
    return collect(this, options.limit);
  }
}

async function collect<T>(source: AsyncIterable<T>, most: number): Promise<T[]> {
  const items: T[] = [];
  if (most <= 0) return items;
  for await (const item of source) {
    items.push(item);
    if (items.length >= most) break;
  }
  return items;
}

async function* walkPages<T>(plan: PagingPlan<T>): AsyncGenerator<Page<T>, void, undefined> {
  const fetch = plan.begin();
  const left = new AbortController();
  const { signal } = left;
  const follow = () => left.abort(plan.signal?.reason);
  if (plan.signal?.aborted) follow();
  // Not `AbortSignal.any`, which a signal that lives as long as the process would remember for ever.
  const leave = plan.signal && onAbort(plan.signal, follow);
  const asked = new Map<number, Promise<Page<T>>>();
  const ask = (number: number) => {
    const page = asked.get(number) ?? fetch(number, signal);
    asked.set(number, page);
    // It is looked at when its turn comes; until then a failure has nobody to hear of it.
    page.catch(() => {});
    return page;
  };
  try {
    for (let number = plan.firstPage; ; number++) {
      const page = await ask(number);
      asked.delete(number);
      const more = hasMore(page, number, plan.operation);
      const last = Math.min(number + plan.prefetch, page.meta.totalPages ?? number);
      for (let ahead = number + 1; more && ahead <= last; ahead++) ask(ahead);
      yield page;
      if (!more) return;
    }
  } finally {
    leave?.();
    left.abort();
  }
}

/**
 * Whether a walk goes on after a page.
 * @throws UnexpectedResponseError when it is no page: a drifted answer is handed over as it came.
 */
export function hasMore(page: Page<unknown>, number: number, operation: string): boolean {
  if (!isPage(page)) {
    const message = `Page ${number} of the list is none: it has no \`data\` and \`meta\``;
    throw new UnexpectedResponseError(message, undefined, '', { operation });
  }
  const { hasNextPage, page: answered, totalPages = number } = page.meta;
  // Two that would be walked for ever: a server that answers one page for every number, and one that always has a next
  // page. An empty page alone may be one that a filter has emptied.
  return hasNextPage && answered === number && (page.data.length > 0 || totalPages > number);
}

function isPage(page: Page<unknown> | null): boolean {
  return Array.isArray(page?.data) && typeof page.meta === 'object' && page.meta !== null;
}

/** Ids of so many items are remembered: enough for any shift between two pages, and the same for any length of list. */
const remembered = 10_000;

async function* itemsOf<T extends { id: string }>(
  pages: AsyncIterable<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  let recent = new Set<string>();
  let older = new Set<string>();
  for await (const { data } of pages) {
    for (const item of data) {
      const id = idOf(item);
      if (id !== undefined && (recent.has(id) || older.has(id))) continue;
      if (id !== undefined) recent.add(id);
      yield item;
    }
    if (recent.size >= remembered) {
      older = recent;
      recent = new Set();
    }
  }
}

export function idOf(item: { id?: unknown } | null): string | undefined {
  return typeof item?.id === 'string' ? item.id : undefined;
}
