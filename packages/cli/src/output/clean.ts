/** Text from a server, made harmless for a terminal: no control characters, no overriding of the writing direction. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
// What JSON leaves as it is.
const unescaped = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Keeps line breaks and tabs. */
export function clean(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(controls, '');
}

export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim();
}

/** The same value for every JSON reader, and nothing that a terminal would obey. */
export function cleanJson(value: unknown, indent?: number): string {
  const escaped = (character: string) =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value, null, indent).replace(unescaped, escaped);
}
