// Times of many turns as one number.

/**
 * Nearest rank: a time that was really seen.
 * @param {readonly number[]} values
 * @param {number} share
 */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** @param {readonly number[]} values */
export const middle = (values) => percentile(values, 0.5);

/** @param {readonly number[]} values */
export const summary = (values) => ({ median: middle(values), p95: percentile(values, 0.95) });

/** @typedef {ReturnType<typeof summary>} Summary */

/** @param {Summary} summary */
export const cell = ({ median, p95 }) => `${median.toFixed(0)} (${p95.toFixed(0)})`;

/** @param {number} value */
export const signed = (value) => `${value < 0 ? '' : '+'}${value.toFixed(0)}`;

/**
 * @param {string} title
 * @param {readonly string[]} columns
 * @param {readonly (readonly string[])[]} rows
 */
export function table(title, columns, rows) {
  return [
    `### ${title}\n`,
    `| ${columns.join(' | ')} |`,
    `| --- |${' ---: |'.repeat(columns.length - 1)}`,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
}

/**
 * Each round begins with another one.
 * @template T
 * @param {readonly T[]} all
 * @param {number} round
 */
export function inTurn(all, round) {
  const first = round % Math.max(1, all.length);
  return [...all.slice(first), ...all.slice(0, first)];
}
