/**
 * Documents for `createKnowledge` from a folder.
 * @module knowledge-folder
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KnowledgeDocument } from '../knowledge/knowledge';
import { messageOf } from '../refusal';

export type { KnowledgeDocument } from '../knowledge/knowledge';

/** The folder, or a file in it, can't be read. */
export class KnowledgeError extends Error {
  override readonly name = 'KnowledgeError';
}

/**
 * Every `.txt` and `.md` file below a folder, in the order of their names. A subfolder is a document group, and what
 * lies deeper belongs to it; a file beside the subfolders belongs to no group. Names are paths from the folder, with
 * `/`. Hidden files and folders, and links, are left out.
 * @throws KnowledgeError when the folder can't be read, or holds no such file.
 */
export async function readKnowledgeFolder(folder: string): Promise<KnowledgeDocument[]> {
  const names = await namesBelow(folder, []);
  if (names.length === 0) {
    throw new KnowledgeError(`There is no .txt or .md file in ${folder}: a subfolder is a group`);
  }
  const documents: KnowledgeDocument[] = [];
  // One after the other: a folder of thousands must not run out of file handles.
  for (const steps of names) {
    const text = await reading(folder, () => readFile(join(folder, ...steps), 'utf8'));
    const group = steps.length > 1 ? (steps[0] ?? null) : null;
    documents.push({ group, name: steps.join('/'), text: text.replace(/^\uFEFF/, '') });
  }
  return documents;
}

async function namesBelow(folder: string, steps: readonly string[]): Promise<string[][]> {
  const entries = await reading(folder, () =>
    readdir(join(folder, ...steps), { withFileTypes: true }),
  );
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const names: string[][] = [];
  for (const entry of entries) {
    const path = [...steps, entry.name];
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) names.push(...(await namesBelow(folder, path)));
    else if (entry.isFile() && /\.(txt|md)$/i.test(entry.name)) names.push(path);
  }
  return names;
}

async function reading<T>(folder: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new KnowledgeError(`Can't read the documents in ${folder}: ${messageOf(cause)}`, {
      cause,
    });
  }
}
