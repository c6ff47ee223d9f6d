/** The words behind a command, taken apart. Pure. */

/** The first word, or what stands between double quotes there, and the rest. */
export function firstWord(words: string): readonly [first: string, rest: string] {
  const [whole = '', quoted, plain = ''] = /^\s*(?:"([^"]*)"|(\S+))/.exec(words) ?? [];
  return [quoted ?? plain, words.slice(whole.length).trim()];
}

/** Without the double quotes around all of it. */
export function unquoted(words: string): string {
  return /^"([^"]*)"$/.exec(words.trim())?.[1] ?? words.trim();
}

/** A word such as `--force`, wherever it stands by itself. */
export function withoutWord(
  words: string,
  word: string,
): { readonly has: boolean; readonly rest: string } {
  const parts = words.split(/(\s+)/);
  const has = parts.includes(word);
  return { has, rest: (has ? parts.filter((part) => part !== word).join('') : words).trim() };
}

/** A name as it has to be typed to be one word. */
export function quotedName(name: string): string {
  return /\s/.test(name) ? `"${name}"` : name;
}
