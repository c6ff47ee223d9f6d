/**
 * Worlds in a file, shared by every process that opens it.
 * @module file
 */
import { resolve } from 'node:path';
import { Committer, type Ledger } from './committer';
import { WorldFile } from './file/world-file';
import type { Store } from './store';

export { DamagedFileError, StoreError } from './failure';
export type { Keeper, Store } from './store';

/**
 * Keeps worlds in a file: for `createMock({ store: fileStore('platform.json') })`. A line a change; an answer is given
 * once its change is on the disk. Whatever happens to the process, the file opens and holds every change that was
 * answered for. The file and its folder are made with the first change; its owner alone may read it.
 *
 * Requests to a mock whose file can't be had are answered 503, to one whose file is damaged 500; `mock.restore()` and
 * the like throw {@link StoreError} and {@link DamagedFileError}.
 */
export function fileStore(path: string): Store {
  const file = new WorldFile(resolve(path));
  return {
    keeper(world, state) {
      file.memory.meet(world, state);
      const ledger: Ledger = {
        get state() {
          return file.memory.at(world).state;
        },
        fresh: () => file.fresh(),
        alone: (work, isWanted) => file.alone(work, isWanted),
        append: (changes, ranOn) => file.append(world, changes, ranOn),
      };
      return new Committer(ledger);
    },
    async worlds() {
      await file.fresh();
      return file.memory.names();
    },
    remove: (world) => file.remove(world),
    // It holds no file open between two requests.
    close: async () => {},
  };
}
