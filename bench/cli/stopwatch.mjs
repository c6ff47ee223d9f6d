// Programs in turn, measured from outside: wall time, CPU time of all their threads and children, and peak memory.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { median } from '../rig.mjs';
import { cleanEnvironment } from './environment.mjs';

/** @typedef {{ wall: number, cpu: number, peak: number, status: number }} Used milliseconds and MiB */
/** @typedef {{ args: string[], env?: Record<string, string>, fits?: (printed: string) => boolean }} Program */
/** @typedef {{ wall: number, cpu: number, peak: number, ratio: number, cpuRatio: number, floor: number }} Measured */

export class Stopwatch {
  #folder = mkdtempSync(join(tmpdir(), 'voicectl-bench-'));
  #runner;
  #lines;

  constructor() {
    const script = fileURLToPath(new URL('./stopwatch.py', import.meta.url));
    const python = process.platform === 'win32' ? 'python' : 'python3';
    const env = cleanEnvironment(this.#folder);
    this.#runner = spawn(python, [script], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#runner.stdout })[Symbol.asyncIterator]();
  }

  /**
   * @param {Program} program
   * @returns {Promise<Used & { stdout: () => string, stderr: () => string }>}
   */
  async run({ args, env = {} }) {
    const stdout = join(this.#folder, 'stdout');
    const stderr = join(this.#folder, 'stderr');
    const order = { args, env, cwd: this.#folder, stdout, stderr };
    this.#runner.stdin.write(`${JSON.stringify(order)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('The stopwatch stopped: it needs Python 3.9.');
    return {
      .../** @type {Used} */ (JSON.parse(value)),
      stdout: () => readFileSync(stdout, 'utf8'),
      stderr: () => readFileSync(stderr, 'utf8'),
    };
  }

  /**
   * @param {Program} program
   * @throws when it fails: how fast that was is nobody's business.
   */
  async good(program) {
    const used = await this.run(program);
    const { args, fits } = program;
    const failed = used.status !== 0;
    if (!failed && (fits === undefined || fits(used.stdout()))) return used;
    const printed = failed ? `${used.stderr()}\n${used.stdout()}`.trim() : used.stdout();
    const what = failed ? `ended with ${used.status}` : 'printed something else';
    throw new Error(`${args.slice(2).join(' ')} ${what}: ${printed.slice(0, 300)}`);
  }

  /**
   * First the floor and then the program, in each round: what slows the machine slows both. Medians, also of the ratios.
   * @param {Program} floor
   * @param {Program} program
   * @param {number} rounds
   * @returns {Promise<Measured>}
   */
  async paired(floor, program, rounds) {
    /** @type {[Used, Used][]} */
    const pairs = [];
    // The first round fills the disk cache.
    for (let round = -1; round < rounds; round++) {
      const below = await this.good(floor);
      const above = await this.good(program);
      if (round >= 0) pairs.push([below, above]);
    }
    return {
      wall: median(pairs.map(([, { wall }]) => wall)),
      cpu: median(pairs.map(([, { cpu }]) => cpu)),
      peak: median(pairs.map(([, { peak }]) => peak)),
      ratio: median(pairs.map(([below, above]) => above.wall / below.wall)),
      cpuRatio: median(pairs.map(([below, above]) => above.cpu / below.cpu)),
      floor: median(pairs.map(([{ wall }]) => wall)),
    };
  }

  stop() {
    this.#runner.stdin.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} title
 * @param {readonly ({ name: string } & Measured)[]} rows
 * @param {string} over
 */
export function measuredTable(title, rows, over) {
  return [
    `### ${title}\n`,
    `| | ms | over ${over} | CPU ms | CPU over it | peak MiB |`,
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(({ name, wall, ratio, cpu, cpuRatio, peak }) => {
      const cells = [wall.toFixed(0), `${ratio.toFixed(2)} x`, cpu.toFixed(0)];
      return `| ${[name, ...cells, `${cpuRatio.toFixed(2)} x`, peak.toFixed(0)].join(' | ')} |`;
    }),
  ].join('\n');
}
