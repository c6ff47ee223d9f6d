/**
 * Text from a server, made harmless for a terminal: no control characters, no overriding of the writing direction. Marks
 * of a direction (U+200E, U+200F, U+061C) stay: names in Arabic and Hebrew need them, and alone they turn nothing round.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
/** What JSON leaves as it is; among it line ends that JSON knows nothing of, but readers of lines do. */
export const unescaped = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** Keeps line breaks and tabs. */
export function clean(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(controls, '');
}

export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim();
}

/** One line, and every space that it had: a name that is looked up again must stay the same. */
export function cleanName(text: string): string {
  return clean(text).replace(/[\n\t\u2028\u2029]+/g, ' ');
}

/** The same value for every JSON reader, and nothing that a terminal would obey. */
export function cleanJson(value: unknown, indent?: number): string {
  return (JSON.stringify(value, null, indent) ?? 'null').replace(unescaped, escaped);
}

/** The character by its number, as JSON and YAML read it between quotes. */
export function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
