/** All man pages: the program's, and one a command. */
import { topics } from '../topics/index';
import type { CommandNode } from '../tree';
import { manPage, pageName } from './page';

export interface ManFile {
  readonly name: string;
  readonly text: string;
}

export async function manPages(root: CommandNode, version: string): Promise<readonly ManFile[]> {
  return Promise.all(
    everyCommand(root).map(async (node) => ({
      name: `${pageName(node)}.1`,
      text: await manOf(node, root, version),
    })),
  );
}

export async function manOf(
  node: CommandNode,
  root: CommandNode,
  version: string,
): Promise<string> {
  return manPage(node, root, version, node === root ? await chapters() : []);
}

/** Where people look for them by convention. What is about this machine alone has no place in a page that is published. */
async function chapters() {
  const wanted = { environment: 'ENVIRONMENT', 'exit-codes': 'EXIT STATUS', output: 'OUTPUT' };
  return Promise.all(
    Object.entries(wanted).map(async ([name, title]) => ({
      title,
      blocks: (await topics.find((topic) => topic.name === name)?.load()) ?? [],
    })),
  );
}

function everyCommand(node: CommandNode): readonly CommandNode[] {
  return [node, ...node.commands.flatMap(everyCommand)];
}
