// What it costs to copy a world: pictures of it, ways back to them, worlds that begin with the same.
import { createMock } from '@voicectl/mock';
import { createClient } from '@voicectl/sdk';
import { median } from '../rig.mjs';

/**
 * Milliseconds, medians.
 * @param {number} seedAgents
 */
export async function copyTimes(seedAgents) {
  const mock = createMock({ seedAgents });
  const { agents } = createClient(mock.clientOptions);
  const [agent] = (await agents.list()).data;
  if (agent === undefined) throw new Error('The world is empty');
  /** @type {Record<'snapshot' | 'restore' | 'fork' | 'forkOfNow' | 'firstWrite' | 'firstPage', number[]>} */
  const times = {
    snapshot: [],
    restore: [],
    fork: [],
    forkOfNow: [],
    firstWrite: [],
    firstPage: [],
  };
  // The first ones warm up.
  for (let repeat = -5; repeat < 25; repeat++) {
    const timed = async (
      /** @type {keyof typeof times} */ what,
      /** @type {() => unknown} */ act,
    ) => {
      const started = performance.now();
      const result = await act();
      if (repeat >= 0) times[what].push(performance.now() - started);
      return /** @type {never} */ (result);
    };
    /** @type {import('@voicectl/mock').Snapshot} */
    const snapshot = await timed('snapshot', () => mock.snapshot());
    await agents.update(agent.id, { name: `Changed ${repeat}` });
    await timed('restore', () => mock.restore(snapshot));
    await expectName(agents, agent);

    /** @type {import('@voicectl/mock').MockWorld} */
    const fork = await timed('fork', () => mock.world(`worker-${repeat + 5}`));
    const inFork = createClient(fork.clientOptions).agents;
    await timed('firstWrite', () => inFork.update(agent.id, { name: 'Changed in the fork' }));
    await timed('firstPage', () => inFork.list({ sortBy: 'name' }));
    await expectName(agents, agent);

    await timed('forkOfNow', async () => mock.world('branch').restore(mock.snapshot()));
    await expectName(createClient(mock.world('branch').clientOptions).agents, agent);
    for (const name of [fork.name, 'branch']) await mock.removeWorld(name);
  }
  return Object.fromEntries(Object.entries(times).map(([what, values]) => [what, median(values)]));
}

/**
 * @param {import('@voicectl/sdk').Client['agents']} agents
 * @param {{ id: string, name: string }} agent
 */
async function expectName(agents, { id, name }) {
  const found = await agents.get(id);
  if (found.name !== name) throw new Error(`A copy is none: ${found.name} is not ${name}`);
}
