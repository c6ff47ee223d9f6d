/**
 * Where a text stops being JSON. `JSON.parse` knows, but each engine says it in its own words, and the newest leave the
 * position out.
 */

/** As in `unexpected "}" at position 9 (line 1, column 10)`; nothing for a text that is JSON. */
export function jsonFault(text: string): string | undefined {
  const at = faultIn(text);
  if (at === undefined) return undefined;
  if (text.trim() === '') return 'it is empty';
  const before = text.slice(0, at).split('\n');
  const place = `position ${at} (line ${before.length}, column ${(before.at(-1) ?? '').length + 1})`;
  const found = text.codePointAt(at);
  return found === undefined
    ? `it ends too early, at ${place}`
    : `unexpected ${JSON.stringify(String.fromCodePoint(found))} at ${place}`;
}

/** What may come next. */
type Next = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end';

/** The first offset that no JSON has; the text's length where it ends too early. */
function faultIn(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let next: Next = 'value';
  let at = 0;
  for (;;) {
    at = skipSpace(text, at);
    const sign = text[at];
    if (sign === undefined) return open.length > 0 || next !== ', or end' ? at : undefined;
    if (next === ', or end') {
      const inside = open.at(-1);
      if (sign === ',' && inside) next = inside === '{' ? 'key' : 'value';
      else if (inside && sign === closing[inside]) open.pop();
      else return at;
      at++;
    } else if (next === ':') {
      if (sign !== ':') return at;
      next = 'value';
      at++;
    } else if ((next === 'key or }' && sign === '}') || (next === 'value or ]' && sign === ']')) {
      open.pop();
      next = ', or end';
      at++;
    } else if (next === 'key' || next === 'key or }') {
      const end = sign === '"' ? stringEnd(text, at) : { fault: at };
      if ('fault' in end) return end.fault;
      at = end.after;
      next = ':';
    } else if (sign === '{' || sign === '[') {
      open.push(sign);
      next = sign === '{' ? 'key or }' : 'value or ]';
      at++;
    } else {
      const end = scalarEnd(text, at);
      if ('fault' in end) return end.fault;
      at = end.after;
      next = ', or end';
    }
  }
}

const closing = { '{': '}', '[': ']' } as const;

type End = { readonly after: number } | { readonly fault: number };

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++;
  return at;
}

function scalarEnd(text: string, at: number): End {
  if (text[at] === '"') return stringEnd(text, at);
  const word = ['true', 'false', 'null'].find((known) => known[0] === text[at]);
  return word === undefined ? numberEnd(text, at) : wordEnd(text, at, word);
}

function wordEnd(text: string, at: number, word: string): End {
  for (let i = 0; i < word.length; i++) {
    if (text[at + i] !== word[i]) return { fault: at + i };
  }
  return { after: at + word.length };
}

/** Its parts in order: what must be there is a fault where it is not. */
function numberEnd(text: string, from: number): End {
  let at = from;
  const digits = () => {
    const start = at;
    while (isDigit(text[at])) at++;
    return at > start;
  };
  if (text[at] === '-') at++;
  if (text[at] === '0') at++;
  else if (!digits()) return { fault: at };
  if (text[at] === '.') {
    at++;
    if (!digits()) return { fault: at };
  }
  if (text[at] === 'e' || text[at] === 'E') {
    at++;
    if (text[at] === '+' || text[at] === '-') at++;
    if (!digits()) return { fault: at };
  }
  return { after: at };
}

function isDigit(sign: string | undefined): boolean {
  return sign !== undefined && sign >= '0' && sign <= '9';
}

function stringEnd(text: string, from: number): End {
  let at = from + 1;
  for (;;) {
    const sign = text[at];
    if (sign === undefined || sign < ' ') return { fault: at };
    if (sign === '"') return { after: at + 1 };
    at++;
    if (sign !== '\\') continue;
    const escaped = text[at];
    if (escaped === undefined || !'"\\/bfnrtu'.includes(escaped)) return { fault: at };
    at++;
    if (escaped !== 'u') continue;
    for (const end = at + 4; at < end; at++) {
      if (!/^[0-9a-f]$/i.test(text[at] ?? '')) return { fault: at };
    }
  }
}
