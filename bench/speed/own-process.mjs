// Each client in a process of its own, a fresh one in each round, the rounds interleaved: the honest steady state, in
// which nobody's compiled code or garbage is another's burden.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { clients } from '../peers/clients.mjs';
import { ours } from '../peers/ours.mjs';
import { median } from '../rig.mjs';

const run = promisify(execFile);
const file = fileURLToPath(new URL('./one-client.mjs', import.meta.url));
const bare = 'undici.request';
const shapes = /** @type {const} */ (['alone', 'together', 'page']);
/** @typedef {(typeof shapes)[number]} Shape */

const contenders = [
  ...clients.map(({ name }) => ({ name, args: [name] })),
  { name: '@voicectl/sdk, validation off', args: ['@voicectl/sdk', 'off'] },
];

/**
 * @param {string} url
 * @param {number} rounds
 */
export async function ownProcess(url, rounds) {
  /** @type {Map<string, Record<Shape, import('../rig.mjs').Sample>[]>} */
  const samples = new Map(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, args } of contenders) {
      const [client = '', ...rest] = args;
      const { stdout } = await run(process.execPath, [file, client, url, ...rest]);
      samples.get(name)?.push(JSON.parse(stdout));
    }
  }
  return contenders.map(({ name }) => {
    const of = (/** @type {Shape} */ shape) => {
      const values = (/** @type {string} */ from, /** @type {'cpu' | 'wall'} */ what) =>
        (samples.get(from) ?? []).map((sample) => sample[shape][what]);
      const cpu = values(name, 'cpu');
      // Of the same round: what slowed that one slowed both.
      const over = (/** @type {string} */ other) =>
        median(values(other, 'cpu').map((value, round) => (cpu[round] ?? value) / value));
      const perSecond = 1e6 / median(values(name, 'wall'));
      return { cpu: median(cpu), overBare: over(bare), overOurs: over(ours.name), perSecond };
    };
    return { name, alone: of('alone'), together: of('together'), page: of('page') };
  });
}

/** @typedef {Awaited<ReturnType<typeof ownProcess>>} Own */

/** @param {Own} rows */
export function ownTable(rows) {
  const sorted = [...rows].sort((a, b) => a.together.overOurs - b.together.overOurs);
  const lines = sorted.map((row) => {
    const cells = shapes.map((shape) => {
      const { cpu, overBare, overOurs } = row[shape];
      return `${cpu.toFixed(0)} us, ${overBare.toFixed(2)} x, ${overOurs.toFixed(2)} x ours`;
    });
    return `| ${row.name} | ${cells.join(' | ')} | ${Math.round(row.together.perSecond)} |`;
  });
  return [
    `### Each in a process of its own: CPU a call, times ${bare}, times ours\n`,
    '| | one agent | one agent, 32 at once | a page of 100 | calls/s, 32 at once |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n');
}
