// One good call, one that is given up, and then nothing: the process should end by itself. `node give-up.mjs CLIENT URL`
import { clientNamed } from '../peers/clients.mjs';
import { id } from './hostile-server.mjs';

const [name, url = ''] = process.argv.slice(2);
const client = clientNamed(name);
const { make } = await client.load();
const made = make(url, 'k', client.has.signal ? {} : { timeout: 700, retries: 0 });
await made.get(id);
const controller = new AbortController();
if (client.has.signal) setTimeout(() => controller.abort(), 300);
try {
  await made.get(id, { signal: controller.signal });
} catch {
  process.stdout.write('given up\n');
}
