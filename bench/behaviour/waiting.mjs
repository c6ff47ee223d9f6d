// Time: does a call end when it was told to?
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { answers, id, json, refusal, stalls, stallsInBody } from './hostile-server.mjs';
import { label, outcome, pause } from './outcome.mjs';
import { bad, good, none, partly } from './verdict.mjs';

const timeout = 700;
const patience = 5_000;

/** @type {import('./scene.mjs').Row[]} */
export const waiting = [
  { title: 'body stalls, timeout 700 ms', probe: (scene) => timesOut(scene, stallsInBody) },
  { title: 'headers stall, timeout 700 ms', probe: (scene) => timesOut(scene, stalls) },
  { title: 'abort while the body stalls', probe: abortsInBody },
  { title: 'abort while waiting 5 s for Retry-After', probe: abortsInWait },
  { title: 'process ends after a call that was given up', probe: endsByItself },
];

/**
 * @param {import('./scene.mjs').Scene} scene
 * @param {import('./hostile-server.mjs').Behaviour} behaviour
 */
async function timesOut({ client, server, make, own }, behaviour) {
  if (!client.has.timeout) return none('no such option');
  server.does(answers, behaviour);
  const made = make({ timeout, retries: 0 });
  // A first good call, so that nobody's loading of modules is timed.
  await made.get(id);
  const { state, ms, error } = await outcome(() => made.get(id), patience);
  if (state === 'pending') return bad('hangs > 5 s');
  const fact = `${ms} ms, ${label(error)}`;
  return ms < timeout * 1.4 && own(error) ? good(fact) : partly(fact);
}

/** @param {import('./scene.mjs').Scene} scene */
async function abortsInBody(scene) {
  scene.server.does(stallsInBody);
  return aborts(scene);
}

/** @param {import('./scene.mjs').Scene} scene */
async function abortsInWait(scene) {
  scene.server.does(json(refusal, 503, { 'retry-after': '5' }));
  return aborts(scene);
}

/** @param {import('./scene.mjs').Scene} scene */
async function aborts({ client, server, make }) {
  if (!client.has.signal) return none('takes no signal');
  const controller = new AbortController();
  let over = false;
  const ended = outcome(() => make().get(id, { signal: controller.signal }), patience + 3_000);
  ended.then(() => {
    over = true;
  });
  await server.asked();
  await pause(300);
  if (over) return none('does not wait');
  const abortedAt = performance.now();
  controller.abort();
  const { state, error } = await ended;
  if (state === 'pending') return bad('hangs > 7 s');
  const ms = Math.round(performance.now() - abortedAt);
  if (state === 'value') return bad(`${ms} ms, no error`);
  return (ms <= 100 ? good : bad)(`${ms} ms, ${label(error)}`);
}

/** @param {import('./scene.mjs').Scene} scene */
async function endsByItself({ client, server }) {
  server.does(answers, stallsInBody);
  const file = fileURLToPath(new URL('./give-up.mjs', import.meta.url));
  const child = spawn(process.execPath, [file, client.name, server.url], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit').then(() => performance.now());
  const told = once(createInterface({ input: child.stdout }), 'line').then(([line]) => ({
    line,
    at: performance.now(),
  }));
  const settled = await Promise.race([told, pause(12_000)]);
  const end = settled && (await Promise.race([exited, pause(patience)]));
  child.kill('SIGKILL');
  if (!settled) return bad('the call never ends');
  if (typeof end !== 'number') return bad('alive 5 s later');
  const fact = `${Math.max(0, Math.round(end - settled.at))} ms later`;
  return end - settled.at < 1_500 ? good(fact) : partly(fact);
}
