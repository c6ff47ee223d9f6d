// A list of 10,000 agents as lines of JSON, over a script that walks them with the bare SDK; and what five times as many
// add to the peak of memory.
import { fileURLToPath } from 'node:url';
import { atMost } from '../mock/targets.mjs';
import { startPlatform } from './platform.mjs';
import { ours } from './programs.mjs';
import { measuredTable } from './stopwatch.mjs';

const walk = fileURLToPath(new URL('./walk.mjs', import.meta.url));
const listing = ours('agents', 'list', '--all', '-o', 'ndjson');
/** @param {number} agents */
const whole = (agents) => (/** @type {string} */ text) => text.split('\n').length === agents + 1;

/**
 * @param {import('./stopwatch.mjs').Stopwatch} stopwatch
 * @param {number} rounds
 */
export async function lists(stopwatch, rounds) {
  const few = await listed(stopwatch, 10_000, rounds);
  const many = await listed(stopwatch, 50_000, Math.min(rounds, 5));
  return { few, many };
}

/**
 * @param {import('./stopwatch.mjs').Stopwatch} stopwatch
 * @param {number} agents
 * @param {number} rounds
 */
async function listed(stopwatch, agents, rounds) {
  const platform = await startPlatform(agents);
  try {
    const { env } = platform;
    const fits = whole(agents);
    const bySdk = { args: [process.execPath, walk], env, fits };
    return await stopwatch.paired(bySdk, { args: listing, env, fits }, rounds);
  } finally {
    platform.stop();
  }
}

/** @typedef {Awaited<ReturnType<typeof lists>>} Lists */

/** @param {Lists} measured */
export function listTable({ few, many }) {
  const rows = [
    { name: '10,000 agents', ...few },
    { name: '50,000 agents', ...many },
  ];
  return measuredTable('`agents list --all -o ndjson`, over the bare SDK', rows, 'the SDK');
}

/** @param {Lists} measured */
export function listTargets({ few, many }) {
  return [
    atMost('10,000 agents as ndjson, over the bare SDK', few.ratio, 1.5, 'x'),
    // The collector takes its time: it is the same for 200,000.
    atMost('peak memory: 50,000 agents over 10,000', many.peak / few.peak, 1.5, 'x'),
  ];
}
