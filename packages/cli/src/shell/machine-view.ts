/** `voicectl commands --json`: the whole tree for machines. Its keys are a contract: a change of meaning is another version. */
import type { Shape } from '../commands/verb';
import { errorCodes } from './error-codes';
import { exitMeanings } from './exit-meanings';
import { ErrorObject, schemaOf, shapeSchemas } from './shapes';
import { type ArgumentNode, type CommandNode, type FlagNode, leavesOf } from './tree';

export function machineView(root: CommandNode, version: string) {
  return {
    schemaVersion: 1,
    name: root.name,
    version,
    summary: root.summary,
    globalFlags: root.flags.filter(({ long }) => long !== '--version').map(flag),
    commands: root.commands.map(command),
    shapes: shapeSchemas(leavesOf(root).map(shapeOf)),
    error: {
      stream: 'stderr',
      schema: schemaOf(ErrorObject),
      codes: errorCodes,
    },
    exitCodes: exitMeanings,
  };
}

interface CommandView {
  readonly name: string;
  readonly words: readonly string[];
  readonly summary: string;
  readonly examples: readonly string[];
  readonly arguments: readonly ArgumentNode[];
  readonly flags: readonly ReturnType<typeof flag>[];
  /** By the name of a shape; null for a command that only has others below it. */
  readonly output: Shape | null;
  readonly commands: readonly CommandView[];
}

function command(node: CommandNode): CommandView {
  const { name, words, summary, examples, flags, commands } = node;
  return {
    name,
    words: words.slice(1),
    summary,
    examples,
    arguments: node.arguments,
    flags: flags.map(flag),
    output: commands.length > 0 && node.shape === undefined ? null : shapeOf(node),
    commands: commands.map(command),
  };
}

function shapeOf({ shape = 'Any' }: CommandNode): Shape {
  return shape;
}

function flag({ long, short, value, choices, default: usual, required, summary }: FlagNode) {
  return { long, short, value, choices, default: usual, required, summary };
}
