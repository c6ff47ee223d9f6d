// What a request costs a server: contenders in turn, one short turn after another, so that whatever else the machine does
// falls on all alike; fresh processes in each round, so that nobody's garbage is another's burden.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { median } from '../rig.mjs';
import { draft, id } from './agent.mjs';
import { bare, mswMiddleware, ours, prism, titleOf } from './contenders.mjs';
import { headers, onCore, startServer } from './process.mjs';
import { atLeast, atMost } from './targets.mjs';

/**
 * @typedef {import('./contenders.mjs').Contender} Contender
 * @typedef {import('./load.mjs').Load & { cpu: number, perSecond: number }} Sample CPU in microseconds a request
 * @typedef {'get' | 'create'} Kind
 */

const connections = 32;
const turns = 3;
const kinds = /** @type {const} */ ({ get: 'GET one', create: 'POST create' });
const json = { ...headers, 'content-type': 'application/json' };
const created = JSON.stringify(draft);

/**
 * @param {readonly Contender[]} contenders
 * @param {number} rounds
 */
export async function overHttp(contenders, rounds) {
  /** @type {Map<string, Record<Kind, Sample[]>>} */
  const samples = new Map(contenders.map(({ name }) => [name, { get: [], create: [] }]));
  const load = startLoad();
  try {
    for (let round = 0; round < rounds; round++) {
      await oneRound(contenders, load, (name, kind, sample) =>
        samples.get(name)?.[kind].push(sample),
      );
    }
  } finally {
    load.stop();
  }
  return contenders.map((contender) => ({
    name: contender.name,
    title: titleOf(contender),
    get: summary(samples, contender.name, 'get'),
    create: summary(samples, contender.name, 'create'),
  }));
}

/** @typedef {Awaited<ReturnType<typeof overHttp>>} OverHttp */

/**
 * @param {readonly Contender[]} contenders
 * @param {ReturnType<typeof startLoad>} load
 * @param {(name: string, kind: Kind, sample: Sample) => void} note
 */
async function oneRound(contenders, load, note) {
  /** @type {import('./process.mjs').Server[]} */
  const servers = [];
  try {
    for (const contender of contenders) {
      servers.push(await startServer(contender, { probed: true }));
      if (contender.remembers) await checkMemory(servers.at(-1));
    }
    for (const kind of /** @type {const} */ (['get', 'create'])) {
      for (const server of servers) await warmUp(server, kind, load);
      for (let turn = 0; turn < turns; turn++) {
        for (const server of turn % 2 === 0 ? servers : servers.toReversed()) {
          note(server.name, kind, await measured(server, kind, load, 700));
        }
      }
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/**
 * A second, and on a busy machine up to three more, until its code is compiled.
 * @param {import('./process.mjs').Server} server
 * @param {Kind} kind
 * @param {ReturnType<typeof startLoad>} load
 */
async function warmUp(server, kind, load) {
  let requests = 0;
  for (let second = 0; second < 4 && requests < 15_000; second++) {
    requests += (await measured(server, kind, load, 1_000)).requests;
  }
}

/** What has been posted can be got. @param {import('./process.mjs').Server | undefined} server */
async function checkMemory({ name, url } = /** @type {never} */ ({})) {
  const made = await request(url, { method: 'POST', headers: json, body: created });
  const agent = /** @type {{ id: string }} */ (await made.body.json());
  const got = await request(`${url}/${agent.id}`, { headers });
  const again = /** @type {Record<string, unknown>} */ (await got.body.json());
  if (agent.id !== id && again.id === agent.id && again.instructions === draft.instructions) return;
  throw new Error(`${name} forgets what it is sent`);
}

/**
 * @param {import('./process.mjs').Server} server
 * @param {Kind} kind
 * @param {ReturnType<typeof startLoad>} load
 * @param {number} ms
 * @returns {Promise<Sample>}
 */
async function measured({ name, url, cpu }, kind, load, ms) {
  const { origin, pathname } = new URL(url);
  const asked =
    kind === 'get'
      ? { path: `${pathname}/${id}`, method: /** @type {const} */ ('GET'), headers, body: null }
      : { path: pathname, method: /** @type {const} */ ('POST'), headers: json, body: created };
  const status = kind === 'get' ? 200 : 201;
  const before = await cpu();
  const found = await load
    .run({ ...asked, origin, status, name: draft.name, connections, ms })
    .catch((error) => {
      throw new Error(`${name}, ${kinds[kind]}: ${error.message}`);
    });
  const used = (await cpu()) - before;
  return { ...found, cpu: used / found.requests, perSecond: found.requests / found.seconds };
}

function startLoad() {
  const [command, args] = onCore([fileURLToPath(new URL('./load.mjs', import.meta.url))], 1);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return {
    /** @param {import('./load.mjs').Plan} plan */
    async run(plan) {
      child.send(plan);
      const [{ load, error }] = await once(child, 'message');
      if (error) throw new Error(error);
      return /** @type {import('./load.mjs').Load} */ (load);
    },
    stop: () => child.kill(),
  };
}

/**
 * Medians over all turns; each ratio is taken within a turn.
 * @param {Map<string, Record<Kind, Sample[]>>} samples
 * @param {string} name
 * @param {Kind} kind
 */
function summary(samples, name, kind) {
  const own = samples.get(name)?.[kind] ?? [];
  const of = (/** @type {'cpu' | 'perSecond' | 'p50' | 'p99'} */ what) =>
    median(own.map((sample) => sample[what]));
  /** Ratios to another contender, in the same turn. */
  const times = (/** @type {string} */ other, /** @type {'cpu' | 'perSecond'} */ what) => {
    const theirs = samples.get(other)?.[kind] ?? [];
    return median(own.map((sample, turn) => sample[what] / (theirs[turn]?.[what] ?? Number.NaN)));
  };
  return {
    ...{ perSecond: of('perSecond'), p50: of('p50'), p99: of('p99'), cpu: of('cpu') },
    timesBare: times(bare.name, 'cpu'),
    /** How many of our requests are answered in the time of one of theirs. */
    oursFaster: 1 / times(ours.name, 'perSecond'),
  };
}

/** @param {OverHttp} rows */
export function httpTable(rows) {
  return Object.entries(kinds)
    .map(([kind, heading]) =>
      [
        `### ${heading}, ${connections} connections\n`,
        '| | requests/s | p50 | p99 | CPU a request | times bare | ours is faster by |',
        '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
        ...rows.map((row) => line(row.title, row[/** @type {Kind} */ (kind)])),
      ].join('\n'),
    )
    .join('\n\n');
}

/**
 * @param {string} title
 * @param {OverHttp[number]['get']} found
 */
function line(title, { perSecond, p50, p99, cpu, timesBare, oursFaster }) {
  const ms = (/** @type {number} */ value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
  const cells = [
    Math.round(perSecond).toLocaleString('en'),
    ...[ms(p50), ms(p99), `${cpu.toFixed(0)} us`, `${timesBare.toFixed(2)} x`],
    `${oursFaster.toFixed(oursFaster < 10 ? 2 : 0)} x`,
  ];
  return `| ${title} | ${cells.join(' | ')} |`;
}

/** @param {OverHttp} rows */
export function httpTargets(rows) {
  const [we, one, other] = [ours, prism, mswMiddleware].map(({ name }) =>
    rows.find((row) => row.name === name),
  );
  const cpu = we && [
    atMost('GET: CPU a request, times bare', we.get.timesBare, 1.5, 'x'),
    atMost('POST: CPU a request, times bare', we.create.timesBare, 3.5, 'x'),
  ];
  const overPrism = one && [
    atLeast("GET: requests/s, times Prism's", one.get.oursFaster, 8, 'x'),
    atLeast("POST: requests/s, times Prism's", one.create.oursFaster, 3, 'x'),
  ];
  const overMsw = other && [
    atLeast("GET: requests/s, times msw's middleware", other.get.oursFaster, 15, 'x'),
    atLeast("POST: requests/s, times msw's middleware", other.create.oursFaster, 8, 'x'),
  ];
  return [...(cpu ?? []), ...(overPrism ?? []), ...(overMsw ?? [])];
}

/** CPU over bare, at most; the targets are less, the rest is for machines that have other things to do. */
const ceilings = { get: 2, create: 5 };

/** What is above the ceiling, in words. @param {OverHttp} rows */
export function aboveCeiling(rows) {
  const we = rows.find(({ name }) => name === ours.name);
  return Object.entries(ceilings).flatMap(([kind, most]) => {
    const times = we?.[/** @type {Kind} */ (kind)].timesBare ?? Number.NaN;
    const title = kinds[/** @type {Kind} */ (kind)];
    return times <= most ? [] : [`${title}: ${times.toFixed(2)} x bare, at most ${most}`];
  });
}
