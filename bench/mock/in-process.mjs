// A call within one program: the SDK on the mock's own door, beside msw and the global fetch. Each way in a process of its
// own, a fresh one in each round, for msw changes the process that it works in.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from '../rig.mjs';
import { atLeast, atMost } from './targets.mjs';

const run = promisify(execFile);
const file = fileURLToPath(new URL('./one-way.mjs', import.meta.url));
/** @typedef {'get' | 'create'} Kind */

const ways = {
  door: 'SDK, `createClient(mock.clientOptions)`',
  msw: 'fetch + json(), msw with our handlers',
  plain: 'fetch + json(), msw with plain handlers',
};
/** @typedef {keyof typeof ways} Way */
const names = /** @type {Way[]} */ (Object.keys(ways));

/** @param {number} rounds */
export async function inProcess(rounds) {
  /** @type {Record<Way, Record<Kind, import('../rig.mjs').Sample>[]>} */
  const samples = { door: [], msw: [], plain: [] };
  for (let round = 0; round < rounds; round++) {
    for (const way of names) {
      const { stdout } = await run(process.execPath, [file, way]);
      samples[way].push(JSON.parse(stdout));
    }
  }
  return names.map((way) => {
    const of = (/** @type {Kind} */ kind) => {
      const wall = samples[way].map((sample) => sample[kind].wall);
      const door = samples.door.map((sample) => sample[kind].wall);
      const ratio = wall.map((value, round) => value / (door[round] ?? Number.NaN));
      const cpu = median(samples[way].map((sample) => sample[kind].cpu));
      return { wall: median(wall), cpu, timesDoor: median(ratio) };
    };
    return { way, get: of('get'), create: of('create') };
  });
}

/** @typedef {Awaited<ReturnType<typeof inProcess>>} InProcess */

/** @param {InProcess} rows */
export function processTable(rows) {
  const cell = (/** @type {InProcess[number]['get']} */ { wall, cpu, timesDoor }) =>
    `${wall.toFixed(0)} us, CPU ${cpu.toFixed(0)} us, ${timesDoor.toFixed(1)} x`;
  return [
    '### In one process: a call, one after another\n',
    '| | GET one | POST create |',
    '| --- | ---: | ---: |',
    ...rows.map(({ way, get, create }) => `| ${ways[way]} | ${cell(get)} | ${cell(create)} |`),
  ].join('\n');
}

/** @param {InProcess} rows */
export function processTargets(rows) {
  const get = (/** @type {Way} */ wanted) => rows.find(({ way }) => way === wanted)?.get;
  return [
    atMost('in process: GET one', get('door')?.wall ?? Number.NaN, 70, 'us'),
    atLeast(
      'in process: faster than fetch through msw, our handlers',
      get('msw')?.timesDoor ?? Number.NaN,
      4,
      'x',
    ),
    atLeast(
      'in process: faster than fetch through msw, plain handlers',
      get('plain')?.timesDoor ?? Number.NaN,
      4,
      'x',
    ),
  ];
}
