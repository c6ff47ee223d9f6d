// `pnpm bench:walk`: prefetch against one page after another, and a million agents, both from a server 20 ms away. The
// script gives it a small heap, so that a walk that kept what it has handed over would die of it.
import { parseArgs } from 'node:util';
import { getHeapStatistics } from 'node:v8';
import { createClient } from '@voicectl/sdk';
import { startServer } from './rig.mjs';

const { values } = parseArgs({ options: { items: { type: 'string', default: '1000000' } } });
const server = await startServer({ wait: 20 });
const client = createClient({ agents: { url: `${server.url}/api`, apiKey: 'k' } });

const pages = 200;
await client.agents.list();
const times = [];
for (const prefetch of [0, 8]) {
  const start = performance.now();
  let count = 0;
  for await (const _ of client.agents.iterate({}, { prefetch }).pages())
    if (++count >= pages) break;
  times.push(performance.now() - start);
}
const [alone = 0, ahead = 1] = times;
console.log(
  `${pages} pages: ${alone.toFixed(0)} ms one by one, ${ahead.toFixed(0)} ms with prefetch 8, ${(alone / ahead).toFixed(1)} x faster`,
);

const start = performance.now();
let count = 0;
let peak = 0;
for await (const _ of client.agents.iterate({}, { prefetch: 16 })) {
  count++;
  if (count % 10_000 === 0) peak = Math.max(peak, process.memoryUsage().heapUsed);
  if (count >= Number(values.items)) break;
}
const seconds = (performance.now() - start) / 1000;
const mebibytes = (/** @type {number} */ bytes) => (bytes / 2 ** 20).toFixed(0);
console.log(
  `${count} agents with prefetch 16: ${seconds.toFixed(1)} s, heap at most ${mebibytes(peak)} MiB of ${mebibytes(getHeapStatistics().heap_size_limit)} MiB allowed`,
);
await client.close();
server.stop();
