/**
 * A store by its name.
 * @module store
 */
import { StoreError } from './failure';
import { fileStore } from './file';
import { redisStore } from './redis';
import type { Store } from './store';

export { DamagedFileError, StoreError } from './failure';
export type { Keeper, Store } from './store';

/**
 * Opens the store that a text names: a path for a file, `redis://` or `rediss://` for Redis. It looks at once whether
 * it can be had.
 * @throws StoreError | DamagedFileError
 */
export async function openStore(text: string): Promise<Store> {
  const store = storeOf(text);
  try {
    await store.worlds();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

function storeOf(text: string): Store {
  if (/^rediss?:/i.test(text)) return redisStore(text);
  const [, scheme] = /^([a-z][a-z0-9+.-]+):\/\//i.exec(text) ?? [];
  if (scheme === undefined) return fileStore(text);
  throw new StoreError(
    `Worlds can't be kept at ${scheme}:// addresses; give the path of a file, or redis://host:6379`,
  );
}
