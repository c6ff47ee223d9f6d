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
  '--field',
  '-F',
  '--description',
  '--instructions',
  '--policy',
  '--message',
]);
/** Nobody calls a record by more. */
const longest = 200;

export function tellableArguments(
  typed: readonly string[],
  acting: Acting | undefined,
  env: NodeJS.ProcessEnv,
): { readonly command: string; readonly args: readonly string[] } {
  const hide = hiding(typed, env);
  const texts = new Set(
    (acting?.arguments ?? []).flatMap(({ name, value }) =>
      textArguments.has(name) ? [value] : [],
    ),
  );
  const args = typed.map((word, at) => {
    const [flag = '', ...rest] = word.split('=');
    if (flag.startsWith('--') && rest.length > 0 && textFlags.has(flag)) {
      return `${flag}=${counted(rest.join('='))}`;
    }
    if (textFlags.has(typed[at - 1] ?? '') && !isFile(word)) return counted(word);
    if (texts.has(word) || word.length > longest) return counted(word);
    // Where no command was found, nobody knows what a word was meant to be.
    if (acting === undefined && !isPlain(word)) return counted(word);
    return hide(word);
  });
  return { command: acting?.names.join(' ') ?? '', args };
}

function counted(text: string): string {
  return `[${text.length} characters]`;
}

function isFile(word: string): boolean {
  return /^@[^\s]{1,200}$/.test(word);
}

function isPlain(word: string): boolean {
  return /^[\w@%+:,./=-]{0,60}$/.test(word);
}
