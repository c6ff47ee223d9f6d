/** Documents from a real folder. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { KnowledgeError, readKnowledgeFolder } from '../../src/doors/knowledge-folder';

const made: string[] = [];
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

async function folderOf(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'voicectl-knowledge-'));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

describe('A folder of documents', () => {
  it('has a group for each subfolder, however deep a file lies in it', async () => {
    const folder = await folderOf({
      'about.txt': 'About us',
      'faqs/returns.md': '\uFEFF# Returns',
      'faqs/old/2020.TXT': 'Old',
      'product docs/lamp.md': 'Lamp',
    });
    expect(await readKnowledgeFolder(folder)).toEqual([
      { group: null, name: 'about.txt', text: 'About us' },
      { group: 'faqs', name: 'faqs/old/2020.TXT', text: 'Old' },
      { group: 'faqs', name: 'faqs/returns.md', text: '# Returns' },
      { group: 'product docs', name: 'product docs/lamp.md', text: 'Lamp' },
    ]);
  });

  it('leaves out other files, hidden ones, and links that may lead anywhere', async () => {
    const outside = await folderOf({ 'secret.txt': 'secret' });
    const folder = await folderOf({
      'a.txt': 'A',
      'b.pdf': 'B',
      '.hidden.md': 'C',
      '.git/notes.txt': 'D',
    });
    await symlink(join(outside, 'secret.txt'), join(folder, 'link.txt'));
    await symlink(outside, join(folder, 'links'));
    expect((await readKnowledgeFolder(folder)).map(({ name }) => name)).toEqual(['a.txt']);
  });

  it('that is empty, missing or a file is an error that names it', async () => {
    const empty = await folderOf({ 'a.pdf': '' });
    await expect(readKnowledgeFolder(empty)).rejects.toThrow(`no .txt or .md file in ${empty}`);
    for (const name of ['missing', 'a.pdf']) {
      const failure = readKnowledgeFolder(join(empty, name));
      await expect(failure).rejects.toBeInstanceOf(KnowledgeError);
      await expect(failure).rejects.toThrow(name);
    }
  });
});
