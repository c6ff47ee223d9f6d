// Repeats: what is sent again, how often, and is that safe?
import { answers, id, json, refusal, resets } from './hostile-server.mjs';
import { label, outcome } from './outcome.mjs';
import { headerOn } from './telling.mjs';
import { bad, good, none, partly } from './verdict.mjs';

/** @type {import('./scene.mjs').Row[]} */
export const repeating = [
  {
    title: 'POST answered 503, no Retry-After',
    probe: (scene) => posts(scene, json(refusal, 503)),
  },
  { title: 'POST read, then the line is cut', probe: (scene) => posts(scene, resets) },
  { title: 'POST done, but its answer is lost', probe: losesAnswer },
  { title: 'GET, the line is cut once', probe: getsAgain },
  { title: 'GET answered 503 once', probe: getsAfter503 },
  { title: '429 with Retry-After: 120', probe: isToldToWait },
];

/**
 * @param {import('./scene.mjs').Scene} scene
 * @param {import('./hostile-server.mjs').Behaviour} behaviour
 */
async function posts({ client, server, make }, behaviour) {
  server.does(behaviour);
  const made = make();
  const { state } = await outcome(() => made.create(client.body ?? { name: 'Bench' }), 10_000);
  const sends = server.seen.length;
  const keys = new Set(server.seen.map(({ headers }) => headers['idempotency-key']));
  const open = state === 'pending' ? ', still going after 10 s' : '';
  if (sends === 1) return good(`1 send${open}`);
  const keyed = keys.size === 1 && !keys.has(undefined);
  return keyed ? good(`${sends} sends, one key${open}`) : bad(`${sends} sends, no key${open}`);
}

/**
 * The server acts on the first POST and cuts the line. It knows idempotency keys, and lists what it has.
 * @param {import('./scene.mjs').Scene} scene
 */
async function losesAnswer({ client, server, make }) {
  /** @type {{ key: unknown, value: Record<string, unknown> }[]} */
  const stored = [];
  server.does((response, seen) => {
    if (seen.method !== 'POST') {
      const data = stored.map(({ value }) => value);
      const [total, pages] = [data.length, { hasNextPage: false, hasPreviousPage: false }];
      const meta = { page: 1, limit: 100, total, totalPages: 1, ...pages };
      return json({ data, meta })(response, seen);
    }
    const key = seen.headers['idempotency-key'];
    const known = key !== undefined && stored.some((each) => each.key === key);
    // What isn't JSON is a form: of those clients, none looks at the list.
    const fields = seen.body.startsWith('{') ? JSON.parse(seen.body) : {};
    if (!known) stored.push({ key, value: { id, ...fields } });
    return (stored.length === 1 && !known ? resets : answers)(response, seen);
  });
  const made = make();
  const create = made.createOnce ?? made.create;
  const { state, error } = await outcome(() => create(client.body ?? { name: 'Bench' }), 6_000);
  const end = state === 'value' ? 'the caller has it' : label(error);
  if (stored.length > 1) return bad(`made ${stored.length} times`);
  return (state === 'value' ? good : partly)(`made once, ${end}`);
}

/** @param {import('./scene.mjs').Scene} scene */
async function getsAgain({ server, make }) {
  server.does(resets, answers);
  const { state, error } = await outcome(() => make().get(id), 6_000);
  const sends = server.seen.length;
  if (state === 'value') return good(`answered, ${sends} sends`);
  return bad(state === 'error' ? `${label(error)}, ${sends} send` : 'hangs > 6 s');
}

/** @param {import('./scene.mjs').Scene} scene */
async function getsAfter503({ client, server, make }) {
  server.does(json(refusal, 503), answers);
  const { state, error, value } = await outcome(() => make().get(id), 6_000);
  const sends = server.seen.length;
  if (sends === 1 && state === 'value' && !client.has.throwsStatus) {
    return none('no error for a status');
  }
  if (state === 'value' && value !== undefined) return good(`answered, ${sends} sends`);
  return bad(state === 'error' ? `${label(error)}, ${sends} send` : 'hangs > 6 s');
}

/** @param {import('./scene.mjs').Scene} scene */
async function isToldToWait({ client, server, make }) {
  server.does(json(refusal, 429, { 'retry-after': '120' }));
  const { state, error, ms } = await outcome(() => make().get(id), 3_000);
  const sends = server.seen.length;
  if (sends > 1) return bad(`ignored: ${sends} sends in 3 s`);
  if (state === 'pending') return bad('sleeps without a word');
  if (!client.has.throwsStatus) return none('no error for a status');
  if (state === 'value') return bad('no error');
  const fields = /** @type {Record<string, unknown>} */ (error);
  if (fields.retryAfter === 120) return good(`throws after ${ms} ms, says 120 s`);
  const found = headerOn(error, 'retry-after') === '120';
  return partly(`throws after ${ms} ms, ${found ? '120 in its headers' : '120 not on the error'}`);
}
