// What a probe is given, and all rows in the order of the table.
import { asking } from './asking.mjs';
import { reading } from './reading.mjs';
import { repeating } from './repeating.mjs';
import { telling } from './telling.mjs';
import { waiting } from './waiting.mjs';

/**
 * A server and a client of their own for each probe, so that none inherits a socket or a memory.
 * @typedef {object} Scene
 * @property {import('../peers/clients.mjs').Client} client
 * @property {import('./hostile-server.mjs').HostileServer} server
 * @property {string} key
 * @property {(options?: import('../peers/clients.mjs').Options, key?: string) => import('../peers/clients.mjs').Made} make
 * @property {(error: unknown) => boolean} own
 * @property {() => Promise<import('../peers/clients.mjs').Driver>} load
 */

/**
 * @typedef {object} Row
 * @property {string} title
 * @property {(scene: Scene) => Promise<Cell> | Cell} probe
 */
/** @typedef {import('./verdict.mjs').Cell} Cell */

export const rows = [...waiting, ...repeating, ...reading, ...telling, ...asking];
