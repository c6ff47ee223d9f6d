/** Text as roff takes it (man(7)): nothing in it is taken for a request or an escape. */

export function roff(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\(rs')
    .replaceAll('-', '\\-')
    .replace(/['`^~"]/g, (character) => `\\(${glyphs[character]}`)
    .replace(/[^\x20-\x7e\n]/gu, (character) => `\\[u${hex(character)}]`);
  // At the beginning of a line, a dot would be a request.
  return escaped.replace(/^\./gm, '\\&.');
}

/** An argument of a macro. */
export function quotedRoff(text: string): string {
  return `"${roff(text.replace(/\s+/g, ' '))}"`;
}

const glyphs: Readonly<Record<string, string>> = {
  "'": 'aq',
  '`': 'ga',
  '^': 'ha',
  '~': 'ti',
  '"': 'dq',
};

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
