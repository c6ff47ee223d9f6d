/** A text that a flag gives itself, or by the name of a file: `@prompt.md`, `@-` for standard input, `@@` for an @. */
import type { Context } from '../context';
import { UsageError } from '../failure';
import { readSource } from './document';

export function readsStdin(text: string): boolean {
  return text === '@-';
}

/**
 * @param flag as it is typed before the text, as in `--policy ` or `--set policy=`.
 * @throws UsageError for a file that can't be read or is empty: a text is never cleared by accident.
 */
export async function textOf(
  text: string,
  flag: string,
  { streams, signal }: Context,
): Promise<string> {
  if (!text.startsWith('@')) return text;
  if (text.startsWith('@@')) return text.slice(1);
  const file = text.slice(1);
  const literally = `${flag}@${text} gives ${file === '' ? 'the sign' : 'these very words'}.`;
  if (file === '') throw new UsageError(`${flag}@ names no file`, literally);
  const should = `It should hold the text for ${flag.trimEnd()}. ${literally}`;
  const asked = `${flag}@-`;
  return asText(await readSource(file, streams.stdin, signal, { asked, should, literally }));
}

/** As somebody would have typed it: lines end alike on every system, and the last one's end is the file's, not the text's. */
export function asText(source: string): string {
  return source.replace(/\r\n?/g, '\n').replace(/\n$/, '');
}
