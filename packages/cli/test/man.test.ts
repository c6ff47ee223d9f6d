/** Man pages: valid, whole, and written from the commands themselves. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { roff } from '../src/shell/man/roff';
import { newFolder, Terminal, voicectl } from './voicectl';

const hasGroff = works('groff', '--version');
const hasMandoc = works('mandoc', '-Tascii', '/dev/null');

function works(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, [...args], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What a reader sees. */
const shown = (page: string) =>
  execFileSync('groff', ['-man', '-Tascii', '-P-c', '-P-b', '-P-o', '-P-u', '-rLL=100n'], {
    input: page,
    encoding: 'utf8',
  });

const folder = join(newFolder(), 'pages');
let pages: readonly string[];
beforeAll(async () => {
  const run = await voicectl(['man', '--dir', folder]);
  expect(run.code).toBe(0);
  pages = readdirSync(folder);
});

describe('voicectl man on a terminal', () => {
  const folderWith = (script: string) => {
    const folder = newFolder();
    writeFileSync(join(folder, 'man'), script, { mode: 0o755 });
    return folder;
  };

  it('is shown by man', async () => {
    const path = folderWith('#!/bin/sh\nread -r first < "$1"\necho "read $1: $first"\n');
    const terminal = new Terminal(['man', 'agents', 'list'], { env: { PATH: path } });
    await terminal.shows('voicectl-agents-list.1');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.text).not.toContain('.SH');
  });

  it('is printed as it is where nothing can show it, with a word on what can', async () => {
    const path = folderWith('#!/bin/sh\nexit 1\n');
    const terminal = new Terminal(['man', 'agents', 'list'], { env: { PATH: path } });
    expect(await terminal.exit()).toBe(0);
    expect(terminal.text).toContain('.SH');
    expect(terminal.text).toContain('voicectl agents list --help says the same');
  });
});

describe('voicectl man', () => {
  it('writes a page for the program and one for each command', () => {
    expect(pages).toEqual(
      expect.arrayContaining([
        'voicectl.1',
        'voicectl-agents.1',
        'voicectl-agents-create.1',
        'voicectl-mock-faults-add.1',
      ]),
    );
  });

  it('prints the page of one command', async () => {
    const { stdout } = await voicectl(['man', 'agents', 'create']);
    expect(stdout).toBe(readFileSync(join(folder, 'voicectl-agents-create.1'), 'utf8'));
  });

  it('guesses what was meant', async () => {
    const { code, stdout, stderr } = await voicectl(['man', 'agents', 'craete']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('voicectl man agents create');
  });

  it('says so when it can not write, and leaves nothing', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    const { code, stderr } = await voicectl(['man', '--dir', join(file, 'pages')]);
    expect(code).toBe(2);
    expect(stderr).toContain("Can't write");
  });

  it.skipIf(!hasGroff)('makes pages that groff has nothing to say about', () => {
    for (const page of pages) {
      const said = execFileSync('sh', [
        '-c',
        'groff -man -Tutf8 -ww -z "$0" 2>&1',
        join(folder, page),
      ]);
      expect(`${page}: ${said}`).toBe(`${page}: `);
    }
  });

  it.skipIf(!hasMandoc)(
    'makes pages that mandoc takes, but for the date that they do not have',
    () => {
      for (const page of pages) {
        const said = execFileSync(
          'sh',
          ['-c', 'mandoc -Tlint -Wwarning "$0" || true', join(folder, page)],
          { encoding: 'utf8' },
        );
        expect(said.split('\n').filter((line) => line && !line.includes('missing date'))).toEqual(
          [],
        );
      }
    },
  );

  it.skipIf(!hasGroff)(
    'shows flags that can be copied, examples, exit codes and the environment',
    () => {
      const create = shown(readFileSync(join(folder, 'voicectl-agents-create.1'), 'utf8'));
      expect(create).toContain('-f, --file file');
      expect(create).toContain('voicectl agents create -f agent.yaml');
      const program = shown(readFileSync(join(folder, 'voicectl.1'), 'utf8'));
      expect(program).toContain('VOICECTL_AGENTS_API_KEY');
      expect(program).toContain('EXIT STATUS');
      expect(program).toContain('voicectl-agents(1)');
    },
  );
});

describe('roff', () => {
  it.skipIf(!hasGroff)('shows any text as it is', () => {
    const line = fc
      .string({ unit: 'grapheme-ascii', minLength: 1 })
      .filter((text) => /\S/.test(text));
    fc.assert(
      fc.property(line, (text) => {
        const page = `.TH A 1\n.SH B\n.nf\n${roff(text)}|\n.fi\n`;
        expect(shown(page)).toContain(`${text}|`);
      }),
      { numRuns: 40 },
    );
  });
});
