/** Offset iteration, for a list whose server may or may not know what an offset is. */
import { UnexpectedResponseError } from './errors';
import { isRecord } from './read';

export interface Slice<T> {
  readonly items: readonly T[];
  /** All that match. */
  readonly count: number;
}

/** @throws UnexpectedResponseError for what is no list, and for a server that ignores the offset. */
export async function* walkSlices<T extends { id: string }>(
  fetch: (offset: number) => Promise<Slice<T>>,
  operation: string,
): AsyncGenerator<T, void, undefined> {
  const seen = new Set<string>();
  for (let offset = 0; ; ) {
    const { items, count } = await fetch(offset);
    if (!Array.isArray(items) || items.some((item) => !isRecord(item))) {
      throw new UnexpectedResponseError('This is no list', undefined, '', { operation });
    }
    const fresh = items.filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    yield* fresh;
    offset += items.length;
    if (items.length === 0 || offset >= count) return;
    if (fresh.length === 0) {
      const message = `The server ignores \`offset\`: it gave ${seen.size} of ${count} and then the same again`;
      throw new UnexpectedResponseError(message, undefined, '', {
        operation,
        code: 'OFFSET_IGNORED',
        hint: 'Raise `limit` (500 at most), or filter by agent or status.',
      });
    }
  }
}
