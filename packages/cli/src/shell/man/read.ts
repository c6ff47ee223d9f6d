/** A man page on a terminal, by the reader that is there. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBeside } from '../../commands/mock/child';
import type { Context } from '../../context';
import { exitCodes } from '../../failure';

/** From a file: every man takes a path, and few of them read standard input. */
export async function readPage(page: string, title: string, context: Context): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'voicectl-man-'));
  try {
    const file = join(folder, `${title}.1`);
    await writeFile(file, page);
    for (const reader of [['man'], ['mandoc', '-a']]) {
      const code = await runBeside([...reader, file], context.streams.env, context).then(
        ({ code }) => code,
        (error: unknown) => {
          if (context.signal.aborted) throw error;
          return exitCodes.noSuchCommand;
        },
      );
      if (code === exitCodes.done) return true;
    }
    return false;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
