/** Finds secrets however they are written: plain, percent-encoded, escaped as JSON, or a mixture, once or twice over. */

/** One expression for any of the secrets, the longest first; nothing where there are none. */
export function patternOf(secrets: readonly string[]): RegExp | undefined {
  if (secrets.length === 0) return undefined;
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map(anyWriting).join('|'), 'g');
}

function anyWriting(secret: string): string {
  // A run of backslashes is as long as however often it was escaped makes it.
  return [...secret.replace(/\\+/g, '\\')].map(anyWritingOf).join('');
}

/** Encoded so often at most: without bounds, a server could make every search of its answer a long one. */
const slashes = '(?:\\\\|%(?:25){0,4}5[cC]){1,16}';

function anyWritingOf(character: string): string {
  if (character === '\\') return `${slashes}(?:u005[cC])?`;
  const bytes = [...new TextEncoder().encode(character)];
  const percent = bytes.map((byte) => `%(?:25){0,4}${hex(byte, 2)}`).join('');
  const units = Array.from(character, (_, index) => character.charCodeAt(index));
  const json = units.map((unit) => `${slashes}u${hex(unit, 4)}`).join('');
  const ways = [escaped(character), percent, json];
  if (/["/]/.test(character)) ways.push(`${slashes}(?:${character}|${percent})`);
  if (character === ' ') ways.push('\\+');
  return `(?:${ways.join('|')})`;
}

function hex(value: number, digits: number): string {
  return value
    .toString(16)
    .padStart(digits, '0')
    .replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
}
