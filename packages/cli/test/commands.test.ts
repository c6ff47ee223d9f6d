/** The machine's view of the commands: whole, valid, and true of every example that is shown. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { exitCodes } from '../src/failure';
import { packageRoot, Terminal, voicectl } from './voicectl';

interface Flag {
  readonly long: string;
  readonly short?: string;
  readonly value?: { readonly name: string; readonly required: boolean };
  readonly choices?: readonly string[];
  readonly summary: string;
}

interface Command {
  readonly name: string;
  readonly words: readonly string[];
  readonly summary: string;
  readonly examples: readonly string[];
  readonly arguments: readonly { readonly name: string; readonly required: boolean }[];
  readonly flags: readonly Flag[];
  readonly output: string | null;
  readonly commands: readonly Command[];
}

interface View {
  readonly schemaVersion: number;
  readonly version: string;
  readonly globalFlags: readonly Flag[];
  readonly commands: readonly Command[];
  readonly shapes: Readonly<Record<string, object>>;
  readonly error: { readonly schema: object; readonly codes: Readonly<Record<string, string>> };
  readonly exitCodes: readonly { readonly code: number; readonly meaning: string }[];
}

let view: View;
beforeAll(async () => {
  const run = await voicectl(['commands', '--json']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  view = JSON.parse(run.stdout);
});

const everyCommand = (commands: readonly Command[]): readonly Command[] =>
  commands.flatMap((each) => [each, ...everyCommand(each.commands)]);
const leaves = () => everyCommand(view.commands).filter(({ commands }) => commands.length === 0);

describe('voicectl commands', () => {
  it('is versioned, and the same by -o json', async () => {
    expect(view.schemaVersion).toBe(1);
    const run = await voicectl(['commands', '-o', 'json']);
    expect(JSON.parse(run.stdout)).toEqual(view);
  });

  it('is a table for people', async () => {
    const terminal = new Terminal(['commands'], { columns: 120 });
    await terminal.shows('agents create');
    expect(await terminal.exit()).toBe(0);
    const csv = await voicectl(['commands', '-o', 'csv']);
    expect(csv.code).toBe(0);
  });

  it('has flags with their choices, and arguments', () => {
    const [list] = everyCommand(view.commands).filter(
      ({ words }) => words.join(' ') === 'agents list',
    );
    expect(list?.flags).toContainEqual(
      expect.objectContaining({
        long: '--status',
        choices: ['draft', 'active', 'archived'],
        value: { name: expect.any(String), required: true, variadic: false },
      }),
    );
    expect(view.globalFlags).toContainEqual(
      expect.objectContaining({ long: '--output', short: '-o' }),
    );
  });

  it('has a schema that zod reads for every shape that a command prints', () => {
    const shapes = new Set(leaves().map(({ output }) => output));
    for (const shape of shapes) {
      if (shape === 'Text') continue;
      expect(Object.keys(view.shapes)).toContain(shape);
      expect(() => z.fromJSONSchema(view.shapes[shape ?? ''] as never)).not.toThrow();
    }
  });

  it('describes errors as they are', async () => {
    const { code, stderr } = await voicectl(['agents', 'list', '--page', '0', '-o', 'json']);
    const error = JSON.parse(stderr);
    expect(z.fromJSONSchema(view.error.schema as never).safeParse(error).error).toBeUndefined();
    expect(Object.keys(view.error.codes)).toContain(error.error.code);
    expect(view.exitCodes.map((each) => each.code)).toContain(code);
  });

  it('has each exit code with what it means', () => {
    const codes = view.exitCodes.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(Object.values(exitCodes)));
    expect(codes).toEqual([...codes].sort((a, b) => a - b));
    for (const { meaning } of view.exitCodes) expect(meaning).not.toBe('');
  });
});

describe('each command', () => {
  it('has examples and a summary, and says what it prints', () => {
    const without = leaves()
      .filter(({ examples, summary, output }) => examples.length === 0 || !summary || !output)
      .map(({ words }) => words.join(' '));
    expect(without).toEqual([]);
  });

  it('is known, with all its flags, in each example', () => {
    const wrong = [...everyCommand(view.commands)]
      .flatMap(({ examples }) => examples)
      .flatMap(linesOf)
      .flatMap((line) => problemsOf(line, view).map((problem) => `${line}: ${problem}`));
    expect(wrong).toEqual([]);
  });

  it('is in docs/cli.md', () => {
    const docs = readFileSync(join(packageRoot, '..', '..', 'docs', 'cli.md'), 'utf8');
    const missing = view.commands.filter(({ name }) => !docs.includes(`voicectl ${name}`));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});

/** The commands of ours in a line of shell. */
function linesOf(line: string): readonly string[] {
  return line
    .split(/\s(?:&&|\|)\s|<\(|\$\(|\)/)
    .map((part) => part.trim())
    .filter((part) => part.startsWith('voicectl '));
}

function problemsOf(line: string, { commands, globalFlags }: View): readonly string[] {
  const [, ...words] = line.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  let command: Command | undefined;
  let known: readonly Command[] = commands;
  const problems: string[] = [];
  let given = 0;
  for (const [index, word] of words.entries()) {
    if (word === '--' || /^[<>]/.test(word)) break;
    const below = given === 0 ? known.find(({ name }) => name === word) : undefined;
    if (below) {
      [command, known] = [below, below.commands];
    } else if (/^-./.test(word)) {
      const [name] = word.split('=');
      const flags = [...(command?.flags ?? []), ...globalFlags];
      const flag = flags.find(({ long, short }) => long === name || short === name);
      if (!flag) problems.push(`no flag ${name}`);
    } else if (!takesValue(words[index - 1], command, globalFlags)) {
      given += 1;
      if (command === undefined) problems.push(`no command ${word}`);
      else if (command.commands.length > 0 && command.arguments.length === 0) {
        problems.push(`no verb ${word}`);
      } else if (command.arguments.length === 0) problems.push(`no argument for ${word}`);
    }
  }
  return problems;
}

function takesValue(
  before: string | undefined,
  command: Command | undefined,
  globalFlags: readonly Flag[],
): boolean {
  if (!before?.startsWith('-') || before.includes('=')) return false;
  return [...(command?.flags ?? []), ...globalFlags].some(
    ({ long, short, value }) => (long === before || short === before) && value !== undefined,
  );
}
