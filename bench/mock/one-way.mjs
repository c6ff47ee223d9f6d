// One way to call a mock within one process, warmed up and then measured. `node one-way.mjs WAY`; JSON on stdout.
import { createMock } from '@voicectl/mock';
import { handlers } from '@voicectl/mock/msw';
import { agentsUrl, createClient } from '@voicectl/sdk';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { measure } from '../rig.mjs';
import { draft, id } from './agent.mjs';
import { plainHandlers } from './plain-handlers.mjs';

/** @typedef {{ get: () => Promise<unknown>, create: () => Promise<unknown> }} Calls */

const newMock = () =>
  createMock({ contents: { agents: [/** @type {never} */ ({ id, ...draft })] } });

/** @type {Record<string, () => Calls>} */
const ways = {
  door() {
    const { agents } = createClient(newMock().clientOptions);
    return {
      get: () => agents.get(id),
      create: () => agents.create(/** @type {never} */ (draft)),
    };
  },
  msw() {
    setupServer(...handlers(newMock())).listen({ onUnhandledRequest: 'error' });
    return fetching();
  },
  plain() {
    const server = setupServer(...plainHandlers({ http, HttpResponse }, agentsUrl));
    server.listen({ onUnhandledRequest: 'error' });
    return fetching();
  },
};

const calls = ways[process.argv[2] ?? '']?.();
if (!calls) throw new Error(`No such way; there are ${Object.keys(ways).join(', ')}.`);
const { get, create } = calls;
await check();
process.stdout.write(JSON.stringify({ get: await steady(get), create: await steady(create) }));
process.exit(0);

/** @returns {Calls} */
function fetching() {
  const headers = { 'x-api-key': 'k', accept: 'application/json' };
  const json = { ...headers, 'content-type': 'application/json' };
  const read = (/** @type {Response} */ response) => {
    if (!response.ok) throw new Error(`answered ${response.status}`);
    return response.json();
  };
  return {
    get: async () => read(await fetch(`${agentsUrl}/agents/${id}`, { headers })),
    create: async () =>
      read(
        await fetch(`${agentsUrl}/agents`, {
          method: 'POST',
          headers: json,
          body: JSON.stringify(draft),
        }),
      ),
  };
}

async function check() {
  const got = /** @type {Record<string, unknown>} */ (await get());
  const made = /** @type {Record<string, unknown>} */ (await create());
  if (got.id !== id || made.id === id || made.instructions !== draft.instructions) {
    throw new Error(`answered ${JSON.stringify({ got, made })}`);
  }
}

/**
 * A second to warm up, a second to be measured.
 * @param {() => Promise<unknown>} call
 */
async function steady(call) {
  const until = performance.now() + 1_000;
  let wall = 0;
  do ({ wall } = await measure(call, 200, 1));
  while (performance.now() < until);
  return measure(call, Math.max(200, Math.round(1_000_000 / wall)), 1);
}
