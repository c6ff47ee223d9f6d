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
    shapes: shapeSchemas(leavesOf(root).flatMap(shapesOf)),
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
  /** All that it may be, the usual one first. */
  readonly outputs: readonly Shape[];
  /** Whether it can be asked, by --dry-run, what it would do. */
  readonly previews: boolean;
  readonly commands: readonly CommandView[];
}

function command(node: CommandNode): CommandView {
  const { name, words, summary, examples, flags, commands, previews } = node;
  const outputs = commands.length > 0 ? node.shapes : shapesOf(node);
  return {
    name,
    words: words.slice(1),
    summary,
    examples,
    arguments: node.arguments,
    flags: flags.map(flag),
    output: outputs[0] ?? null,
    outputs,
    previews,
    commands: commands.map(command),
  };
}

function shapesOf({ shapes }: CommandNode): readonly Shape[] {
  return shapes.length === 0 ? ['Any'] : shapes;
}

function flag({ long, short, value, choices, default: usual, required, summary }: FlagNode) {
  return { long, short, value, choices, default: usual, required, summary };
}
