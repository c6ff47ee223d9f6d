/** Keys taken out of what is shown, however they are written there. */

export const hidden = '[redacted]';
/** A shorter one is a word, and would be found everywhere. */
const shortest = 6;

/** A function that takes keys out of a text: as they are, escaped, as in a URL, in base64 and in hexadecimal. */
export function redactor(keys: Iterable<string>): (text: string) => string {
  const forms = [...keys].filter((key) => key.length >= shortest).flatMap(formsOf);
  if (forms.length === 0) return (text) => text;
  const longestFirst = [...new Set(forms)].sort((one, other) => other.length - one.length);
  const hide = (text: string) =>
    longestFirst.reduce((left, form) => left.replaceAll(form, hidden), text);
  return (text) => {
    // JSON has more than one way to write a key.
    const plain = text.includes('\\') ? unescaped(text) : text;
    return plain !== text && longestFirst.some((form) => plain.includes(form))
      ? hide(plain)
      : hide(text);
  };
}

function formsOf(key: string): string[] {
  const encoded = encodeURIComponent(key);
  const bytes = Buffer.from(key);
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].flatMap((offset) => {
    const form = insideBase64(bytes, offset);
    return [form, form.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const percent = encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return [key, encoded, percent, hex, hex.toUpperCase(), ...base64];
}

/** The characters that stand for the key alone when so many bytes precede it. */
function insideBase64(bytes: Buffer, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor((whole.length * 8) / 6);
  return whole.toString('base64').slice(first, last);
}

function unescaped(json: string): string {
  return json
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replaceAll('\\/', '/');
}
