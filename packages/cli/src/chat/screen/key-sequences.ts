/** How long a sequence is that a terminal has sent, known or not: what is unknown must not be taken for typing. */

/** What `text` begins with, Escape and all; undefined while more of it may come. */
export function wholeSequence(text: string): string | undefined {
  const [, second] = text;
  if (second === undefined) return undefined;
  if (second === '\u001b') return afterEscape(text);
  const form = forms[second];
  if (!form) return text.slice(0, 1) + second;
  const [whole] = form.whole.exec(text) ?? [];
  if (whole !== undefined) return whole;
  const [begun = ''] = form.begun.exec(text) ?? [];
  return begun === text && text.length < longest ? undefined : begun;
}

/** Escape twice: pressed before something else, or what Alt makes of a sequence. */
function afterEscape(text: string): string | undefined {
  const third = text[2];
  if (third === undefined) return undefined;
  if (third !== '[' && third !== 'O') return text.slice(0, 1);
  const rest = wholeSequence(text.slice(1));
  return rest && text.slice(0, 1) + rest;
}

interface Form {
  readonly whole: RegExp;
  /** As far as it has come. */
  readonly begun: RegExp;
}

/* biome-ignore-start lint/suspicious/noControlCharactersInRegex: sequences are made of them */
const control: Form = {
  // The Linux console has a second bracket in its function keys.
  whole: /^\u001b\[(?:\[[!-~]|[0-?]*[ -/]*[@-Z\\-~])/,
  begun: /^\u001b\[(?:\[|[0-?]*[ -/]*)/,
};
const single: Form = { whole: /^\u001bO\d*[A-Za-z]/, begun: /^\u001bO\d*/ };
/** A terminal's answers, to whomever. */
const string: Form = {
  whole: /^\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)/,
  begun: /^\u001b[\]PX^_][^\u0007\u001b]*\u001b?$|^\u001b[\]PX^_][^\u0007\u001b]*/,
};
/* biome-ignore-end lint/suspicious/noControlCharactersInRegex: as above */

const forms: Readonly<Record<string, Form>> = {
  '[': control,
  O: single,
  ']': string,
  P: string,
  X: string,
  '^': string,
  _: string,
};

/** Characters; a sequence that is longer is none. */
const longest = 4096;
