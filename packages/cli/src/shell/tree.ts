/** The commands as plain data: what completion, man pages and the machine's view are made of. */
import type { Shape, Verb } from '../commands/verb';

export interface CommandNode {
  /** With `voicectl` before it, as it is typed. */
  readonly words: readonly string[];
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly string[];
  readonly arguments: readonly ArgumentNode[];
  readonly flags: readonly FlagNode[];
  readonly shapes: readonly Shape[];
  readonly previews: boolean;
  readonly commands: readonly CommandNode[];
}

export interface ArgumentNode {
  readonly name: string;
  readonly required: boolean;
  readonly variadic: boolean;
  readonly choices: readonly string[] | undefined;
  readonly summary: string;
}

export interface FlagNode {
  readonly long: string;
  readonly short: string | undefined;
  /** Missing where the flag alone says it. */
  readonly value:
    | { readonly name: string; readonly required: boolean; readonly variadic: boolean }
    | undefined;
  readonly choices: readonly string[] | undefined;
  readonly default: unknown;
  /** Whether the command can't do without it. */
  readonly required: boolean;
  readonly summary: string;
  readonly group: string | undefined;
}

export function treeOf(command: Verb, above: readonly string[] = []): CommandNode {
  const words = [...above, command.name()];
  const help = command.createHelp();
  const below = help.visibleCommands(command).filter((each) => each.name() !== 'help');
  return {
    words,
    name: command.name(),
    summary: command.description(),
    examples: command.exampleLines,
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      required: argument.required,
      variadic: argument.variadic,
      choices: argument.argChoices,
      summary: argument.description,
    })),
    flags: help
      .visibleOptions(command)
      .map(flagOf)
      .filter(({ long }) => long !== '--help'),
    shapes: command.shapes,
    previews: command.hasPreview,
    commands: below.map((each) => treeOf(each as Verb, words)),
  };
}

/** Those that do something by themselves, from the top down. */
export function leavesOf(node: CommandNode): readonly CommandNode[] {
  if (node.commands.length === 0) return [node];
  return node.commands.flatMap(leavesOf);
}

/** The command that words lead to, `voicectl` left out; undefined when there is none. */
export function commandAt(root: CommandNode, words: readonly string[]): CommandNode | undefined {
  let node: CommandNode | undefined = root;
  for (const word of words) node = node?.commands.find(({ name }) => name === word);
  return node;
}

function flagOf(option: Verb['options'][number]): FlagNode {
  const takesValue = option.required || option.optional;
  const value = /[<[]([^\]>]+?)(?:\.\.\.)?[>\]]/.exec(option.flags)?.[1] ?? 'value';
  return {
    long: option.long ?? option.short ?? option.flags,
    short: option.long === undefined ? undefined : option.short,
    value: takesValue
      ? { name: value, required: option.required, variadic: option.variadic }
      : undefined,
    choices: option.argChoices,
    default: option.defaultValue,
    required: option.mandatory,
    summary: option.description,
    group: option.helpGroupHeading?.replace(/:$/, ''),
  };
}
