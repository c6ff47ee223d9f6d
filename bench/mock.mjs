// `pnpm bench:mock`: what our mock costs, over a bare server and beside its peers.
// `--only bare|http|process|boot|worlds` one part (`bare` is `http` without peers, so that none must be installed),
// `--rounds N` more or fewer rounds, `--json FILE` also as JSON, `--gate` ends with 1 when a request costs more CPU than
// its ceiling.
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { installPeers } from './install.mjs';
import { boot, bootTable, bootTargets } from './mock/boot.mjs';
import { bare, contenders, ours, oursInProgram } from './mock/contenders.mjs';
import { aboveCeiling, httpTable, httpTargets, overHttp } from './mock/http.mjs';
import { inProcess, processTable, processTargets } from './mock/in-process.mjs';
import { pinning } from './mock/process.mjs';
import { targetTable } from './mock/targets.mjs';
import { worlds, worldsTable, worldsTargets } from './mock/worlds.mjs';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    json: { type: 'string' },
    gate: { type: 'boolean' },
  },
});
const parts = ['http', 'process', 'boot', 'worlds'];
if (flags.only && ![...parts, 'bare'].includes(flags.only)) {
  throw new Error(`--only takes bare, ${parts.join(', ')}.`);
}
const rounds = flags.rounds === undefined ? undefined : Number(flags.rounds);
if (rounds !== undefined && !(rounds >= 1)) throw new Error('--rounds takes a number from 1 up.');
const wants = (/** @type {string} */ part) => flags.only === undefined || flags.only === part;
// Node reads these certificates at each start: no business of any contender.
delete process.env.NODE_EXTRA_CA_CERTS;
if (wants('http') || wants('boot')) installPeers('mock/peers');

console.log(
  `Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${pinning}.\n`,
);
/** @type {Record<string, unknown>} */
const found = { node: process.version };
/** @type {import('./mock/targets.mjs').Target[]} */
const targets = [];

if (wants('http') || flags.only === 'bare') {
  const measured = await overHttp(flags.only === 'bare' ? [bare, ours] : contenders, rounds ?? 5);
  found.http = measured;
  targets.push(...httpTargets(measured));
  console.log(`${httpTable(measured)}\n`);
  const above = aboveCeiling(measured);
  if (above.length > 0) console.error(`Above the ceiling: ${above.join('; ')}\n`);
  if (above.length > 0 && flags.gate) process.exitCode = 1;
}
if (wants('process')) {
  const measured = await inProcess(rounds ?? 5);
  found.process = measured;
  targets.push(...processTargets(measured));
  console.log(`${processTable(measured)}\n`);
}
if (wants('boot')) {
  const measured = await boot([...contenders, oursInProgram], rounds ?? 7);
  found.boot = measured;
  targets.push(...bootTargets(measured));
  console.log(`${bootTable(measured)}\n`);
}
if (wants('worlds')) {
  const measured = await worlds(rounds ?? 3);
  found.worlds = measured;
  targets.push(...worldsTargets(measured));
  console.log(`${worldsTable(measured)}\n`);
}
if (targets.length > 0) console.log(targetTable(targets));
if (flags.json) writeFileSync(flags.json, `${JSON.stringify({ ...found, targets }, null, 2)}\n`);
