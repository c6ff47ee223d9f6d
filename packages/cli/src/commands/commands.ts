/** `voicectl commands`: every command, for people as a table and for machines as a tree. */
import { version } from '../../package.json';
import type { Context } from '../context';
import { type CommandNode, leavesOf, treeOf } from '../shell/tree';
import type { Verb } from './verb';

export function register(commands: Verb, context: Context): void {
  commands
    .prints('Any')
    .previews()
    .option('--json', 'the same as -o json')
    .addHelpText('after', help)
    .action(async ({ json }: { readonly json?: true }) => {
      const root = treeOf(commands.parent as Verb);
      const { out } = context;
      if (!json && out.format === 'table') return out.show(rowsOf(root), () => tableOf(root));
      const { machineView } = await import('../shell/machine-view');
      const view = machineView(root, version);
      if (json) out.json(view);
      else await out.show(view, () => tableOf(root));
    });
}

const help = `
In JSON there are arguments, flags with what they may be, examples, the JSON Schema of what each command prints, the shape
and codes of errors, and exit codes. schemaVersion changes when a key of it changes its meaning.`;

function rowsOf(root: CommandNode) {
  return leavesOf(root).map(({ words, summary }) => ({
    command: words.slice(1).join(' '),
    summary,
  }));
}

function tableOf(root: CommandNode) {
  return {
    rows: rowsOf(root),
    columns: [
      { title: 'command', value: ({ command }: Row) => command, whole: true },
      { title: 'summary', value: ({ summary }: Row) => summary },
    ],
  };
}

type Row = ReturnType<typeof rowsOf>[number];
