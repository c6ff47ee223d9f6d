/** Links between the pages of the documentation lead somewhere: to a file that is there, and to a heading in it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = dirname(import.meta.dirname);

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    // What typedoc makes checks its links itself, and is not kept.
    .filter((file) => file.endsWith('.md') && !/^reference[\\/]/.test(file))
    .map((file) => join('docs', file)),
];

describe('the links of', () => {
  it.each(pages)('%s lead to pages and headings that are there', (page) => {
    expect(linksOf(page).filter((link) => !leads(page, link))).toEqual([]);
  });
});

it('a link to a file or a heading that is not there is found', () => {
  const page = join('docs', 'sdk.md');
  expect(['no-such.md', 'mock.md#no-such', '#no-such'].map((link) => leads(page, link))).toEqual([
    false,
    false,
    false,
  ]);
  expect(['mock.md#options', '#agents', '../README.md'].every((link) => leads(page, link))).toBe(
    true,
  );
});

/** Targets of all links within the repository. */
function linksOf(page: string): string[] {
  return [...prose(page).matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

function leads(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const file = path === '' ? join(root, page) : resolve(root, dirname(page), path);
  if (!existsSync(file)) return false;
  return heading === undefined || anchorsOf(relative(root, file)).has(heading);
}

/** As GitHub makes them: small letters, no punctuation, hyphens for spaces; a number where a heading comes again. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of prose(page).matchAll(/^#+ (.+)$/gm)) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = words.replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-');
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** The page without its blocks of code, where a # is a comment and brackets are calls. */
function prose(page: string): string {
  const markdown = readFileSync(join(root, page), 'utf8').replaceAll('\r\n', '\n');
  return markdown.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, (code) => code.slice(1, -1));
}
