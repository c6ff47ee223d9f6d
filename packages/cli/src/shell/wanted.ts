/** What fits where the cursor is: words that are known at once, or a kind of thing that has to be looked up. Pure. */
import { flagIn, flagsOf, inlineValue, type Position } from './position';
import type { ArgumentNode, CommandNode, FlagNode } from './tree';
import { settings, transitions } from './tree.at-build';

export interface Candidate {
  readonly value: string;
  readonly about?: string | undefined;
}

export interface RecordsWanted {
  readonly kind: 'agents' | 'goals';
  /** Only those in one of these states. */
  readonly statuses?: readonly string[] | undefined;
  readonly except?: readonly string[] | undefined;
}

export type Wanted =
  | RecordsWanted
  | { readonly kind: 'words'; readonly words: readonly Candidate[] }
  | { readonly kind: 'files' }
  | { readonly kind: 'folders' }
  | { readonly kind: 'profiles' }
  | { readonly kind: 'worlds' }
  | { readonly kind: 'topics' };

/** With what is before it in the same word, as in `--file=`. */
export interface Asked {
  readonly wanted: Wanted;
  readonly prefix: string;
  readonly typed: string;
}

const nothing: Wanted = { kind: 'words', words: [] };

export function wantedAt(position: Position, root: CommandNode): Asked {
  const { awaiting, current, onlyArguments, command } = position;
  const whole = (wanted: Wanted): Asked => ({ wanted, prefix: '', typed: current });
  if (awaiting?.value?.required) return valueAsked(awaiting, '', current, position);
  if (awaiting && !current.startsWith('-')) return valueAsked(awaiting, '', current, position);
  if (!onlyArguments && current.startsWith('-')) {
    const flag = flagIn(command, root, current);
    const value = flag && current.startsWith('--') ? inlineValue(current, flag) : undefined;
    if (flag && value !== undefined) return valueAsked(flag, `${flag.long}=`, value, position);
    return whole({ kind: 'words', words: unusedFlags(position, root) });
  }
  return whole(argumentWanted(position));
}

function unusedFlags({ command, used }: Position, root: CommandNode): readonly Candidate[] {
  const flags = flagsOf(command, root).filter((flag) => !used.has(flag) || flag.value?.variadic);
  const own = flags.map(({ long, summary }) => ({ value: long, about: summary }));
  return [...own, { value: '--help', about: 'what there is' }];
}

function valueAsked(flag: FlagNode, before: string, typed: string, position: Position): Asked {
  // A text that may also be what a file holds.
  if (typed.startsWith('@') && /@FILE/.test(flag.summary)) {
    return { wanted: { kind: 'files' }, prefix: `${before}@`, typed: typed.slice(1) };
  }
  const except = position.used.get(flag) ?? [];
  return { wanted: ofFlag(flag, position.command, except), prefix: before, typed };
}

function ofFlag(flag: FlagNode, { words }: CommandNode, except: readonly string[]): Wanted {
  const { long, choices, value } = flag;
  if (choices) return listed(choices);
  if (long === '--profile') return { kind: 'profiles' };
  if (long === '--world') return { kind: 'worlds' };
  const record = /^--(agent|goal)(-id)?$/.exec(long)?.[1];
  return ofName(record ?? value?.name ?? '', words, { except });
}

function argumentWanted({ command, given }: Position): Wanted {
  const below = command.commands.map(({ name, summary }) => ({ value: name, about: summary }));
  if (given.length === 0 && below.length > 0) {
    const help = { value: 'help', about: 'of a command, or a topic' };
    return { kind: 'words', words: command.words.length === 1 ? [...below, help] : below };
  }
  const argument = argumentAt(command, given.length);
  if (argument === undefined) return nothing;
  if (argument.choices) return listed(argument.choices);
  const except = argument.variadic ? given : [];
  return ofName(argument.name, command.words, { except, statuses: fromStatuses(command) });
}

/** The last one may take all that is left. */
function argumentAt(command: CommandNode, index: number): ArgumentNode | undefined {
  const last = command.arguments.at(-1);
  return command.arguments[index] ?? (last?.variadic ? last : undefined);
}

/** What can't be activated needn't be offered for it. */
function fromStatuses({ words: [, noun, verb = ''] }: CommandNode): readonly string[] | undefined {
  return noun === 'agents' && Object.hasOwn(transitions, verb)
    ? transitions[verb as keyof typeof transitions].from
    : undefined;
}

/** Names of arguments and values say what they stand for; those of the mock's commands are about its own worlds. */
function ofName(
  name: string,
  [, noun, verb]: readonly string[],
  records: {
    readonly statuses?: readonly string[] | undefined;
    readonly except: readonly string[];
  },
): Wanted {
  if (/^(files?|path)$/.test(name)) return { kind: 'files' };
  if (/^(folder|dir)$/.test(name)) return { kind: 'folders' };
  if (noun === 'mock') return nothing;
  if (/^agents?$/.test(name)) return { kind: 'agents', ...records };
  if (/^goals?$/.test(name)) return { kind: 'goals', except: records.except };
  if (name === 'topic') return { kind: 'topics' };
  if (name !== 'name') return nothing;
  if (noun === 'profile' && verb !== 'add') return { kind: 'profiles' };
  if (noun !== 'config') return nothing;
  return {
    kind: 'words',
    words: settings.map((each) => ({ value: each.name, about: each.summary })),
  };
}

function listed(values: readonly string[]): Wanted {
  return { kind: 'words', words: values.map((value) => ({ value })) };
}
