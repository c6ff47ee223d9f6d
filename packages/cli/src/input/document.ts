/** A JSON or YAML document from a file or from standard input. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { Context } from '../context';
import { UsageError } from '../failure';
import { decode } from './decode';
import { parseJson, refuseTwice } from './json';

/** Adds `-f`; the function reads the document that it names, or an empty one. */
export function addDocument(
  command: Command,
): (options: { file?: string }, context: Context) => Promise<Record<string, unknown>> {
  command.option('-f, --file <file>', 'JSON or YAML; - reads standard input');
  return async ({ file }, { streams, signal }) =>
    file === undefined ? {} : readDocument(file, streams.stdin, signal, oneByOne(command));
}

/** The way to make many. */
function oneByOne(command: Command): string | undefined {
  if (command.name() !== 'create') return undefined;
  const line = `voicectl ${command.parent?.name()} ${command.name()}`;
  return `Give it one at a time, as in: jq -c '.[]' list.json | while read -r each; do printf %s "$each" | ${line} -f -; done`;
}

/** One object. @throws UsageError naming the file, the place and the way out. */
export async function readDocument(
  file: string,
  stdin: NodeJS.ReadStream,
  signal: AbortSignal,
  several?: string,
): Promise<Record<string, unknown>> {
  const name = nameOf(file);
  const value = await readValue(file, stdin, signal);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const kind = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
    throw new UsageError(
      `${name} holds ${kind}, where one object was expected`,
      Array.isArray(value) ? several : undefined,
    );
  }
  return value as Record<string, unknown>;
}

/** Whatever a file holds. @throws UsageError naming the file, the place and the way out. */
export async function readValue(
  file: string,
  stdin: NodeJS.ReadStream,
  signal: AbortSignal,
): Promise<unknown> {
  return valueIn(await readSource(file, stdin, signal), file);
}

interface Words {
  /** What asked for standard input. */
  readonly asked?: string;
  readonly should?: string;
  /** The way out for who meant no file. */
  readonly literally?: string;
}

/** The text of a file. @throws UsageError when it can't be read, or is empty. */
export async function readSource(
  file: string,
  stdin: NodeJS.ReadStream,
  signal: AbortSignal,
  { asked = '-f -', should = 'It should hold one object.', literally }: Words = {},
): Promise<string> {
  const bytes = file === '-' ? await readStdin(stdin, signal, asked) : await read(file, literally);
  const text = decode(bytes, nameOf(file));
  if (text.trim() !== '') return text;
  throw new UsageError(`${nameOf(file)} is empty`, should);
}

/** The value that the text of a file stands for. @throws UsageError naming the file and the place. */
export async function valueIn(source: string, file: string): Promise<unknown> {
  const name = nameOf(file);
  return extname(file).toLowerCase() === '.json' ? parseJson(source, name) : parseAny(source, name);
}

export function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}

async function readStdin(
  stdin: NodeJS.ReadStream,
  signal: AbortSignal,
  asked: string,
): Promise<Uint8Array> {
  if (stdin.isTTY)
    throw new UsageError(
      `${asked} reads standard input, which is a terminal`,
      'Pipe a document into it, or name a file.',
    );
  return buffer(addAbortSignal(signal, stdin));
}

async function read(file: string, literally: string | undefined): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`Can't read ${file}: ${reasons[code ?? ''] ?? code}`, literally);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
};

async function parseAny(source: string, name: string): Promise<unknown> {
  // Tabs may indent JSON, but never YAML.
  if (/^\s*[{[]/.test(source)) {
    const value = ifJson(source);
    if (value !== undefined) {
      refuseTwice(source, name);
      return value;
    }
  }
  const { parseYaml } = await import('./yaml');
  return parseYaml(source, name);
}

function ifJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
