// Sends requests from a process of its own, on so many connections, one at a time on each, for so long; each answer's
// status is checked, and every hundredth answer is read.
import { Client } from 'undici';

/**
 * @typedef {object} Plan
 * @property {string} origin
 * @property {string} path
 * @property {'GET' | 'POST'} method
 * @property {Record<string, string>} headers
 * @property {string | null} body
 * @property {number} status that every answer must have
 * @property {string} name that every agent must have
 * @property {number} connections
 * @property {number} ms
 */

/** @typedef {{ requests: number, seconds: number, p50: number, p99: number }} Load milliseconds of a request */

process.on('message', async (/** @type {Plan} */ plan) => {
  try {
    process.send?.({ load: await run(plan) });
  } catch (error) {
    process.send?.({ error: String(error) });
  }
});

/**
 * @param {Plan} plan
 * @returns {Promise<Load>}
 */
async function run(plan) {
  const clients = Array.from({ length: plan.connections }, () => new Client(plan.origin));
  /** @type {number[]} */
  const times = [];
  const started = performance.now();
  const isOver = () => performance.now() - started > plan.ms;
  const sleep = stayAwake();
  await Promise.all(clients.map((client) => oneByOne(client, plan, isOver, times)));
  const seconds = (performance.now() - started) / 1000;
  sleep();
  await Promise.all(clients.map((client) => client.destroy()));
  times.sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { requests: times.length, seconds, p50: at(0.5), p99: at(0.99) };
}

/**
 * Whoever writes to a process that sleeps pays for waking it, and a load sleeps the more the slower its server is.
 * @returns what ends it
 */
function stayAwake() {
  let isAwake = true;
  const turn = () => {
    if (isAwake) setImmediate(turn);
  };
  turn();
  return () => {
    isAwake = false;
  };
}

/**
 * @param {Client} client
 * @param {Plan} plan
 * @param {() => boolean} isOver
 * @param {number[]} times
 * @returns {Promise<void>}
 */
function oneByOne(client, plan, isOver, times) {
  const { path, method, headers, body } = plan;
  return new Promise((resolve, reject) => {
    const next = () => {
      if (isOver()) resolve();
      else client.dispatch({ path, method, headers, body }, new Answer(plan, done, reject));
    };
    const done = (/** @type {number} */ ms) => {
      times.push(ms);
      next();
    };
    next();
  });
}

let answers = 0;

/** As cheap as undici makes it: the server is to be measured. */
class Answer {
  #started = performance.now();
  #plan;
  #done;
  #failed;
  /** @type {Buffer[] | undefined} */
  #read = answers++ % 100 === 0 ? [] : undefined;

  /**
   * @param {Plan} plan
   * @param {(ms: number) => void} done
   * @param {(error: Error) => void} failed
   */
  constructor(plan, done, failed) {
    this.#plan = plan;
    this.#done = done;
    this.#failed = failed;
  }

  onRequestStart() {}

  /**
   * @param {unknown} _
   * @param {number} status
   */
  onResponseStart(_, status) {
    if (status !== this.#plan.status) throw new Error(`answered ${status}`);
  }

  /**
   * @param {unknown} _
   * @param {Buffer} chunk
   */
  onResponseData(_, chunk) {
    this.#read?.push(chunk);
  }

  onResponseEnd() {
    const ms = performance.now() - this.#started;
    if (this.#read) {
      const text = Buffer.concat(this.#read).toString();
      const { id, name } = JSON.parse(text);
      if (typeof id !== 'string' || name !== this.#plan.name) {
        throw new Error(`answered ${text.slice(0, 200)}`);
      }
    }
    this.#done(ms);
  }

  /**
   * @param {unknown} _
   * @param {Error} error
   */
  onResponseError(_, error) {
    this.#failed(error);
  }
}
