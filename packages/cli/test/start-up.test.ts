/** What is loaded for `--version`, for help, and for a call: heavy parts only where they are used. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { binary } from './voicectl';

const dist = dirname(binary);
const source = (file: string) => readFileSync(join(dist, file), 'utf8');
const heavy = {
  undici: /UND_ERR_CONNECT_TIMEOUT.*Pool|class \w+ extends \w+\{constructor\(\w+,\{factory/s,
  zod: /invalid_union/,
  inquirer: /ExitPromptError\b.*createPromptModule|createPromptModule.*ExitPromptError/s,
  ora: /discardStdin.*hideCursor|hideCursor.*discardStdin/s,
  yaml: /BLOCK_FOLDED/,
  'cli-table3': /colAligns/,
};

/** The files that are loaded with one file: its static requires, and theirs. */
function closure(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  // A chunk that is loaded on use is required inside a promise's callback.
  const eager = source(file).replace(
    /Promise\.resolve\(\)\.then\(\(\)=>[^;]*?require\("[^"]+"\)/g,
    '',
  );
  for (const [, next] of eager.matchAll(/require\("\.\/([^"]+)"\)/g))
    if (next) closure(next, found);
  return found;
}

const contains = (files: Iterable<string>, pattern: RegExp) =>
  [...files].filter((file) => pattern.test(source(file)));

describe('the start', () => {
  it.each(Object.entries(heavy))('does not load %s', (_, pattern) => {
    const all = readdirSync(dist).filter((file) => file.endsWith('.js'));
    expect(contains(all, pattern)).not.toEqual([]);
    expect(contains(closure('bin.js'), pattern)).toEqual([]);
    const program = all.find((file) => file.startsWith('program-')) ?? '';
    expect(contains(closure(program), pattern)).toEqual([]);
  });

  it('answers --version from one file and no other', () => {
    expect([...closure('bin.js')].length).toBeLessThanOrEqual(3);
    expect(source('bin.js').length).toBeLessThan(4_000);
  });
});
