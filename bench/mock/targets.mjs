// What the mock is to reach, beside what was found.

/** @typedef {{ what: string, found: number, bound: string, unit: string, isMet: boolean }} Target */

/**
 * @param {string} what
 * @param {number} found
 * @param {number} most
 * @param {string} unit
 * @returns {Target}
 */
export function atMost(what, found, most, unit) {
  return { what, found, bound: `<= ${most}`, unit, isMet: found <= most };
}

/**
 * @param {string} what
 * @param {number} found
 * @param {number} least
 * @param {string} unit
 * @returns {Target}
 */
export function atLeast(what, found, least, unit) {
  return { what, found, bound: `>= ${least}`, unit, isMet: found >= least };
}

/** @param {readonly Target[]} targets */
export function targetTable(targets) {
  const number = (/** @type {number} */ value) => value.toFixed(value < 10 ? 2 : 0);
  return [
    '### Targets\n',
    '| | target | found | |',
    '| --- | ---: | ---: | --- |',
    ...targets.map(
      ({ what, found, bound, unit, isMet }) =>
        `| ${what} | ${bound} ${unit} | ${number(found)} ${unit} | ${isMet ? '✓ met' : '✗ missed'} |`,
    ),
  ].join('\n');
}
