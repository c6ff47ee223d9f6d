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

const secretName =
  '[\\w-]*(?:api[-_]?key|token|secret|secret[-_]?key|access[-_]?key|signing[-_]?key|private[-_]?key|passw(?:or)?d|passphrase|passcode|pwd|credentials?|authorization|cookie|jwt)';
const wholeName = new RegExp(`^${secretName}$`, 'i');
const pairInUrl = new RegExp(`((?:^|[?&;\\s"'])${secretName}=)[^&;\\s"'<>\\\\]+`, 'gi');
const pairInJson = new RegExp(
  `("${secretName}"\\s*:\\s*)("[^"\\\\]*(?:\\\\.[^"\\\\]*)*"?|\\d+)`,
  'gi',
);

/** Whether a field, a parameter or a header of this name holds a secret; `inputTokens` holds a count. */
export function isSecretName(name: string): boolean {
  return wholeName.test(name);
}

/** What well-known keys look like, whoever they are for. */
const wellKnown = new RegExp(
  [
    '\\bsk-[\\w-]{20,}',
    '\\bgh[pousr]_\\w{36,}',
    '\\bgithub_pat_\\w{20,}',
    '\\bAKIA[0-9A-Z]{16}\\b',
    '\\bxox[abeoprs]-[\\w-]{10,}',
    '\\beyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]+',
    '-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)',
  ].join('|'),
  'g',
);

/** Takes out what is a secret by its shape, or by its name in a URL. */
export function hideByLook(text: string, marker: string): string {
  return text.replace(wellKnown, marker).replace(pairInUrl, `$1${marker}`);
}

/** The same for JSON that can't be parsed, as one that was cut off. */
export function hideInBrokenJson(text: string, marker: string): string {
  return text.replace(pairInJson, `$1"${marker}"`);
}
