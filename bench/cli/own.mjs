// What our commands cost over a bare Node on the same machine: start-up, help, completion, and one agent read.
import { atMost } from '../mock/targets.mjs';
import { startPlatform } from './platform.mjs';
import { bare, ours } from './programs.mjs';
import { measuredTable } from './stopwatch.mjs';

/** Over a bare Node: what is to be reached, and what CI allows on a machine that does other things, too. */
const bounds = {
  version: { name: '`--version`', most: 1.3, ceiling: 1.5 },
  help: { name: '`--help`', most: 1.6, ceiling: 1.8 },
  completion: {
    name: 'completion of `agents get`: ids, kept from the last time',
    most: 2,
    ceiling: 2.4,
  },
  get: { name: '`agents get ID`', most: 3, ceiling: 3.5 },
};
/** @typedef {keyof typeof bounds} Command */

/**
 * @param {import('./stopwatch.mjs').Stopwatch} stopwatch
 * @param {number} rounds
 */
export async function own(stopwatch, rounds) {
  const platform = await startPlatform(10);
  try {
    const { env } = platform;
    const listed = await stopwatch.good({ args: ours('agents', 'list', '-o', 'json'), env });
    const { id } = JSON.parse(listed.stdout()).data[0];
    /** @type {Record<Command, import('./stopwatch.mjs').Program>} */
    const programs = {
      version: { args: ours('--version'), fits: (text) => /^\d+\.\d+\.\d+\s$/.test(text) },
      help: { args: ours('--help'), fits: (text) => text.includes('agents') },
      completion: {
        args: ours('__complete', 'zsh', 'agents', 'get', ''),
        env,
        fits: (text) => text.includes(id),
      },
      get: { args: ours('agents', 'get', id), env, fits: (text) => JSON.parse(text).id === id },
    };
    const rows = [];
    for (const command of /** @type {Command[]} */ (Object.keys(programs))) {
      const measured = await stopwatch.paired(bare, programs[command], rounds);
      rows.push({ command, name: bounds[command].name, ...measured });
    }
    return rows;
  } finally {
    platform.stop();
  }
}

/** @typedef {Awaited<ReturnType<typeof own>>} Own */

/** @param {Own} rows */
export function ownTable(rows) {
  const floor = rows[0]?.floor.toFixed(0);
  return measuredTable(`Our commands, over \`node -e 0\` (${floor} ms)`, rows, 'node');
}

/** @param {Own} rows */
export function ownTargets(rows) {
  return rows.map(({ command, name, ratio }) => atMost(name, ratio, bounds[command].most, 'x'));
}

/**
 * By CPU time, which minds least what else a machine does: nearly all of a start is one thread at work.
 * @param {Own} rows
 */
export function aboveCeiling(rows) {
  return rows
    .filter(({ command, cpuRatio }) => cpuRatio > bounds[command].ceiling)
    .map(({ command, name, cpuRatio }) => {
      return `${name} ${cpuRatio.toFixed(2)} > ${bounds[command].ceiling}`;
    });
}
