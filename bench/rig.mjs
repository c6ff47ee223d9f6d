// Contenders in turn, round after round, so that whatever else the machine does falls on all of them alike.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** @typedef {{ cpu: number, wall: number }} Sample microseconds a call */

/** @param {{ wait?: number }} [options] */
export async function startServer({ wait = 0 } = {}) {
  const file = fileURLToPath(new URL('./server.mjs', import.meta.url));
  const env = { ...process.env, WAIT: String(wait) };
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'], env });
  const [port] = await once(createInterface({ input: child.stdout }), 'line');
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}

/**
 * Medians over the rounds, and the median of the ratios to the first contender in the same round.
 * @param {Record<string, () => Promise<unknown>>} contenders
 * @param {{ calls: number, atOnce: number, rounds: number }} plan
 */
export async function compare(contenders, { calls, atOnce, rounds }) {
  const names = Object.keys(contenders);
  /** @type {Record<string, Sample[]>} */
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const sample = await measure(contenders[name] ?? (async () => {}), calls, atOnce);
      // The first round warms up.
      if (round >= 0) samples[name]?.push(sample);
    }
  }
  const [base = ''] = names;
  return names.map((name) => {
    const own = samples[name] ?? [];
    const ratio = own.map(({ cpu }, index) => cpu / (samples[base]?.[index]?.cpu ?? cpu));
    const cpu = median(own.map((sample) => sample.cpu));
    const wall = median(own.map((sample) => sample.wall));
    return { name, cpu, perSecond: 1e6 / wall, ratio: median(ratio) };
  });
}

/**
 * CPU of two contenders in the same short turns, first one and then the other in front.
 * @param {() => Promise<unknown>} one
 * @param {() => Promise<unknown>} other
 * @param {{ calls: number, atOnce: number, rounds: number }} plan
 * @returns {Promise<[number[], number[]]>}
 */
export async function pairs(one, other, { calls, atOnce, rounds }) {
  /** @type {[number[], number[]]} */
  const found = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const which of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const { cpu } = await measure(which === 0 ? one : other, calls, atOnce);
      found[which]?.push(cpu);
    }
  }
  return found;
}

/**
 * @param {() => PromiseLike<unknown>} call
 * @param {number} calls
 * @param {number} atOnce
 * @returns {Promise<Sample>}
 */
export async function measure(call, calls, atOnce) {
  let left = calls;
  const worker = async () => {
    while (left-- > 0) await call();
  };
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  const wall = ((performance.now() - before) * 1000) / calls;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpu: (user + system) / calls, wall };
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
