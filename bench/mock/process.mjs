// A server in a process of its own: started, asked what CPU time it has used, stopped.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { id } from './agent.mjs';

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** Where servers and the load have a core each. */
export const pinning = canPin ? 'servers on core 0, load on core 1' : 'cores as they come';

/**
 * @param {string[]} args
 * @param {number} core
 * @returns {[string, string[]]}
 */
export function onCore(args, core) {
  if (!canPin) return [process.execPath, args];
  return ['taskset', ['-c', String(core), process.execPath, ...args]];
}

export const headers = { 'x-api-key': 'k', accept: 'application/json' };

/**
 * Resolves at its first answer. `probed` has it tell its CPU time, and keeps it on a core of its own.
 * @param {import('./contenders.mjs').Contender} contender
 * @param {{ probed?: boolean }} [options]
 */
export async function startServer(contender, { probed = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'voicectl-bench-'));
  const port = await freePort();
  const probe = probed ? ['--import', new URL('./probe.mjs', import.meta.url).href] : [];
  const args = [...probe, ...contender.args(port, folder)];
  const [command, rest] = probed ? onCore(args, 0) : [process.execPath, args];
  const started = performance.now();
  const child = spawn(command, rest, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit', ...(probed ? /** @type {const} */ (['pipe']) : [])],
  });
  const pipe = /** @type {import('node:net').Socket} */ (child.stdio[3]);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}${contender.agents}`;
  try {
    await firstAnswer(
      url + (contender.first ?? `/${id}`),
      () => child.exitCode ?? child.signalCode,
    );
  } catch (error) {
    await stop();
    throw new Error(`${contender.name} does not answer`, { cause: error });
  }
  const bootMs = performance.now() - started;
  return {
    ...{ name: contender.name, url, bootMs, stop },
    /** Microseconds, since its start. */
    async cpu() {
      pipe.write('?');
      const [used] = await once(pipe, 'data');
      return Number(used);
    },
    /** MiB of memory that it holds; nothing where that can't be asked. */
    residentMiB() {
      try {
        const kibibytes = execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)]);
        return Number(kibibytes) / 1024;
      } catch {
        return undefined;
      }
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof startServer>>} Server */

/**
 * @param {string} url
 * @param {() => unknown} ended
 */
async function firstAnswer(url, ended) {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const answer = await request(url, { headers }).catch(() => undefined);
    if (answer) {
      const text = await answer.body.text();
      if (answer.statusCode === 200 && /"name":\s*"/.test(text)) return;
      throw new Error(`${url} is answered by ${answer.statusCode} ${text.slice(0, 200)}`);
    }
    if (ended() !== null) throw new Error(`It ended with ${ended()}.`);
    if (performance.now() > deadline) throw new Error('Nobody has answered for a minute.');
    await sleep(2);
  }
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
