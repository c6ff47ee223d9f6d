/** The guides keep their word: their programs pass the type checker and print what is printed below them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { transform } from 'esbuild';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';

const root = dirname(import.meta.dirname);
const guides = join(root, 'docs', 'guides');
// Programs are read as if they stood here: all that they import can be found from this folder.
const home = join(root, 'packages', 'mock');

interface Program {
  readonly name: string;
  readonly source: string;
  readonly output: string;
}

/** Each block of TypeScript that is followed by a block of text: what it prints. */
function programsOf(page: string): Program[] {
  const markdown = readFileSync(join(guides, page), 'utf8').replaceAll('\r\n', '\n');
  const pairs = markdown.matchAll(/^```ts\n(.*?)^```\n\n```text\n(.*?)^```$/gms);
  return [...pairs].map(([, source = '', output = ''], index) => ({
    name: `${basename(page, '.md')}${index === 0 ? '' : `-${index + 1}`}.ts`,
    source,
    output,
  }));
}

const pages = readdirSync(guides).filter((file) => file.endsWith('.md') && file !== 'README.md');
const programs = pages.flatMap(programsOf);

describe('every guide', () => {
  it.each(pages)('%s has a program and what it prints', (page) => {
    const [first] = programsOf(page);
    expect(first?.source).toContain("from '@voicectl/sdk'");
    expect(first?.output).not.toBe('');
  });

  it('has its line in the index', () => {
    const index = readFileSync(join(guides, 'README.md'), 'utf8');
    expect(pages.filter((page) => !index.includes(`](${page})`))).toEqual([]);
  });
});

describe('the program of', () => {
  let problems: Map<string, string[]>;
  let endings: Map<string, Ending>;

  beforeAll(async () => {
    const running = runAll(programs);
    problems = typeCheck(programs);
    endings = await running;
  }, 60_000);

  describe.each(programs)('$name', ({ name, output }) => {
    it('passes the type checker', () => {
      expect(problems.get(name)).toBeUndefined();
    });

    it('prints what the guide says', () => {
      expect(endings.get(name)).toEqual({ code: 0, stderr: '', stdout: output });
    });
  });
});

/** All at once and without a file: the compiler is told that they stand in `home`. By program, what is wrong with it. */
function typeCheck(all: readonly Program[]): Map<string, string[]> {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, root);
  const sources = new Map(all.map(({ name, source }) => [pathOf(name), source]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (file) => sources.get(file) ?? readFile(file);
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  const program = ts.createProgram([...sources.keys()], options, host);
  const found = new Map<string, string[]>();
  for (const { file, start = 0, messageText } of ts.getPreEmitDiagnostics(program)) {
    const name = basename(file?.fileName ?? 'all of them');
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    const words = `line ${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    found.set(name, [...(found.get(name) ?? []), words]);
  }
  // What concerns no single program concerns each.
  const stray = [...found.keys()].filter((name) => !all.some((program) => program.name === name));
  if (stray.length > 0) throw new Error(stray.map((name) => found.get(name)).join('\n'));
  return found;
}

/** The compiler writes paths with slashes, on every system. */
function pathOf(name: string): string {
  return join(home, name).replaceAll('\\', '/');
}

interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Two at a time: some measure time, and the machine has other things to do. */
async function runAll(all: readonly Program[]): Promise<Map<string, Ending>> {
  const endings = new Map<string, Ending>();
  const line = [...all];
  const lane = async () => {
    for (let next = line.shift(); next; next = line.shift())
      endings.set(next.name, await run(next));
  };
  await Promise.all([lane(), lane()]);
  return endings;
}

async function run({ source }: Program): Promise<Ending> {
  const { code: javascript } = await transform(source, {
    loader: 'ts',
    format: 'esm',
    target: 'node20',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  const child = spawn(process.execPath, ['--input-type=module'], { cwd: home, env: plain() });
  const printed = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  child.stdin.end(javascript);
  const [stdout, stderr, [code]] = await printed;
  return { code, stdout, stderr };
}

/** Without what would change what a client does or how Node prints. */
function plain(): NodeJS.ProcessEnv {
  const told = /^(voicectl_|.*_proxy$|node_|vitest|force_color)/i;
  const kept = Object.entries(process.env).filter(([name]) => !told.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1' };
}
