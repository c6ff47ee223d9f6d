// A generated world within one process. `node --expose-gc one-world.mjs copies|lists AGENTS`; JSON on stdout.
import { createMock } from '@voicectl/mock';
import { createClient } from '@voicectl/sdk';
import { copyTimes } from './copies.mjs';
import { listTimes } from './lists.mjs';

const [, , what, agents = ''] = process.argv;
const seedAgents = Number(agents);
const found = what === 'copies' ? await copyTimes(seedAgents) : await lists();
process.stdout.write(JSON.stringify(found));
process.exit(0);

async function lists() {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const started = performance.now();
  const mock = createMock({ seedAgents });
  const startMs = performance.now() - started;
  globalThis.gc?.();
  const heapMiB = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  return { startMs, heapMiB, ...(await listTimes(createClient(mock.clientOptions), seedAgents)) };
}
