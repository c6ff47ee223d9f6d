// msw's handlers over HTTP, by its own middleware. Lives here, where the names of the peers mean something.
// `node msw-server.mjs PORT`
import { plainHandlers } from '../plain-handlers.mjs';

/**
 * Loosely typed on purpose: the type check runs where no peer is installed.
 * @param {string} name
 * @returns {Promise<any>}
 */
const load = (name) => import(name);
const { createServer } = await load('@mswjs/http-middleware');

createServer(...plainHandlers(await load('msw'), '')).listen(Number(process.argv[2]), '127.0.0.1');
