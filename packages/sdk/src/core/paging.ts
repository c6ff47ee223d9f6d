/** Page-number iteration: one page, all items, the first few; a list that changes under way yields nothing twice. */
import { UnexpectedResponseError } from './errors';

export interface Page<T> {
  readonly data: readonly T[];
  readonly meta: {
    readonly page: number;
    readonly hasNextPage: boolean;
    readonly totalPages?: number;
  };
}

/** Items of a whole list, page by page. Each use starts from its first page. */
export class Paginated<T extends { id: string }> implements AsyncIterable<T> {
  readonly #fetch: (page: number) => Promise<Page<T>>;
  readonly #firstPage: number;

  constructor(fetch: (page: number) => Promise<Page<T>>, firstPage: number) {
    this.#fetch = fetch;
    this.#firstPage = firstPage;
  }

  /** Pages as the server cut them. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    for (let number = this.#firstPage; ; number++) {
      const page = await this.#fetch(number);
      if (!isPage(page)) {
        const message = `Page ${number} of the list is none: it has no \`data\` and \`meta\``;
        throw new UnexpectedResponseError(message, undefined, '', {});
      }
      yield page;
      const { hasNextPage, page: answered, totalPages = number } = page.meta;
      // Two that would be walked for ever: a server that answers one page for every number, and one that always has a
      // next page. An empty page alone may be one that a filter has emptied.
      if (!hasNextPage || answered !== number) return;
      if (page.data.length === 0 && totalPages <= number) return;
    }
  }

  /** Items; one that was pushed onto the next page meanwhile is not repeated. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    const seen = new Set<string>();
    for await (const { data } of this.pages()) {
      for (const item of data) {
        const id = idOf(item);
        if (id !== undefined && seen.has(id)) continue;
        if (id !== undefined) seen.add(id);
        yield item;
      }
    }
  }

  /** The first `count` items, or all where there are fewer. Asks for no page beyond them. */
  async first(count: number): Promise<T[]> {
    const items: T[] = [];
    if (count <= 0) return items;
    for await (const item of this) {
      items.push(item);
      if (items.length >= count) break;
    }
    return items;
  }

  /** All items, up to `limit`, which is compulsory so that nobody loads a fleet by accident. */
  toArray({ limit }: { limit: number }): Promise<T[]> {
    return this.first(limit);
  }
}

// An answer that drifted is handed over as it came, so that a page may be anything.
function isPage(page: Page<unknown> | null): boolean {
  return Array.isArray(page?.data) && typeof page.meta === 'object' && page.meta !== null;
}

function idOf(item: { id?: unknown } | null): string | undefined {
  return typeof item?.id === 'string' ? item.id : undefined;
}
