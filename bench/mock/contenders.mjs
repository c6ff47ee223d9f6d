// Every server that is measured: how it is started, and what it is asked.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openApiDocument } from '@voicectl/sdk/contract';
import { draft, id, made } from './agent.mjs';
import { environment } from './peers/mockoon.mjs';

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {string} [package] of the peer; without one, no peer must be installed
 * @property {boolean} remembers what is posted can be got
 * @property {string} agents where it has its agents
 * @property {string} [first] what its first answer is asked for, below `agents`; default: the one agent
 * @property {(port: number, folder: string) => string[]} args what Node is started with
 */

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const installed = (/** @type {string} */ path) => here(`./peers/node_modules/${path}`);

/** @type {Contender} */
export const bare = {
  name: 'node:http, bare',
  remembers: true,
  agents: '/agents',
  args: (port) => [here('./servers/bare.mjs'), String(port)],
};

const serve = (/** @type {number} */ port) => [
  here('../../packages/cli/dist/bin.js'),
  ...['mock', 'serve', '--port', String(port)],
];

/** @type {Contender} */
export const ours = {
  name: 'voicectl mock serve',
  remembers: true,
  agents: '/api/agents',
  args: (port, folder) => [
    ...serve(port),
    ...['--seed-file', written(folder, 'world.json', world)],
  ],
};

/**
 * With made-up agents in place of the one.
 * @param {number} agents
 * @returns {Contender}
 */
export const oursWith = (agents) => ({
  ...ours,
  first: '?limit=1',
  args: (port) => [...serve(port), '--seed-agents', String(agents)],
});

/** @type {Contender} */
export const oursInProgram = {
  name: 'serve(createMock())',
  remembers: true,
  agents: '/api/agents',
  args: (port, folder) => [
    here('./servers/ours.mjs'),
    String(port),
    written(folder, 'world.json', world),
  ],
};

/** @type {Contender} */
export const prism = {
  name: 'Prism',
  package: '@stoplight/prism-cli',
  remembers: false,
  agents: '/agents',
  // It would write several lines a request.
  args: (port, folder) => [
    installed('@stoplight/prism-cli/dist/index.js'),
    ...['mock', written(folder, 'openapi.json', openApiDocument)],
    ...['--port', String(port), '-v', 'silent'],
  ],
};

/** @type {Contender} */
export const mswMiddleware = {
  name: '@mswjs/http-middleware',
  package: '@mswjs/http-middleware',
  remembers: true,
  agents: '/agents',
  args: (port) => [here('./peers/msw-server.mjs'), String(port)],
};

/** @type {Contender} */
const jsonServer = {
  name: 'json-server',
  package: 'json-server',
  remembers: true,
  agents: '/agents',
  args: (port, folder) => [
    installed('json-server/lib/cli/bin.js'),
    written(folder, 'db.json', () => ({ agents: [made(id, draft)] })),
    ...['--host', '127.0.0.1', '--port', String(port), '--quiet'],
  ],
};

/** @type {Contender} */
const mockoon = {
  name: 'Mockoon CLI',
  package: '@mockoon/cli',
  remembers: true,
  agents: '/agents',
  args: (port, folder) => [
    installed('@mockoon/cli/bin/run.js'),
    ...['start', '--data', written(folder, 'mockoon.json', environment)],
    ...['--hostname', '127.0.0.1', '--port', String(port), '--repair', '--disable-log-to-file'],
  ],
};

/** @type {readonly Contender[]} */
export const contenders = [bare, ours, prism, jsonServer, mockoon, mswMiddleware];

/** With its version, where it has one of its own. @param {Contender} contender */
export function titleOf({ name, package: peer }) {
  const file = peer && installed(`${peer}/package.json`);
  if (!file || !existsSync(file)) return name;
  return `${name} ${JSON.parse(readFileSync(file, 'utf8')).version}`;
}

const world = () => ({ agents: [{ id, ...draft }] });

/**
 * @param {string} folder
 * @param {string} name
 * @param {() => unknown} contents
 */
function written(folder, name, contents) {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(contents()));
  return file;
}
