// `pnpm bench:behaviour`: what our client and its peers do when a server misbehaves. Every cell is measured by running.
// `--json FILE` also as JSON, `--only NAME` one client. Ends with 1 if a row that we promise is not kept.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rows } from './behaviour/scene.mjs';
import { tables } from './behaviour/table.mjs';
import { installPeers } from './install.mjs';
import { clientNamed, clients } from './peers/clients.mjs';

const { values: flags } = parseArgs({
  options: { json: { type: 'string' }, only: { type: 'string' } },
});
const chosen = flags.only ? [clientNamed(flags.only)] : clients;
const titles = rows.map(({ title }) => title);

if (chosen.some(({ kind }) => kind !== 'ours')) installPeers('peers');
const findings = await inTurn(chosen, probe);
console.log(`Node ${process.version}\n\n${tables(findings, titles)}`);
if (flags.json) writeFileSync(flags.json, `${JSON.stringify(plain(), null, 2)}\n`);

const missed = findings
  .filter(({ kind }) => kind === 'ours')
  .flatMap(({ cells }) => titles.filter((title) => cells.get(title)?.verdict !== 'good'));
if (missed.length > 0) {
  console.error(`\nNot kept by us: ${missed.join('; ')}`);
  process.exitCode = 1;
}

/**
 * In a process of its own, which is ended if it takes too long.
 * @param {import('./peers/clients.mjs').Client} client
 * @returns {Promise<import('./behaviour/table.mjs').Finding>}
 */
async function probe({ name, kind }) {
  const file = fileURLToPath(new URL('./behaviour/probe-client.mjs', import.meta.url));
  const child = spawn(process.execPath, [file, name], { stdio: ['ignore', 'pipe', 'ignore'] });
  const limit = setTimeout(() => child.kill('SIGKILL'), 150_000);
  const exited = once(child, 'exit');
  const cells = new Map();
  for await (const line of createInterface({ input: child.stdout })) {
    const { title, ...cell } = parsed(line);
    if (title) cells.set(title, cell);
  }
  await exited;
  clearTimeout(limit);
  return { name, kind, cells };
}

/** What a client prints by itself is no finding. @param {string} line */
function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}

/**
 * Two at a time: more would disturb each other's clocks.
 * @template Item, Result
 * @param {Item[]} items
 * @param {(item: Item) => Promise<Result>} work
 * @returns {Promise<Result[]>}
 */
async function inTurn(items, work) {
  /** @type {Result[]} */
  const results = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all([worker(), worker()]);
  return results;
}

function plain() {
  const clients = findings.map(({ cells, ...rest }) => ({
    ...rest,
    cells: Object.fromEntries(cells),
  }));
  return { node: process.version, clients };
}
