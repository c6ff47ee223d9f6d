/** Secrets in texts: by what well-known keys look like, and by their names where they stand as `name=value`. */
import { isSecretName } from './secret-names';

/** Stands where a secret was. */
export const marker = '[redacted]';

/** Each begins where a word does, so that a text is looked through once, whatever it was made to look like. */
const wellKnown = new RegExp(
  [
    '\\bsk-[\\w-]{20,}',
    '\\bgh[pousr]_\\w{36,}',
    '\\bgithub_pat_\\w{20,}',
    '\\bAKIA[0-9A-Z]{16}\\b',
    '\\bxox[abeoprs]-[\\w-]{10,}',
    '\\b[Bb]earer[ \\t]+(?:[\\w.~+/-]{20,}|(?=[\\w.~+/-]{0,20}\\d)[\\w.~+/-]{8,})=*',
    '-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)',
  ].join('|'),
  'g',
);

/** What is before it in the same word stays. The look ahead is taken as found: it is not gone back into. */
const webToken = /(?<![\w-])(?=([\w-]*?)eyJ[\w-]{10})[\w-]+\.eyJ[\w-]{10,}\.[\w-]+/g;

/** Takes out what is a secret by its look, or by its name before an equals sign. */
export function hideByLook(text: string): string {
  return hidePairs(text.replace(webToken, `$1${marker}`).replace(wellKnown, marker));
}

const nameInUrl = /(?<![^?&;,:/\s"'<>=\\])([^?&;,:/\s"'<>=\\]+)=/g;
const valueInUrl = /[^&;\s"'<>\\]+/y;

function hidePairs(text: string): string {
  return hideAfter(text, nameInUrl, (start) => {
    valueInUrl.lastIndex = start;
    const [value] = valueInUrl.exec(text) ?? [''];
    return { end: start + value.length, value: numberOr(value), hidden: marker };
  });
}

/** Of text, digits stand for a number. */
export function numberOr(text: string): string | number {
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

// A name that is escaped in part is found by what is after the last escape.
const nameInJson = /(?<=["\\])([^"\\]*)"\s*:\s*/g;
const valueInJson = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|-?\d[\d.eE+-]*|[[{]/y;

/** The same for JSON that can't be parsed, as one that was cut off. */
export function hideInBrokenJson(text: string): string {
  return hideAfter(text, nameInJson, (start) => {
    valueInJson.lastIndex = start;
    const [value] = valueInJson.exec(text) ?? [''];
    const end = /^[[{]/.test(value) ? endOfNested(text, start) : start + value.length;
    return { end, value: numberOr(value), hidden: JSON.stringify(marker) };
  });
}

function endOfNested(text: string, start: number): number {
  const parts = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|[[{]|[\]}]/g;
  parts.lastIndex = start;
  let depth = 0;
  for (let part = parts.exec(text); part !== null; part = parts.exec(text)) {
    if (/^[[{]/.test(part[0])) depth++;
    else if (/^[\]}]/.test(part[0]) && --depth === 0) return parts.lastIndex;
  }
  return text.length;
}

interface Found {
  readonly end: number;
  readonly value: unknown;
  readonly hidden: string;
}

/** Hides each value that comes after a name of a secret. */
function hideAfter(text: string, names: RegExp, valueAt: (start: number) => Found): string {
  let kept = '';
  let at = 0;
  for (const { 0: whole, 1: name = '', index } of text.matchAll(names)) {
    const start = index + whole.length;
    if (index < at || !isSecretName(name)) continue;
    const { end, value, hidden } = valueAt(start);
    if (end === start || !isSecretName(name, value)) continue;
    kept += text.slice(at, start) + hidden;
    at = end;
  }
  return kept + text.slice(at);
}
