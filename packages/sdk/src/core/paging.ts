/** Page-number iteration: one page, all items, the first few; a list that changes under way yields nothing twice. */

export interface Page<T> {
  readonly data: readonly T[];
  readonly meta: { readonly page: number; readonly hasNextPage: boolean };
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
      yield page;
      if (!page.meta.hasNextPage) return;
      // A server that answers one page for every number would otherwise be walked for ever.
      if (page.meta.page !== number) return;
    }
  }

  /** Items; one that was pushed onto the next page meanwhile is not repeated. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    let recent = new Set<string>();
    for await (const { data } of this.pages()) {
      for (const item of data) if (!recent.has(item.id)) yield item;
      recent = new Set(data.map(({ id }) => id));
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
