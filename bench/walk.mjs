// `pnpm bench:walk`: prefetch against one page after another at 20 ms of latency, and a million agents in flat memory.
import { createClient } from '@voicectl/sdk';
import { startServer } from './rig.mjs';

const far = await startServer({ wait: 20 });
const slow = createClient({ agents: { url: `${far.url}/api`, apiKey: 'k' } });
const pages = 200;
const times = [];
for (const prefetch of [0, 8]) {
  const start = performance.now();
  await slow.agents.iterate({}, { prefetch }).first(1);
  let count = 0;
  for await (const _ of slow.agents.iterate({}, { prefetch }).pages()) if (++count >= pages) break;
  times.push(performance.now() - start);
}
const [alone = 0, ahead = 1] = times;
console.log(
  `${pages} pages at 20 ms: ${alone.toFixed(0)} ms one by one, ${ahead.toFixed(0)} ms with prefetch 8, ${(alone / ahead).toFixed(1)} x`,
);
await slow.close();
far.stop();

const near = await startServer();
const client = createClient({ agents: { url: `${near.url}/api`, apiKey: 'k' } });
const start = performance.now();
let count = 0;
let peak = 0;
for await (const _ of client.agents.iterate({}, { prefetch: 8 })) {
  count++;
  if (count % 10_000 === 0) peak = Math.max(peak, process.memoryUsage().heapUsed);
}
const seconds = (performance.now() - start) / 1000;
console.log(
  `${count} agents in ${seconds.toFixed(1)} s, heap at most ${(peak / 2 ** 20).toFixed(0)} MiB`,
);
await client.close();
near.stop();
