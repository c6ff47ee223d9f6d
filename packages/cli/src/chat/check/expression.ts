/** Expressions that answers are to match: RE2's, whose time is bounded by an answer's length. The same as in a mock's rules. */
import { RE2JS } from 're2js';

/**
 * `order \d+`, or with flags `/order \d+/i`.
 * @throws Error whose message says what is wrong with it.
 */
export function expressionOf(source: string): { test(text: string): boolean } {
  const [, between, letters = ''] = /^\/(.+)\/([a-z]*)$/is.exec(source) ?? [];
  const mask = [...letters].reduce((sum, letter) => sum | flagOf(letter), 0);
  const expression = compile(between ?? source, mask);
  return { test: (text) => expression.matcher(text).find() };
}

export function listOf(texts: string | readonly string[] | undefined): readonly string[] {
  return typeof texts === 'string' ? [texts] : (texts ?? []);
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

const flags: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
  // Every expression of RE2 is.
  u: 0,
};

function flagOf(letter: string): number {
  const flag = Object.hasOwn(flags, letter) ? flags[letter] : undefined;
  if (flag !== undefined) return flag;
  throw new Error(`has the flag ${letter}, where only ${Object.keys(flags).join(', ')} are known`);
}
