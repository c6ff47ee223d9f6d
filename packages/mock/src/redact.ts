/** Keeps secrets out of what is shown. */

const secretNames =
  /^(authorization|cookie|.*(api[-_]?key|token|secret|passwo?r?d|credential).*)$/i;
// Counts of a model's tokens, not tokens to get in with.
const harmless = /tokens$|^tokenCount$/i;

/** A copy in which the values of keys that sound like secrets are gone. */
export function redacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redacted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [
        name,
        secretNames.test(name) && !harmless.test(name) ? '[redacted]' : redacted(inner),
      ]),
  );
}
