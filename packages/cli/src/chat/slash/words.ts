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

/** What follows a name that these words begin with, whatever its case and spaces; undefined where they don't. */
export function behindName(words: string, name: string): string | undefined {
  const wanted = wordsOf(name).map(([word]) => word.toLowerCase());
  const said = wordsOf(words).slice(0, wanted.length);
  const last = said.at(-1);
  if (!last || wanted.some((word, at) => said[at]?.[0].toLowerCase() !== word)) return undefined;
  return words.slice(last.index + last[0].length).trim();
}

const wordsOf = (text: string) => [...text.matchAll(/\S+/g)];

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
