// How a call ended, if it did: a client that hangs must not hang the run.

/** @typedef {{ state: 'value' | 'error' | 'pending', ms: number, value?: unknown, error?: unknown }} Outcome */

/**
 * @param {() => unknown} call
 * @param {number} [limit] milliseconds
 * @returns {Promise<Outcome>}
 */
export async function outcome(call, limit = 5_000) {
  const start = performance.now();
  const ms = () => Math.round(performance.now() - start);
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<Outcome>} */
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve({ state: 'pending', ms: ms() }), limit);
  });
  /** @type {Promise<Outcome>} */
  const ended = (async () => {
    try {
      return { state: 'value', value: await call(), ms: ms() };
    } catch (error) {
      return { state: 'error', error, ms: ms() };
    }
  })();
  const first = await Promise.race([ended, late]);
  clearTimeout(timer);
  return first;
}

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The class of an error; what a class does not tell, its name or code does.
 * @param {unknown} error
 */
export function label(error) {
  if (error === undefined) return 'no end';
  const thrown = /** @type {NodeJS.ErrnoException} */ (error);
  const { name, code } = thrown;
  const known = thrown.constructor?.name;
  const plain = known === 'Error' || known === 'TypeError';
  if (plain && code) return `${known} ${code}`;
  return known === 'DOMException' ? `DOMException ${name}` : (known ?? String(error));
}

/**
 * What was handed over in place of a resource.
 * @param {unknown} value
 */
export function handed(value) {
  if (value === undefined || value === null) return String(value);
  if (typeof value === 'string') return value === '' ? 'an empty string' : 'a string';
  return Object.keys(value).length === 0 ? 'an empty object' : 'an object';
}
