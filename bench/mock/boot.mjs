// How long a start takes, from the spawn to the first answer, and how much memory it holds then: fresh processes in turn.
import { median } from '../rig.mjs';
import { ours, oursInProgram, titleOf } from './contenders.mjs';
import { startServer } from './process.mjs';
import { atMost } from './targets.mjs';

/**
 * @param {readonly import('./contenders.mjs').Contender[]} contenders
 * @param {number} rounds
 */
export async function boot(contenders, rounds) {
  const rows = contenders.map((contender) => ({
    contender,
    ms: /** @type {number[]} */ ([]),
    residentMiB: /** @type {number[]} */ ([]),
  }));
  // The first round fills the disk cache.
  for (let round = -1; round < rounds; round++) {
    for (const { contender, ms, residentMiB } of rows) {
      const server = await startServer(contender);
      if (round >= 0) {
        ms.push(server.bootMs);
        residentMiB.push(server.residentMiB() ?? Number.NaN);
      }
      await server.stop();
    }
  }
  return rows.map(({ contender, ms, residentMiB }) => ({
    name: contender.name,
    title: titleOf(contender),
    ms: median(ms),
    residentMiB: median(residentMiB),
  }));
}

/** @typedef {Awaited<ReturnType<typeof boot>>} Boot */

/** @param {Boot} rows */
export function bootTable(rows) {
  const sorted = [...rows].sort((a, b) => a.ms - b.ms);
  return [
    '### Start to first answer, and memory held then\n',
    '| | ms | MiB |',
    '| --- | ---: | ---: |',
    ...sorted.map(
      ({ title, ms, residentMiB }) => `| ${title} | ${ms.toFixed(0)} | ${residentMiB.toFixed(0)} |`,
    ),
  ].join('\n');
}

/** @param {Boot} rows */
export function bootTargets(rows) {
  return rows
    .filter(({ name }) => name === ours.name || name === oursInProgram.name)
    .map(({ name, ms }) => atMost(`${name}: start to first answer`, ms, 200, 'ms'));
}
