// All probes on one client, in a process of its own. `node probe-client.mjs CLIENT`; a line of JSON a row.
import { clientNamed } from '../peers/clients.mjs';
import { hostileServer } from './hostile-server.mjs';
import { label } from './outcome.mjs';
import { rows } from './scene.mjs';
import { bad } from './verdict.mjs';

const client = clientNamed(process.argv[2]);
const key = 'sk-bench-do-not-print-1';
const { make, own } = await client.load();
// A failure that surfaces where nobody waits for it is no reason to lose the other rows.
process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});

for (const { title, probe } of rows) {
  const server = await hostileServer();
  const scene = {
    client,
    server,
    key,
    own,
    load: client.load,
    make: (
      /** @type {import('../peers/clients.mjs').Options} */ options = {},
      /** @type {string} */ other = key,
    ) => make(server.url, other, options),
  };
  let cell;
  try {
    cell = await probe(scene);
  } catch (error) {
    cell = bad(`the probe broke: ${label(error)}`);
  }
  server.stop();
  process.stdout.write(`${JSON.stringify({ title, ...cell })}\n`);
}
process.exit(0);
