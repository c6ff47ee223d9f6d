// Every client that is measured, under one shape, with its own defaults wherever a measurement doesn't say otherwise.
import { apiSdks } from './api-sdks.mjs';
import { ours } from './ours.mjs';
import { transports } from './transports.mjs';

/**
 * @typedef {object} Options
 * @property {number} [timeout] milliseconds, by the client's own option
 * @property {0} [retries] by the client's own option; left out, its default
 * @property {(notice: unknown) => void} [onDrift] ours only
 * @property {'off'} [validation] ours only
 */

/**
 * @typedef {object} Made
 * @property {unknown} client what its user holds and may print; undefined when there is no such thing
 * @property {(id: string, options?: { signal?: AbortSignal }) => PromiseLike<unknown>} get
 * @property {() => PromiseLike<unknown>} list a page of 100
 * @property {(body: Record<string, unknown>, options?: { signal?: AbortSignal }) => PromiseLike<unknown>} create
 * @property {(body: Record<string, unknown>) => PromiseLike<unknown>} [createOnce] by an option for it, where there is one
 * @property {(id: string) => PromiseLike<unknown>} remove
 * @property {(id: string) => PromiseLike<unknown>} [getRequestId] of a good answer, by the client's own means
 * @property {(each: (item: { id: string }) => Promise<unknown>) => Promise<unknown>} [drain]
 *   takes all out of a list that is numbered by pages
 */

/**
 * @typedef {object} Driver
 * @property {(url: string, key: string, options?: Options) => Made} make
 * @property {(error: unknown) => boolean} own whether an error is of the client's own classes
 */

/**
 * @typedef {object} Client
 * @property {string} name
 * @property {'ours' | 'transport' | 'api sdk'} kind
 * @property {string} [package] what its user imports; undefined when it is built in
 * @property {{ timeout: boolean, signal: boolean, throwsStatus: boolean }} has
 * @property {Record<string, unknown>} [body] what it can send as a new resource
 * @property {() => Promise<Driver>} load
 */

/** @type {Client[]} */
export const clients = [ours, ...transports, ...apiSdks];

/** @param {string | undefined} name */
export function clientNamed(name) {
  const found = clients.find((client) => client.name === name);
  if (!found) throw new Error(`No client is called ${name}.`);
  return found;
}
