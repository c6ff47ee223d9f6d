/** A text in a file of its own, while somebody edits it. It outlives the command where it would be lost otherwise. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../context';
import { decode } from '../input/decode';
import { runEditor } from './editor';
import { EditorError } from './errors';

export interface Session {
  readonly file: string;
  /** Whether the person has written something since the file was made. */
  readonly worthKeeping: boolean;
  /** @returns what was saved, with lines that end in \n. */
  edit(text: string): Promise<string>;
  /** Another text beside it. @returns its file. */
  put(name: string, text: string): Promise<string>;
  remove(): Promise<void>;
}

/** A text that would be lost, in a file. @returns the file. */
export async function keepText(name: string, text: string): Promise<string> {
  const file = join(await newFolder(), name);
  await writeFile(file, text, { mode: 0o600 });
  return file;
}

export async function openSession(context: Context, name: string): Promise<Session> {
  const folder = await newFolder();
  const file = join(folder, name);
  let worthKeeping = false;
  return {
    file,
    get worthKeeping() {
      return worthKeeping;
    },
    async edit(text) {
      await writeFile(file, text, { mode: 0o600 });
      try {
        await runEditor(context, file);
      } finally {
        worthKeeping ||= (await saved(file).catch(() => text)) !== text;
      }
      return saved(file);
    },
    async put(other, text) {
      const beside = join(folder, other);
      await writeFile(beside, text, { mode: 0o600 });
      return beside;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** For this user alone: a prompt may hold what is nobody else's business. */
function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'voicectl-edit-'));
}

/** @throws EditorError when there is no file any more: nobody knows what is wanted. */
async function saved(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const what = cause.code === 'ENOENT' ? 'removed' : `left unreadable (${cause.code})`;
    throw new EditorError(`The text was ${what} while it was edited; nothing was sent`, { cause });
  });
  return decode(bytes, file).replace(/\r\n?/g, '\n');
}
