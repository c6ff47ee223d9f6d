// Large worlds: copies of 10,000 agents; start, lists and memory of 100,000.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createClient } from '@voicectl/sdk';
import { median } from '../rig.mjs';
import { ours, oursWith } from './contenders.mjs';
import { listTimes } from './lists.mjs';
import { startServer } from './process.mjs';
import { atMost } from './targets.mjs';

const run = promisify(execFile);
const file = fileURLToPath(new URL('./one-world.mjs', import.meta.url));
const few = 10_000;
const many = 100_000;

/** @param {number} rounds */
export async function worlds(rounds) {
  const found = [];
  for (let round = 0; round < rounds; round++) {
    found.push({
      copies: await oneWorld('copies', few),
      inProcess: await oneWorld('lists', many),
      served: await served(many),
    });
  }
  return {
    copies: medians(found.map(({ copies }) => copies)),
    inProcess: medians(found.map(({ inProcess }) => inProcess)),
    served: medians(found.map(({ served }) => served)),
  };
}

/** @typedef {Awaited<ReturnType<typeof worlds>>} WorldTimes */

/**
 * @param {'copies' | 'lists'} what
 * @param {number} agents
 * @returns {Promise<Record<string, number>>}
 */
async function oneWorld(what, agents) {
  const { stdout } = await run(process.execPath, ['--expose-gc', file, what, String(agents)]);
  return JSON.parse(stdout);
}

/** @param {number} agents */
async function served(agents) {
  const empty = await startServer(ours);
  const emptyMiB = empty.residentMiB() ?? Number.NaN;
  await empty.stop();
  const server = await startServer(oursWith(agents));
  try {
    const residentMiB = server.residentMiB() ?? Number.NaN;
    const url = server.url.replace(/\/agents$/, '');
    const client = createClient({ agents: { url, apiKey: 'k' } });
    const times = await listTimes(client, agents);
    await client.close();
    return { startMs: server.bootMs, emptyMiB, residentMiB, ...times };
  } finally {
    await server.stop();
  }
}

/**
 * @param {Record<string, number>[]} rounds
 * @returns {Record<string, number>}
 */
function medians(rounds) {
  return Object.fromEntries(
    Object.keys(rounds[0] ?? {}).map((what) => [
      what,
      median(rounds.map((round) => round[what] ?? Number.NaN)),
    ]),
  );
}

/** @param {WorldTimes} found */
export function worldsTable({ copies, inProcess, served }) {
  const ms = (/** @type {number | undefined} */ value = Number.NaN) => `${value.toFixed(2)} ms`;
  const row = (/** @type {string} */ title, /** @type {string} */ what) =>
    `| ${title} | ${ms(inProcess[what])} | ${ms(served[what])} |`;
  return [
    `### Copies of ${few.toLocaleString('en')} agents, in process\n`,
    '| | |',
    '| --- | ---: |',
    `| snapshot | ${ms(copies.snapshot)} |`,
    `| restore, after a change | ${ms(copies.restore)} |`,
    `| a new world that begins with them | ${ms(copies.fork)} |`,
    `| a new world that is like this one now | ${ms(copies.forkOfNow)} |`,
    `| the first change in such a world | ${ms(copies.firstWrite)} |`,
    `| its first page of a list | ${ms(copies.firstPage)} |`,
    '',
    `### A world of ${many.toLocaleString('en')} agents, through the SDK\n`,
    '| | in process | voicectl mock serve |',
    '| --- | ---: | ---: |',
    row('start', 'startMs'),
    row('page with search, median', 'search'),
    row('page with search, slowest', 'slowestSearch'),
    row('sorted page, median', 'sorted'),
    row('sorted page, slowest', 'slowestSorted'),
    row('sorted page right after a create, median', 'afterCreate'),
    row('first page ever in an order, median', 'first'),
    `\nMemory: ${inProcess.heapMiB?.toFixed(0)} MiB of heap; the server holds ${served.residentMiB?.toFixed(0)} MiB, an empty one ${served.emptyMiB?.toFixed(0)}.`,
  ].join('\n');
}

/** @param {WorldTimes} found */
export function worldsTargets({ copies, inProcess, served }) {
  const of = (/** @type {number | undefined} */ value = Number.NaN) => value;
  const copied = `of ${few.toLocaleString('en')} agents`;
  const full = `${many.toLocaleString('en')} agents`;
  return [
    atMost(`snapshot ${copied}`, of(copies.snapshot), 2, 'ms'),
    atMost(`restore ${copied}`, of(copies.restore), 2, 'ms'),
    atMost(`fork ${copied}`, Math.max(of(copies.fork), of(copies.forkOfNow)), 2, 'ms'),
    atMost(`${full}: start of the server`, of(served.startMs), 2000, 'ms'),
    atMost(`${full}: page with search, in process`, of(inProcess.search), 15, 'ms'),
    atMost(`${full}: page with search, over HTTP`, of(served.search), 15, 'ms'),
    atMost(`${full}: sorted page, in process`, of(inProcess.sorted), 2, 'ms'),
    atMost(`${full}: sorted page, over HTTP`, of(served.sorted), 2, 'ms'),
  ];
}
