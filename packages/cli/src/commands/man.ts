/** `voicectl man`: man pages, written from the commands themselves. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { version } from '../../package.json';
import type { Context } from '../context';
import { UsageError } from '../failure';
import { nearest } from '../nearest';
import type { ManFile } from '../shell/man/pages';
import { type CommandNode, commandAt, treeOf } from '../shell/tree';
import type { Verb } from './verb';

export function register(man: Verb, context: Context): void {
  man
    .prints('Text')
    .previews()
    .argument('[command...]', 'whose page; default: the one of the whole program')
    .option('--dir <folder>', 'write all pages into it, a file each')
    .action(async (words: readonly string[], { dir }: { readonly dir?: string }) => {
      if (dir !== undefined && words.length > 0) {
        throw new UsageError('--dir writes all pages', 'Leave the command out.');
      }
      const root = treeOf(man.parent as Verb);
      const { manOf, manPages } = await import('../shell/man/pages');
      if (dir === undefined) {
        const node = nodeAt(root, words);
        await show(await manOf(node, root, version), node, context);
      } else {
        const pages = await manPages(root, version);
        const folder = resolve(context.streams.cwd, dir);
        const { out, flags } = context;
        if (!flags.dryRun) await save(pages, folder);
        out.say(`${pages.length} pages ${flags.dryRun ? 'would be' : 'are'} in ${folder}`);
      }
    });
}

/** To a person as a page, to a pipe as it is. */
async function show(page: string, { words }: CommandNode, context: Context): Promise<void> {
  const { out, streams } = context;
  if (streams.stdout.isTTY) {
    const { readPage } = await import('../shell/man/read');
    if (await readPage(page, words.join('-'), context)) return;
    out.warn(`No man or mandoc is here to show the page; ${words.join(' ')} --help says the same`);
  }
  out.write(page);
}

function nodeAt(root: CommandNode, words: readonly string[]): CommandNode {
  const found = commandAt(root, words);
  if (found !== undefined) return found;
  const above = commandAt(root, words.slice(0, -1));
  const meant = nearest(words.at(-1) ?? '', above?.commands.map(({ name }) => name) ?? []);
  const guess = [...words.slice(0, -1), meant].join(' ');
  throw new UsageError(
    `There is no command ${JSON.stringify(words.join(' '))}`,
    meant === undefined ? 'voicectl commands lists them.' : `Did you mean voicectl man ${guess}?`,
  );
}

async function save(pages: readonly ManFile[], folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const { name, text } of pages) await writeFile(join(folder, name), text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`Can't write into ${folder}: ${code}`, '--dir names another folder.');
  }
}
