/** A command line that commander has refused: what was probably meant, and the same line with it. */
import type { Command, CommanderError } from 'commander';
import { lineOf } from '../command-line';
import { nearest } from '../nearest';
import type { Failure } from './errors';
import { childOf, helpOf, type Scene } from './scene';
import { isSecretFlag } from './secrets';

type Advice = Pick<Failure, 'message' | 'hint' | 'next'>;

export function mistyped(error: CommanderError, scene: Scene): Advice {
  const said = error.message.replace(/^error: /, '').replace(/\n\(Did you mean [^\n]*\)$/, '');
  const quoted = /'([\s\S]*)'/.exec(said)?.[1] ?? '';
  if (error.code === 'commander.unknownCommand') return unknownCommand(said, quoted, scene);
  if (error.code === 'commander.unknownOption') return unknownFlag(said, quoted, scene);
  return wrongValue(said, scene) ?? { message: said, next: helpOf(scene) };
}

function unknownCommand(said: string, word: string, scene: Scene): Advice {
  const { typed } = scene;
  const at = typed.indexOf(word);
  const parent = deepest(scene, at);
  const known = parent.commands.map((each) => each.name());
  const meant = nearest(word, known) ?? (synonyms[word] ?? []).find((each) => known.includes(each));
  if (meant !== undefined) return corrected(said, meant, scene, replaced(typed, at, meant));
  // `list agents`
  const noun = childOf(parent, typed[at + 1] ?? '');
  const verb = nearest(
    word,
    (noun?.commands ?? []).map((each) => each.name()),
  );
  if (noun !== undefined && verb !== undefined) {
    const turned = typed.toSpliced(at, 2, noun.name(), verb);
    return corrected(said, `${noun.name()} ${verb}`, scene, turned);
  }
  return { message: said, next: helpOf(scene) };
}

/** What other tools call it. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  ls: ['list'],
  rm: ['delete', 'remove'],
  remove: ['delete'],
  destroy: ['delete'],
  show: ['get'],
  describe: ['get'],
  view: ['get'],
  new: ['create', 'add'],
  add: ['create'],
  set: ['update'],
  patch: ['update'],
  chat: ['play'],
  ask: ['test'],
  publish: ['activate'],
  enable: ['activate'],
};

function unknownFlag(said: string, word: string, scene: Scene): Advice {
  const [name = '', ...value] = word.split('=');
  if (isSecretFlag(name) && !nearestFlag(name, scene)) {
    return {
      message: said,
      hint: 'A key is never a flag: a list of processes would show it. Give it to voicectl login, or in the environment.',
      next: ['voicectl login'],
    };
  }
  const meant = nearestFlag(name, scene);
  if (meant === undefined) return { message: said, next: helpOf(scene) };
  const { typed } = scene;
  const whole = [meant, ...value].join('=');
  return corrected(said, meant, scene, replaced(typed, typed.indexOf(word), whole));
}

function nearestFlag(name: string, scene: Scene): string | undefined {
  if (!name.startsWith('--')) return undefined;
  const chain: Command[] = [];
  for (let each: Command | null = deepest(scene); each !== null; each = each.parent) {
    chain.push(each);
  }
  const flags = chain.flatMap(({ options }) =>
    options.flatMap(({ long, hidden }) => (long && !hidden ? [long.slice(2)] : [])),
  );
  const meant = nearest(name.slice(2), flags);
  return meant === undefined ? undefined : `--${meant}`;
}

const refusedFlag =
  /^option '([^']*)' argument '([\s\S]*)' is invalid\. Allowed choices are (.*)\.$/;
const refusedArgument =
  /^command-argument value '([\s\S]*)' is invalid for argument '[^']*'\. Allowed choices are (.*)\.$/;

/** One of a few words was wanted, and another one came. */
function wrongValue(said: string, scene: Scene): Advice | undefined {
  const { typed } = scene;
  const [, flags = '', ofFlag] = refusedFlag.exec(said) ?? [];
  const value = ofFlag ?? refusedArgument.exec(said)?.[1];
  const choices = (refusedFlag.exec(said)?.[3] ?? refusedArgument.exec(said)?.[2])?.split(', ');
  if (value === undefined || choices === undefined) return undefined;
  const meant = nearest(value, choices);
  if (meant === undefined) return { message: said, next: helpOf(scene) };
  const names = flags.split(/[ ,|]+/).filter((each) => each.startsWith('-'));
  return corrected(said, meant, scene, withValue(typed, names, value, meant));
}

/** As `--flag value`, `--flag=value`, `-fvalue`, or an argument. */
function withValue(
  typed: readonly string[],
  names: readonly string[],
  value: string,
  meant: string,
): readonly string[] | undefined {
  for (const [at, word] of typed.entries()) {
    if (names.length === 0 && word === value) return replaced(typed, at, meant);
    if (names.includes(word) && typed[at + 1] === value) return replaced(typed, at + 1, meant);
    for (const name of names) {
      const joint = name.startsWith('--') ? '=' : '';
      if (word === `${name}${joint}${value}`) {
        return replaced(typed, at, `${name}${joint}${meant}`);
      }
    }
  }
  return undefined;
}

function corrected(
  said: string,
  meant: string,
  scene: Scene,
  words: readonly string[] | undefined,
): Advice {
  const line = words === undefined ? undefined : lineOf(words);
  return {
    message: said,
    hint: `Did you mean ${meant}?`,
    next: line === undefined ? helpOf(scene) : [line],
  };
}

function replaced(
  words: readonly string[],
  at: number,
  word: string,
): readonly string[] | undefined {
  return at < 0 ? undefined : words.toSpliced(at, 1, word);
}

/** The command that so many of the words lead to. */
function deepest({ typed, program }: Scene, many = typed.length): Command {
  let command = program;
  for (const word of typed.slice(0, Math.max(0, many))) command = childOf(command, word) ?? command;
  return command;
}
