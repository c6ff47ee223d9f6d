// The floor: `node:http` with nothing on it. One agent as a constant; a new one is parsed, kept in a Map and written.
// `node bare.mjs PORT`
import { createServer } from 'node:http';
import { draft, id, made } from '../agent.mjs';

const one = JSON.stringify(made(id, draft));
/** @type {Map<string, unknown>} */
const agents = new Map();

createServer((request, response) => {
  const { method, url = '' } = request;
  if (method === 'GET') {
    answer(response, 200, url.endsWith(id) ? one : JSON.stringify(agents.get(url.slice(-36))));
    return;
  }
  /** @type {Buffer[]} */
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const agent = made(crypto.randomUUID(), JSON.parse(Buffer.concat(chunks).toString()));
    agents.set(agent.id, agent);
    answer(response, 201, JSON.stringify(agent));
  });
}).listen(Number(process.argv[2]), '127.0.0.1');

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} body
 */
function answer(response, status, body) {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
