/** Where in the tree the cursor is: which command, which of its flags and arguments were typed, what is being typed. */
import type { CommandNode, FlagNode } from './tree';

export interface Position {
  readonly command: CommandNode;
  /** Of this command and of all, with what was given for each. */
  readonly used: ReadonlyMap<FlagNode, readonly string[]>;
  readonly given: readonly string[];
  /** The flag whose value is being typed, as a word of its own. */
  readonly awaiting: FlagNode | undefined;
  /** After `--`, nothing is a flag. */
  readonly onlyArguments: boolean;
  readonly current: string;
}

/** @param words what follows `voicectl`; the last one is being typed, and may be empty. */
export function positionOf(root: CommandNode, words: readonly string[]): Position {
  const current = words.at(-1) ?? '';
  const used = new Map<FlagNode, readonly string[]>();
  const given: string[] = [];
  let command = root;
  let awaiting: FlagNode | undefined;
  let onlyArguments = false;
  for (const word of words.slice(0, -1)) {
    const flag = onlyArguments ? undefined : flagIn(command, root, word);
    if (awaiting && (awaiting.value?.required || !word.startsWith('-'))) {
      note(used, awaiting, word);
      if (!awaiting.value?.variadic) awaiting = undefined;
    } else if (!onlyArguments && word === '--') {
      [onlyArguments, awaiting] = [true, undefined];
    } else if (flag) {
      const value = inlineValue(word, flag);
      note(used, flag, value);
      awaiting = value === undefined && flag.value ? flag : undefined;
    } else if (onlyArguments || !word.startsWith('-') || word === '-') {
      awaiting = undefined;
      const below =
        given.length === 0 ? command.commands.find(({ name }) => name === word) : undefined;
      if (below) command = below;
      else given.push(word);
    }
  }
  return { command, used, given, awaiting, onlyArguments, current };
}

/** The flags that a command takes: its own first. */
export function flagsOf(command: CommandNode, root: CommandNode): readonly FlagNode[] {
  if (command === root) return root.flags;
  return [...command.flags, ...root.flags.filter(({ long }) => long !== '--version')];
}

export function flagIn(
  command: CommandNode,
  root: CommandNode,
  word: string,
): FlagNode | undefined {
  const [name] = word.split('=', 1);
  return flagsOf(command, root).find(
    ({ long, short }) =>
      long === name || (short !== undefined && !word.startsWith('--') && word.startsWith(short)),
  );
}

/** The value in `--flag=value` or `-fvalue`. */
export function inlineValue(word: string, { long, short, value }: FlagNode): string | undefined {
  if (value === undefined) return undefined;
  if (word.startsWith(`${long}=`)) return word.slice(long.length + 1);
  const isShort = short !== undefined && !word.startsWith('--') && word.length > short.length;
  return isShort ? word.slice(short.length) : undefined;
}

function note(
  used: Map<FlagNode, readonly string[]>,
  flag: FlagNode,
  value: string | undefined,
): void {
  used.set(flag, [...(used.get(flag) ?? []), ...(value === undefined ? [] : [value])]);
}
