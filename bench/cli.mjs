// `pnpm bench:cli`: what our command line costs, over a bare Node, over the bare SDK, and beside its peers.
// `--only own|lists|peers` one part (only `peers` installs some), `--rounds N` more or fewer rounds, `--json FILE` also as
// JSON, `--gate` ends with 1 when one of our commands costs more CPU than its ceiling.
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { assertClean } from './cli/environment.mjs';
import { lists, listTable, listTargets } from './cli/lists.mjs';
import { aboveCeiling, own, ownTable, ownTargets } from './cli/own.mjs';
import { comparePeers, peersTable } from './cli/peers.mjs';
import { Stopwatch } from './cli/stopwatch.mjs';
import { installPeers } from './install.mjs';
import { targetTable } from './mock/targets.mjs';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    json: { type: 'string' },
    gate: { type: 'boolean' },
  },
});
const parts = ['own', 'lists', 'peers'];
if (flags.only && !parts.includes(flags.only)) throw new Error(`--only takes ${parts.join(', ')}.`);
const rounds = Number(flags.rounds ?? 20);
if (!(rounds >= 1)) throw new Error('--rounds takes a number from 1 up.');
const wants = (/** @type {string} */ part) => flags.only === undefined || flags.only === part;
if (wants('peers')) installPeers('cli/peers');

const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim()})`;
console.log(
  `Node ${process.version}, ${machine}, medians of ${rounds}, NODE_EXTRA_CA_CERTS unset.\n`,
);
/** @type {Record<string, unknown>} */
const found = { node: process.version, rounds };
/** @type {import('./mock/targets.mjs').Target[]} */
const targets = [];

const stopwatch = new Stopwatch();
try {
  await assertClean(stopwatch);
  if (wants('own')) {
    const measured = await own(stopwatch, rounds);
    found.own = measured;
    targets.push(...ownTargets(measured));
    console.log(`${ownTable(measured)}\n`);
    const above = aboveCeiling(measured);
    if (above.length > 0) console.error(`Above the ceiling: ${above.join('; ')}\n`);
    if (above.length > 0 && flags.gate) process.exitCode = 1;
  }
  if (wants('lists')) {
    const measured = await lists(stopwatch, rounds);
    found.lists = measured;
    targets.push(...listTargets(measured));
    console.log(`${listTable(measured)}\n`);
  }
  if (wants('peers')) {
    const measured = await comparePeers(stopwatch, rounds);
    found.peers = measured;
    console.log(`${peersTable(measured)}\n`);
  }
} finally {
  stopwatch.stop();
}
if (targets.length > 0) console.log(targetTable(targets));
if (flags.json) writeFileSync(flags.json, `${JSON.stringify({ ...found, targets }, null, 2)}\n`);
