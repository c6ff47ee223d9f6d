/** Ids or names from standard input: one a line, or records as NDJSON, of which the id counts. */
import { addAbortSignal } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Context } from '../context';
import { UsageError } from '../failure';

/** @throws UsageError when standard input is a terminal or holds nothing. */
export async function readLines({ streams: { stdin }, signal }: Context): Promise<string[]> {
  if (stdin.isTTY) {
    throw new UsageError(
      '- reads standard input, which is a terminal',
      'Pipe ids into it, as in: voicectl agents list -o id | voicectl agents archive -',
    );
  }
  const lines = linesOf(await text(addAbortSignal(signal, stdin)));
  if (lines.length > 0) return lines;
  throw new UsageError('Standard input is empty', 'It should hold an id or a name a line.');
}

/** @throws UsageError for a record without an id. */
export function linesOf(source: string): string[] {
  return source
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line, index) =>
      line.startsWith('{') ? idOf(line, index + 1) : line.replace(noted, '$1'),
    );
}

// A note behind a UUID, or behind a word and a tab: a name may hold a #, and must not be cut.
const noted = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\S+(?=\t))\s+#.*$/i;

function idOf(line: string, number: number): string {
  let id: unknown;
  try {
    id = (JSON.parse(line) as { id?: unknown }).id;
  } catch {
    return line;
  }
  if (typeof id === 'string') return id;
  throw new UsageError(`Record ${number} of standard input has no id`);
}
