/** A command line as it may be kept in a file: no key, and no text that somebody has written for an agent. */

import type { Verb } from '../commands/verb';
import { namesOf } from '../failure/scene';
import { hiding } from '../failure/secrets';
import { flagOf } from '../input/fields';
import { requestFields } from '../input/request-fields.at-build';

/** The command that runs, as far as it matters here. */
export interface Acting {
  readonly names: readonly string[];
  /** Arguments by the name that the help has for them. */
  readonly arguments: readonly { readonly name: string; readonly value: string }[];
}

export function actingOf(verb: Verb): Acting {
  const { args, registeredArguments } = verb;
  const named = registeredArguments.map((each, at) => ({
    name: each.name(),
    value: args[at] ?? '',
  }));
  return { names: namesOf(verb), arguments: named };
}

/** Arguments that are texts. */
const textArguments = new Set(['message', 'description', 'text', 'prompt']);
/** Flags whose values are, or hold, texts. */
const textFlags = new Set([
  ...Object.values(requestFields)
    .flat()
    .filter(({ type, maxLength = 0 }) => type === 'string' && maxLength > 300)
    .map(({ name }) => flagOf(name)),
  '--set',
  '--set-string',
  '--field',
  '-F',
  '--description',
  '--instructions',
  '--policy',
  '--message',
]);
/** Nobody calls a record by more. */
const longest = 200;

export interface Tellable {
  readonly command: string;
  readonly args: readonly string[];
  /** Whether a word is not told as it was typed. */
  readonly isCut: boolean;
  /** Takes the texts and the keys of this command line out of what is said about it. */
  hide(words: string): string;
}

export function tellableArguments(
  typed: readonly string[],
  acting: Acting | undefined,
  env: NodeJS.ProcessEnv,
): Tellable {
  const hideKeys = hiding(typed, env);
  const texts: string[] = [];
  const counted = (text: string) => {
    texts.push(text);
    return `[${text.length} characters]`;
  };
  const named = new Set(
    (acting?.arguments ?? []).flatMap(({ name, value }) =>
      textArguments.has(name) ? [value] : [],
    ),
  );
  const args = typed.map((word, at) => {
    const [flag = '', value] = flagAndValue(word);
    if (value !== undefined && textFlags.has(flag.replace(/=$/, '')))
      return `${flag}${counted(value)}`;
    if (textFlags.has(typed[at - 1] ?? '') && !isFile(word)) return counted(word);
    if (named.has(word) || word.length > longest) return counted(word);
    const told = hideKeys(word);
    if (acting !== undefined || told !== word || isSafe(typed, at)) return told;
    return value !== undefined && isFlag(flag) ? `${flag}${counted(value)}` : counted(word);
  });
  return {
    command: acting?.names.join(' ') ?? '',
    args,
    isCut: texts.length > 0,
    hide: withoutTexts(texts, hideKeys),
  };
}

/** `--policy=Be kind` as `--policy=` and `Be kind`; `-Fpolicy=Be kind` as `-F` and `policy=Be kind`. */
function flagAndValue(word: string): readonly [flag: string, value?: string | undefined] {
  const [, short, joined] = /^(-[a-zA-Z])(.+)$/s.exec(word) ?? [];
  if (short !== undefined && joined !== undefined) return [short, joined];
  const [, long, value] = /^(--[^=]*=)(.*)$/s.exec(word) ?? [];
  return long === undefined ? [word] : [long, value];
}

/** Where no command was found, nobody knows what a word was meant to be: only its name and its flags are told. */
function isSafe(typed: readonly string[], at: number): boolean {
  const word = typed[at] ?? '';
  const isName = at < 2 && typed.slice(0, at + 1).every((each) => /^[\w-]{1,40}$/.test(each));
  return isName || isFlag(word);
}

function isFlag(word: string): boolean {
  return /^--?[a-z][a-z-]{0,40}=?$/i.test(word);
}

/** Fewer characters would be found in words that have nothing to do with them. */
const shortest = 3;

/** A text itself, what it sets, and either as JSON writes it. */
function withoutTexts(texts: readonly string[], hideKeys: (text: string) => string) {
  const forms = texts
    .flatMap((text) => [text, text.slice(text.indexOf('=') + 1)])
    // What was meant for the name of a file is told without its sign.
    .flatMap((text) => [text, text.replace(/^@/, '')])
    .flatMap((text) => [text, JSON.stringify(text).slice(1, -1)])
    .filter((form) => form.trim().length >= shortest)
    .sort((one, other) => other.length - one.length);
  return (words: string) =>
    hideKeys(
      forms.reduce((left, form) => left.replaceAll(form, `[${form.length} characters]`), words),
    );
}

/** The name of a file, of which the record may tell. */
function isFile(word: string): boolean {
  return /^@[^\s]{1,200}$/.test(word);
}
