/** What is done on the Redis server in one go, and the keys it is done to. */
import { collections } from '../../state/state';
import type { Delta } from '../delta';

/** The keys of one world; its name is free of what joins them. */
export interface Keys {
  /** Which version there is; there is no world without one. */
  readonly head: string;
  /** The latest changes, oldest first, for those who are not far behind. */
  readonly recent: string;
  /** Counts the records that there have been, for the sake of their order. */
  readonly count: string;
  readonly collections: readonly { readonly order: string; readonly records: string }[];
}

export function keysOf(prefix: string, world: string): Keys {
  const key = `${prefix}${world}`;
  return {
    head: key,
    recent: `${key}:recent`,
    count: `${key}:count`,
    collections: collections.map((name) => ({
      order: `${key}:${name}:order`,
      records: `${key}:${name}`,
    })),
  };
}

/** All keys, as the script has them. The first is the set of the names of all worlds. */
export function keyList(prefix: string, { head, recent, count, collections }: Keys): string[] {
  const ofRecords = collections.flatMap(({ order, records }) => [order, records]);
  return [worldsKey(prefix), head, recent, count, ...ofRecords];
}

/** No world has an empty name, so this is nobody else's. */
export function worldsKey(prefix: string): string {
  return `${prefix}:worlds`;
}

/** How many changes those who are behind may be behind without reading everything anew. */
export const mostRecent = 200;
/** A change of more characters is not worth being kept twice. */
const longestRecent = 65_536;
const mostInPiece = 1000;

/**
 * Keeps changes if the world is still at the version they were made on.
 * ARGV: world, expected head ('' for none), new head ('' to forget the world), recent entry ('' for none), how many
 * of these, whether to empty first ('1'), and the changes in pieces: `[collection, id, record]`, without record to go.
 */
export const commitScript = `
local worlds, head, recent, count = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
if (redis.call('GET', head) or '') ~= ARGV[2] then return 0 end
if ARGV[6] == '1' then
  for place = 5, #KEYS do redis.call('DEL', KEYS[place]) end
end
if ARGV[3] == '' then
  redis.call('DEL', head, recent, count)
  redis.call('SREM', worlds, ARGV[1])
  return 1
end
for place = 7, #ARGV do
  for _, change in ipairs(cjson.decode(ARGV[place])) do
    local order, records = KEYS[5 + 2 * change[1]], KEYS[6 + 2 * change[1]]
    if change[3] == nil then
      redis.call('HDEL', records, change[2])
      redis.call('ZREM', order, change[2])
    elseif redis.call('HSET', records, change[2], change[3]) == 1 then
      redis.call('ZADD', order, redis.call('INCR', count), change[2])
    end
  end
end
redis.call('SET', head, ARGV[3])
redis.call('SADD', worlds, ARGV[1])
if ARGV[4] == '' then
  redis.call('DEL', recent)
else
  redis.call('RPUSH', recent, ARGV[4])
  redis.call('LTRIM', recent, -tonumber(ARGV[5]), -1)
end
return 1
`;

/** What the script takes besides the keys, to keep changes. */
export function commitArguments(
  world: string,
  expected: string | null,
  head: string,
  delta: Delta,
): string[] {
  return [
    world,
    expected ?? '',
    head,
    recentEntry(head, delta),
    String(mostRecent),
    delta.empty ? '1' : '',
    ...pieces(delta),
  ];
}

/** Empty where it would be too long. */
function recentEntry(head: string, delta: Delta): string {
  if (delta.changes.length > mostRecent) return '';
  const text = JSON.stringify({ head, ...delta });
  return text.length > longestRecent ? '' : text;
}

/** The same, to forget a world. */
export function removalArguments(world: string, expected: string): string[] {
  return [world, expected, '', '', '', '1'];
}

function pieces({ changes }: Delta): string[] {
  const rows = changes.map(({ in: name, id, to }) => {
    const row: unknown[] = [collections.indexOf(name), id];
    // As text in the text: the script only passes it on.
    if (to !== undefined) row.push(JSON.stringify(to));
    return row;
  });
  return Array.from({ length: Math.ceil(rows.length / mostInPiece) }, (_, index) =>
    JSON.stringify(rows.slice(index * mostInPiece, (index + 1) * mostInPiece)),
  );
}
