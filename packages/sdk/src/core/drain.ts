/** Empties a filtered list while it is being emptied: page numbers would skip what moves up. */
import { UnexpectedResponseError } from './errors';
import { type FetchPage, hasMore, idOf } from './paging';

/**
 * Gives every item to `each`, once, and reads on until a whole pass shows none that is new.
 * @returns how many items were given.
 */
export async function drain<T extends { id: string }>(
  fetch: FetchPage<T>,
  each: (item: T) => unknown,
  signal: AbortSignal | undefined,
  operation: string,
): Promise<number> {
  const given = new Set<string>();
  for (let before = -1; before < given.size; ) {
    before = given.size;
    for (let number = 1; ; ) {
      const page = await fetch(number, signal);
      const more = hasMore(page, number, operation);
      const fresh = page.data.filter((item) => !given.has(identify(item, operation)));
      for (const item of fresh) {
        given.add(item.id);
        await each(item);
      }
      // What stood behind the items that have left the filter has moved up onto this page.
      if (fresh.length > 0) continue;
      if (!more) break;
      number++;
    }
  }
  return given.size;
}

/** What has no id can't be told from what was given already. */
function identify(item: { id: string }, operation: string): string {
  const id = idOf(item);
  if (id !== undefined) return id;
  throw new UnexpectedResponseError('An item of the list has no id', undefined, '', { operation });
}
