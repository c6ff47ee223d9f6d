// Requests: what goes out for an odd id, an unknown field, a strange setting?
import { inspect } from 'node:util';
import { id, json } from './hostile-server.mjs';
import { label, outcome } from './outcome.mjs';
import { bad, good, none, partly } from './verdict.mjs';

/** @type {import('./scene.mjs').Row[]} */
export const asking = [
  { title: "remove('')", probe: (scene) => removes(scene, '') },
  { title: "remove('..')", probe: (scene) => removes(scene, '..') },
  { title: "get('a/b?c')", probe: escapes },
  { title: 'unknown field in a request body', probe: sendsUnknown },
  { title: 'base URL with a password in it', probe: passwordInUrl },
  { title: 'archive while walking 25, pages of 10', probe: drains },
];

/**
 * @param {import('./scene.mjs').Scene} scene
 * @param {string} odd
 */
async function removes({ client, server, make }, odd) {
  if (client.kind === 'transport') return none('takes no id');
  const { state, error } = await outcome(() => make({ retries: 0 }).remove(odd));
  const [sent] = server.seen;
  if (sent) return bad(`\`${sent.method} ${sent.url}\``);
  return state === 'error' ? good(`refused, ${label(error)}`) : bad('nothing sent, no error');
}

/** @param {import('./scene.mjs').Scene} scene */
async function escapes({ client, server, make }) {
  if (client.kind === 'transport') return none('takes no id');
  const { error } = await outcome(() => make({ retries: 0 }).get('a/b?c'));
  const [sent] = server.seen;
  if (!sent) return good(`refused, ${label(error)}`);
  return (sent.url.includes('a%2Fb%3Fc') ? good : bad)(`\`${sent.url}\``);
}

/** @param {import('./scene.mjs').Scene} scene */
async function sendsUnknown({ client, server, make }) {
  const body = { ...(client.body ?? { name: 'Bench' }), surprise: 'kept' };
  const { error } = await outcome(() => make({ retries: 0 }).create(body));
  const [sent] = server.seen;
  if (!sent) return bad(`refused, ${label(error)}`);
  return sent.body.includes('surprise') ? good('sent') : bad('dropped silently');
}

/** @param {import('./scene.mjs').Scene} scene */
async function passwordInUrl({ client, server, load }) {
  if (client.name === 'stripe') return none('takes a host, not a URL');
  const secret = 'pass-word-1';
  const url = server.url.replace('//', `//user:${secret}@`);
  const { make, own } = await load();
  const { state, error } = await outcome(() => make(url, 'k', { retries: 0 }).get(id));
  const basic = String(server.seen[0]?.headers.authorization ?? '').startsWith('Basic');
  if (state !== 'error') return partly(basic ? 'sent as Basic, in place of the key' : 'dropped');
  const fact = `refused, ${label(error)}`;
  if (inspect(error).includes(secret)) return bad(`${fact} shows the password`);
  return own(error) ? good(fact) : partly(fact);
}

/** Archived items leave the filter, so what follows them moves up. @param {import('./scene.mjs').Scene} scene */
async function drains({ server, make }) {
  const { drain } = make();
  if (!drain) return none('no page numbers');
  const all = Array.from({ length: 25 }, (_, index) => id.slice(0, -2) + (10 + index));
  const archived = new Set();
  server.does((response, seen) => {
    const { searchParams } = new URL(seen.url, 'http://x');
    const [page, limit] = [Number(searchParams.get('page') ?? 1), 10];
    const left = all.filter((each) => !archived.has(each));
    const data = left.slice((page - 1) * limit, page * limit).map((each) => ({ id: each }));
    const totalPages = Math.ceil(left.length / limit);
    const meta = { page, limit, total: left.length, totalPages };
    const turns = { hasNextPage: page < totalPages, hasPreviousPage: page > 1 };
    return json({ data, meta: { ...meta, ...turns } })(response, seen);
  });
  const { state, error } = await outcome(() => drain(async (item) => archived.add(item.id)));
  const fact = `${archived.size} of ${all.length}`;
  if (state === 'error') return bad(`${fact}, ${label(error)}`);
  return archived.size === all.length ? good(fact) : bad(fact);
}
