// One client in a process of its own, warmed up and then measured. `node one-client.mjs CLIENT URL [off]`; JSON on stdout.
import { clientNamed } from '../peers/clients.mjs';
import { measure } from '../rig.mjs';

const [name, url = '', validation] = process.argv.slice(2);
const id = '550e8400-e29b-41d4-a716-000000000001';
const { make } = await clientNamed(name).load();
const made = make(url, 'k', validation === 'off' ? { validation } : {});
const get = () => made.get(id);
const list = () => made.list();

const sample = {
  alone: await timed(get, 1),
  together: await timed(get, 32),
  page: await timed(list, 1),
};
process.stdout.write(JSON.stringify(sample));
process.exit(0);

/**
 * Warm first; then as many calls as half a second takes, so that fast and slow clients are measured for as long.
 * @param {() => PromiseLike<unknown>} call
 * @param {number} atOnce
 */
async function timed(call, atOnce) {
  const few = 20 * atOnce;
  const warm = performance.now() + 400;
  let wall = 0;
  do ({ wall } = await measure(call, few, atOnce));
  while (performance.now() < warm);
  return measure(call, Math.max(few, Math.round(500_000 / wall)), atOnce);
}
