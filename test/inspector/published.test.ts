/** The inspector in what is published: whole, the same as in the sources, and loaded by nobody who does not ask. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createMock } from '@voicectl/mock';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '..', '..', 'packages', 'mock');
const asked = `createMock().fetch(new Request('http://localhost/__voicectl'))
  .then((answer) => answer.text()).then((text) => process.stdout.write(text));`;

const page = async () =>
  (await createMock().fetch(new Request('http://localhost/__voicectl'))).text();

test.each([
  ['module', `import { createMock } from '@voicectl/mock'; ${asked}`],
  ['commonjs', `const { createMock } = require('@voicectl/mock'); ${asked}`],
])('the page is whole in the package as %s', async (type, code) => {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [`--input-type=${type}`, '-e', code], {
    cwd: folder,
  });
  expect(stdout === (await page()), 'the package is as its sources; if not, build it').toBe(true);
  expect(stdout).toContain('prefers-color-scheme');
});

test('importing the mock does not load the page', async () => {
  const texts = await staticTexts(join(folder, 'dist', 'index.js'));
  expect(texts.some((text) => text.includes('createMock'))).toBe(true);
  expect(texts.filter((text) => text.includes('<title>voicectl mock</title>'))).toEqual([]);
});

/** A file of the package and all that it needs before it runs. */
async function staticTexts(file: string, seen = new Set<string>()): Promise<string[]> {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = await readFile(file, 'utf8');
  const next = [
    ...text.matchAll(
      /^(?:import|export|\}) ?(?:[^'"(]*? )?from ["'](\.[^"']+)["']|^import ["'](\.[^"']+)["']/gm,
    ),
  ];
  const texts = await Promise.all(
    next.map(([, from, bare]) => staticTexts(join(dirname(file), String(from ?? bare)), seen)),
  );
  return [text, ...texts.flat()];
}
