/** What JSON can say and nobody can keep: numbers beyond all numbers, and keys that are no keys. */

/** Numbers such as 1e999 would come back as null. */
export function hasLostNumber(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasLostNumber);
  for (const key in value) {
    if (hasLostNumber((value as Record<string, unknown>)[key])) return true;
  }
  return false;
}

/** Where they are, as in `metadata.sizes[1]`. */
export function lostNumbers(value: unknown): string[] {
  return pathsWhere(value, (_, item) => typeof item === 'number' && !Number.isFinite(item));
}

/** Where a key is called `__proto__`, which zod passes over in silence. */
export function protoKeys(value: unknown): string[] {
  return pathsWhere(value, (key) => key === '__proto__');
}

function pathsWhere(
  value: unknown,
  matches: (key: string, item: unknown) => boolean,
  path = '',
): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const named = path === '' ? key : `${path}.${key}`;
    const at = Array.isArray(value) ? `${path}[${key}]` : named;
    return [...(matches(key, item) ? [at] : []), ...pathsWhere(item, matches, at)];
  });
}
