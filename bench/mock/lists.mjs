// How long pages of a large list take, whatever the client's way to the mock is.
import { median } from '../rig.mjs';
import { draft } from './agent.mjs';

/** @typedef {import('@voicectl/sdk').Client} Client */

const fields = /** @type {const} */ (['name', 'createdAt', 'updatedAt', 'status']);
const orders = /** @type {const} */ (['asc', 'desc']);
// Of 100,000 made-up agents: many, some, few, none.
const searches = ['desk', 'harbour', 'quarry bank survey', 'no such words'];

/**
 * Milliseconds: medians over kinds of pages and repeats; the first page in an order, which makes the order, apart.
 * @param {Client} client
 * @param {number} agents
 */
export async function listTimes({ agents: api }, agents) {
  const first = [];
  for (const sortBy of fields) first.push(await timed(() => api.list({ sortBy })));
  /** @type {number[]} */
  const search = [];
  /** @type {number[]} */
  const sorted = [];
  /** @type {number[]} */
  const afterCreate = [];
  // The first repeat warms up.
  for (let repeat = -1; repeat < 5; repeat++) {
    /** @type {(times: number[], ms: number) => void} */
    const note = (times, ms) => {
      if (repeat >= 0) times.push(ms);
    };
    for (const words of searches) {
      for (const sortBy of fields) {
        for (const page of [1, 3]) {
          note(search, await timed(() => api.list({ search: words, sortBy, page })));
        }
      }
    }
    for (const sortBy of fields) {
      for (const sortOrder of orders) {
        for (const page of [1, agents / 40, agents / 20]) {
          note(sorted, await timed(() => api.list({ sortBy, sortOrder, page })));
        }
      }
      await api.create(/** @type {never} */ (draft));
      note(afterCreate, await timed(() => api.list({ sortBy })));
    }
  }
  return {
    search: median(search),
    slowestSearch: Math.max(...search),
    sorted: median(sorted),
    slowestSorted: Math.max(...sorted),
    afterCreate: median(afterCreate),
    first: median(first),
  };
}

/** A page of 20, as asked. @param {() => Promise<{ data: unknown[], meta: { total: number } }>} list */
async function timed(list) {
  const started = performance.now();
  const { data, meta } = await list();
  const ms = performance.now() - started;
  if (data.length > 20 || (meta.total >= 60 && data.length !== 20)) {
    throw new Error(`A page of 20 has ${data.length} of ${meta.total} agents`);
  }
  return ms;
}
