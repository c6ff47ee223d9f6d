// `pnpm bench:sdk`: what our client costs, over the bare HTTP client and beside its peers.
// `--only paired|own|import` one part (`paired` needs no peers), `--rounds N` more or fewer rounds, `--json FILE` also as
// JSON, `--gate` ends with 1 when a paired call costs more CPU than its ceiling.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { installPeers } from './install.mjs';
import { startServer } from './rig.mjs';
import { aboveCeiling, paired, pairedTable } from './speed/paired.mjs';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    json: { type: 'string' },
    gate: { type: 'boolean' },
  },
});
const parts = ['paired', 'own', 'import'];
if (flags.only && !parts.includes(flags.only)) throw new Error(`--only takes ${parts.join(', ')}.`);
const rounds = flags.rounds === undefined ? undefined : Number(flags.rounds);
if (rounds !== undefined && !(rounds >= 1)) throw new Error('--rounds takes a number from 1 up.');
const wants = (/** @type {string} */ part) => flags.only === undefined || flags.only === part;
if (wants('own') || wants('import')) installPeers('peers');

const server = await startServer();
/** @type {Record<string, unknown>} */
const found = { node: process.version };
try {
  if (wants('paired')) {
    const measured = await paired(server.url, rounds ?? 9);
    found.paired = measured;
    console.log(`${pairedTable(measured)}\n`);
    const above = aboveCeiling(measured);
    if (above.length > 0) console.error(`Above the ceiling: ${above.join('; ')}\n`);
    if (above.length > 0 && flags.gate) process.exitCode = 1;
  }
  if (wants('own')) {
    const { ownProcess, ownTable } = await import('./speed/own-process.mjs');
    const rows = await ownProcess(server.url, rounds ?? 5);
    found.own = rows;
    console.log(`${ownTable(rows)}\n`);
  }
  if (wants('import')) {
    const { importTable, importTime } = await import('./speed/import-time.mjs');
    const measured = importTime(server.url, rounds ?? 9);
    found.import = measured;
    console.log(`${importTable(measured)}\n`);
  }
} finally {
  server.stop();
}
if (flags.json) writeFileSync(flags.json, `${JSON.stringify(found, null, 2)}\n`);
