/** Versions, as far as a notice needs to compare them. Pure. */

/** Strictly newer, and released: no pre-release is ever recommended. */
export function isNewer(found: unknown, own: string): found is string {
  const a = numbersOf(found);
  const b = numbersOf(own.replace(/-[\w.-]+$/, ''));
  if (a === undefined || b === undefined) return false;
  const at = a.findIndex((part, index) => part !== b[index]);
  // 1.0.0 is newer than 1.0.0-rc.1.
  return at < 0 ? own.includes('-') : (a[at] ?? 0) > (b[at] ?? 0);
}

function numbersOf(version: unknown): readonly number[] | undefined {
  const [, ...numbers] = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})$/.exec(String(version)) ?? [];
  return numbers.length === 3 ? numbers.map(Number) : undefined;
}
