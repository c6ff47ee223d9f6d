// Errors and printing: what does a failure tell, and what must it not?
import { inspect } from 'node:util';
import { id, json, refusal, requestId } from './hostile-server.mjs';
import { label, outcome } from './outcome.mjs';
import { bad, good, none, partly } from './verdict.mjs';

/** Fits nobody's documented error. */
const odd = [{ oops: { deep: [1, null] } }];

/** @type {import('./scene.mjs').Row[]} */
export const telling = [
  { title: '404 with an odd body: status', probe: (scene) => withError(scene, status, odd) },
  { title: '404: `error.name`', probe: (scene) => withError(scene, name) },
  { title: '404: request id', probe: (scene) => withError(scene, identified) },
  { title: "404: caller's frame in the stack", probe: (scene) => withError(scene, frame) },
  { title: '404: other fields of the body', probe: (scene) => withError(scene, body) },
  { title: '404: other headers', probe: (scene) => withError(scene, header) },
  { title: 'request id of a good answer', probe: identifiesGood },
  { title: 'printing the error', probe: (scene) => withError(scene, secretOf(scene)) },
  { title: 'printing the client', probe: printsClient },
  { title: 'key with a line break inside', probe: brokenKey },
];

/**
 * @param {import('./scene.mjs').Scene} scene
 * @param {(error: Error & Record<string, unknown>) => import('./verdict.mjs').Cell | Promise<import('./verdict.mjs').Cell>} judge
 */
async function withError(
  { client, server, make },
  judge,
  answer = /** @type {unknown} */ (refusal),
) {
  if (!client.has.throwsStatus) return none('no error for a status');
  server.does(json(answer, 404, { 'x-shard': 'eu-7' }));
  const made = make({ retries: 0 });
  const { state, error } = await outcome(async function callerOfTheBench() {
    return await made.get(id);
  });
  if (state !== 'error') return bad('no error');
  return judge(/** @type {Error & Record<string, unknown>} */ (error));
}

/** @param {Error & Record<string, unknown>} error */
function status(error) {
  const field = ['status', 'statusCode'].find((key) => error[key] === 404);
  if (field) return good(`error.${field}`);
  const { response } = /** @type {{ response?: Record<string, unknown> }} */ (error);
  const deep = ['status', 'statusCode'].find((key) => response?.[key] === 404);
  return deep ? partly(`error.response.${deep}`) : bad('lost');
}

/** @param {Error} error */
function name(error) {
  const right = error.name !== 'Error' && error.name === error.constructor.name;
  return (right ? good : bad)(error.name === 'Error' ? `"Error" (${label(error)})` : error.name);
}

/** @param {Error & Record<string, unknown>} error */
function identified(error) {
  const field = ['requestId', 'requestID', 'request_id'].find((key) => error[key] === requestId);
  if (field) return good(`error.${field}`);
  const found = headerOn(error, 'x-request-id') ?? headerOn(error, 'request-id');
  return found === requestId ? partly('in its headers') : bad('lost');
}

/** @param {Error} error */
function frame(error) {
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /bench.(behaviour|peers)/.test(line));
  const callers = frames.filter((line) => !line.includes('node_modules'));
  return callers.length > 0 ? good('kept') : bad('lost');
}

/** A field that only this server has. @param {Error & Record<string, any>} error */
async function body(error) {
  const [{ reference }, depth] = [refusal, 6];
  // Also as plain fields: an error may print less of itself than it has.
  const fields = inspect([error, { ...error }, error.body], { depth, showHidden: true });
  if (fields.includes(reference)) return good('on the error');
  try {
    const text = await error.response.text();
    return text.includes(reference) ? partly('to be read from its response') : bad('lost');
  } catch {
    return bad('lost');
  }
}

/** @param {Error} error */
function header(error) {
  return headerOn(error, 'x-shard') === 'eu-7' ? good('on the error') : bad('lost');
}

/** @param {import('./scene.mjs').Scene} scene */
async function identifiesGood({ make }) {
  const { value } = await outcome(() => make().getRequestId?.(id));
  return value === requestId ? good('with the answer') : bad('not with the answer');
}

/** @param {import('./scene.mjs').Scene} scene */
function secretOf({ key }) {
  return (/** @type {Error} */ error) => printed(error, key);
}

/** @param {import('./scene.mjs').Scene} scene */
function printsClient({ key, make }) {
  const { client } = make();
  return client === undefined ? none('no client to print') : printed(client, key);
}

/**
 * @param {unknown} value
 * @param {string} key
 */
function printed(value, key) {
  if (inspect(value).includes(key)) return bad('console.log shows the key');
  if (inspect(value, { depth: 10 }).includes(key)) {
    return partly('a deep inspect shows the key');
  }
  return good('no key');
}

/** A key pasted from a file of two lines. @param {import('./scene.mjs').Scene} scene */
async function brokenKey({ server, make, own, key }) {
  const broken = `${key}\nnext`;
  const { state, error } = await outcome(() => make({ retries: 0 }, broken).get(id));
  if (state !== 'error') return bad(server.seen.length > 0 ? 'sent' : 'no error');
  const shown = `${inspect(error)}${/** @type {Error} */ (error).message}`;
  const fact = `refused, ${label(error)}`;
  if (shown.includes(key)) return bad(`${fact} shows the key`);
  return own(error) ? good(fact) : partly(fact);
}

/**
 * A response header, wherever the error keeps them.
 * @param {unknown} error
 * @param {string} header
 */
export function headerOn(error, header) {
  const { headers, response, rawResponse, raw } = /** @type {Record<string, any>} */ (error ?? {});
  for (const each of [headers, response?.headers, rawResponse?.headers, raw?.headers]) {
    const value = typeof each?.get === 'function' ? each.get(header) : each?.[header];
    if (value) return String(value);
  }
  return undefined;
}
