/** What a rule looks for in a message: a text, or an expression between slashes. */
import { RE2JS } from 're2js';

/** What a pattern took from a message: the whole match at 0, its groups by number and name. */
export type Captures = ReadonlyMap<string, string>;

/** A pattern, ready to be tried. */
export interface Pattern {
  /** Numbers and names of its groups. */
  readonly groups: readonly string[];
  /** What it took from a message; nothing where it does not match. */
  match(message: string): Captures | undefined;
}

/**
 * `refund` is looked for anywhere in a message, in upper or lower case, any white space as good as another;
 * `/order (\d+)/i` is an expression with the flags i, m, s and u. Expressions are RE2's: the time that a message takes is
 * bounded by its length, and look-around and back-references, which can't be had in such time, are refused.
 * @throws Error whose message says what is wrong with an expression.
 */
export function patternOf(source: string): Pattern {
  const expression = /^\/(.+)\/([a-z]*)$/is.exec(source);
  return expression ? expressed(expression[1] ?? '', expression[2] ?? '') : contained(source);
}

function contained(source: string): Pattern {
  const part = plain(source).trim();
  return {
    groups: ['0'],
    match: (message) => (plain(message).includes(part) ? new Map([['0', source]]) : undefined),
  };
}

function plain(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ');
}

const flags: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
  // Every expression of RE2 is.
  u: 0,
};

function expressed(source: string, letters: string): Pattern {
  const mask = [...letters].reduce((sum, letter) => sum | flagOf(letter), 0);
  const expression = compile(source, mask);
  const names = Object.entries(expression.namedGroups());
  const numbers = Array.from({ length: expression.groupCount() + 1 }, (_, index) => index);
  return {
    groups: [...numbers.map(String), ...names.map(([name]) => name)],
    match(message) {
      const matcher = expression.matcher(message);
      if (!matcher.find()) return undefined;
      const byNumber = numbers.map((index) => [String(index), matcher.group(index) ?? ''] as const);
      const byName = names.map(([name, index]) => [name, matcher.group(index) ?? ''] as const);
      return new Map([...byNumber, ...byName]);
    },
  };
}

function compile(source: string, mask: number): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(source), mask);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `is no expression that can be used: ${reason.replace('error parsing regexp: ', '')}`,
      { cause },
    );
  }
}

function flagOf(letter: string): number {
  const flag = flags[letter];
  if (flag !== undefined) return flag;
  throw new Error(`has the flag ${letter}, where only ${Object.keys(flags).join(', ')} are known`);
}
