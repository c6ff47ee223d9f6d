/** One of several, the same one for the same text. */

/** An option that depends on nothing but the seed. */
export function pick(options: readonly string[], seed: number): string {
  return options[seed % options.length] ?? '';
}

/** FNV-1a */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
