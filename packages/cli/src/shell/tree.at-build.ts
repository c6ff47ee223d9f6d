/** The whole tree of commands, made when the bundle is: completion needs no parser of arguments, and no command. */
import { names, rules } from '../config/rules';
import { createContext } from '../context';
import { transitions as table } from '../input/request-fields.at-build';
import { wholeProgram } from '../program';
import type { Streams } from '../streams';
import { type CommandNode, treeOf } from './tree';

const streams = { env: {}, cwd: '.' } as unknown as Streams;
const context = createContext(streams, () => ({}), new AbortController().signal);

/** As JSON has it: what is undefined is missing. */
export const tree: Promise<CommandNode> = wholeProgram(context).then((program) =>
  JSON.parse(JSON.stringify(treeOf(program))),
);

export const settings: readonly { readonly name: string; readonly summary: string }[] = names.map(
  (name) => ({ name, summary: rules[name].summary }),
);

export const transitions = table;
