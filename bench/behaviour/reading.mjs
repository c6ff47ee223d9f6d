// Answers: is nonsense noticed, or handed over as the resource?
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { answers, hostileServer, id, json, says } from './hostile-server.mjs';
import { handed, label, outcome } from './outcome.mjs';
import { bad, good, none, partly } from './verdict.mjs';

const type = { 'content-type': 'application/json' };
const page = '<!doctype html><html><body><h1>Sign in</h1></body></html>';
const html = { 'content-type': 'text/html; charset=utf-8' };

/** @type {import('./scene.mjs').Row[]} */
export const reading = [
  { title: '200 with a web page', probe: (scene) => notices(scene, says(200, page, html)) },
  { title: '200, JSON cut short', probe: (scene) => notices(scene, says(200, '{"id": "55', type)) },
  { title: '200, `{}` for a resource', probe: noticesMissing },
  { title: '204 for a resource', probe: (scene) => notices(scene, says(204, '')) },
  { title: '200, empty, for a resource', probe: (scene) => notices(scene, says(200, '', type)) },
  { title: 'answer of 64 MiB', probe: limits },
  { title: 'gzip', probe: unpacks },
  { title: 'redirect to another origin', probe: follows },
];

/**
 * @param {import('./scene.mjs').Scene} scene
 * @param {import('./hostile-server.mjs').Behaviour} behaviour
 */
async function notices({ server, make, own }, behaviour) {
  server.does(behaviour);
  const { state, value, error } = await outcome(() => make({ retries: 0 }).get(id));
  if (state === 'pending') return bad('hangs > 5 s');
  if (state === 'value') return bad(`hands over ${handed(value)}`);
  return own(error) ? good(label(error)) : partly(label(error));
}

/** @param {import('./scene.mjs').Scene} scene */
async function noticesMissing({ client, server, make, own }) {
  if (client.kind === 'transport') return none('knows no shape');
  server.does(json({}));
  /** @type {unknown[]} */
  const notes = [];
  const onDrift = (/** @type {unknown} */ notice) => notes.push(notice);
  const { state, error } = await outcome(() => make({ onDrift }).get(id));
  if (state === 'error') return own(error) ? good(label(error)) : partly(label(error));
  return notes.length > 0 ? good('handed over, told to onDrift') : bad('not noticed');
}

/** @param {import('./scene.mjs').Scene} scene */
async function limits({ server, make, own }) {
  let sent = 0;
  const chunk = Buffer.alloc(2 ** 18, 'a');
  server.does(async (response) => {
    response.on('error', () => {});
    const gone = once(response, 'close');
    response.writeHead(200, type).write('{"id":"');
    for (; sent < 2 ** 26 && !response.destroyed; sent += chunk.length) {
      if (!response.write(chunk)) await Promise.race([once(response, 'drain'), gone]);
    }
    response.end('"}');
  });
  const { state, error } = await outcome(() => make({ retries: 0 }).get(id), 15_000);
  const swallowed = `${Math.round(sent / 2 ** 20)} MiB`;
  if (sent >= 2 ** 26) return bad(`swallows ${swallowed}`);
  if (state !== 'error') return partly(`${state} after ${swallowed}`);
  // What lies in the buffers between the two is counted too.
  const fact = `refused, ${swallowed} sent, ${label(error)}`;
  return own(error) ? good(fact) : partly(fact);
}

/** Always packed, asked for or not. @param {import('./scene.mjs').Scene} scene */
async function unpacks({ server, make }) {
  server.does((response, seen) => {
    const end = response.end.bind(response);
    const packed = (/** @type {string} */ text) => end(gzipSync(text));
    response.setHeader('content-encoding', 'gzip');
    return answers(Object.assign(response, { end: packed }), seen);
  });
  const { state, value, error } = await outcome(() => make({ retries: 0 }).get(id));
  const asked = String(server.seen[0]?.headers['accept-encoding'] ?? '').includes('gzip');
  const words = asked ? 'asked for' : 'not asked for';
  if (state === 'value' && JSON.stringify(value).includes(id)) {
    return asked ? good(`${words}, read`) : partly(`${words}, read`);
  }
  const end = state === 'error' ? label(error) : 'not read';
  return asked ? bad(`${words}, ${end}`) : partly(`${words}, ${end}`);
}

/** The other origin is another port: the host is the same. @param {import('./scene.mjs').Scene} scene */
async function follows({ key, server, make }) {
  const elsewhere = await hostileServer();
  server.does((response, { url }) =>
    response.writeHead(307, { location: `${elsewhere.url}${url}` }).end(),
  );
  const { state, error } = await outcome(() => make({ retries: 0 }).get(id));
  elsewhere.stop();
  const [arrived] = elsewhere.seen;
  if (arrived === undefined) {
    return good(state === 'error' ? `not followed, ${label(error)}` : 'not followed');
  }
  const leaked = JSON.stringify(arrived.headers).includes(key);
  return leaked ? bad('the key goes along') : good('followed without the key');
}
