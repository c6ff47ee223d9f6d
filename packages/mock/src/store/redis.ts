/**
 * Worlds in Redis, shared by mocks on many machines. Needs the package `@redis/client`.
 * @module redis
 */
import { Committer } from './committer';
import { StoreError } from './failure';
import { Connection } from './redis/connection';
import { commitScript, keyList, keysOf, removalArguments, worldsKey } from './redis/script';
import { RedisWorld } from './redis/world';
import type { Store } from './store';

export { StoreError } from './failure';
export type { Keeper, Store } from './store';

/** What {@link redisStore} takes. */
export interface RedisStoreOptions {
  /** What all its keys begin with. Default `voicectl:`, or `?prefix=` in the URL. */
  prefix?: string | undefined;
}

/**
 * Keeps worlds in Redis: for `createMock({ store: redisStore('redis://localhost:6379') })`. Any number of mocks may
 * share them: no change is lost, and what one has answered for, all others know. `rediss:` is TLS; user, password and
 * the number of the database are taken from the URL. It connects when it is first needed, and again after a
 * loss. How safe a change is from a crash of the server is for the server's own settings to say.
 *
 * Requests to a mock whose Redis can't be had are answered 503, without that package 501; `mock.restore()` and the like
 * throw {@link StoreError}.
 * @throws StoreError when the URL is none.
 */
export function redisStore(url: string, options: RedisStoreOptions = {}): Store {
  const { address, prefix: named } = parse(url);
  const prefix = options.prefix ?? named ?? 'voicectl:';
  const connection = new Connection(address);
  return {
    keeper: (world, state) => new Committer(new RedisWorld(world, state, prefix, connection)),
    worlds: async () => {
      const names = await connection.run((client) => client.sMembers(worldsKey(prefix)));
      return names.sort();
    },
    remove: (world) =>
      connection.run(async (client) => {
        const keys = keysOf(prefix, world);
        for (let done: unknown; done !== 1; ) {
          const head = await client.get(keys.head);
          if (head === null) return;
          done = await client.eval(commitScript, {
            keys: keyList(prefix, keys),
            arguments: removalArguments(world, head),
          });
        }
      }),
    close: () => connection.close(),
  };
}

/** The text may hold a password, and wrongly written, parts of it anywhere: no error quotes it. */
function parse(text: string): { readonly address: URL; readonly prefix: string | undefined } {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (!address || !isPlace(address)) {
    throw new StoreError(
      'The URL of Redis must be like redis://user:password@host:6379/0; special characters in a password must be percent-encoded, as %2F for /',
      { status: 501 },
    );
  }
  const prefix = address.searchParams.get('prefix') ?? undefined;
  address.search = '';
  return { address, prefix };
}

/** One character of a password that was not encoded makes the rest of it a path, a query or a fragment. */
function isPlace({ protocol, hostname, pathname, searchParams, hash, username, password }: URL) {
  return (
    /^rediss?:$/.test(protocol) &&
    hostname !== '' &&
    /^(\/\d*)?$/.test(pathname) &&
    [...searchParams.keys()].every((name) => name === 'prefix') &&
    hash === '' &&
    isDecodable(username + password)
  );
}

function isDecodable(text: string): boolean {
  try {
    return typeof decodeURIComponent(text) === 'string';
  } catch {
    return false;
  }
}
