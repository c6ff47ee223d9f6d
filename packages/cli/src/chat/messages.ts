/** What is said in a session without a person: by flags, from a script, or a line each from standard input. */
import { createInterface } from 'node:readline';
import type { Context } from '../context';
import { UsageError } from '../failure';
import type { Said } from '../voice/session';
import type { Given } from './flags';

/** @throws UsageError for a script that can't be read, or says nothing. */
export async function givenMessages(
  given: readonly Given[],
  script: string | undefined,
  { streams, signal }: Context,
): Promise<readonly Said[]> {
  const said = given.map((each) => ('say' in each ? { text: each.say } : { file: each.sound }));
  if (script === undefined) return said;
  const { readSource } = await import('../input/document');
  const should = 'It should hold a message a line.';
  const source = await readSource(script, streams.stdin, signal, { asked: '--script -', should });
  const lines = messagesIn(source);
  if (lines.length > 0) return [...said, ...lines.map((text) => ({ text }))];
  throw new UsageError(`--script ${script} holds no message`, should);
}

/** Empty lines and those that begin with # are none. */
export function messagesIn(source: string): readonly string[] {
  return source
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Until the input ends, or the command is told to. */
export async function* linesFromStdin({
  streams: { stdin, stderr },
  signal,
}: Context): AsyncGenerator<Said, void, undefined> {
  if (stdin.isTTY) stderr.write('One message a line; Ctrl-D ends.\n');
  const lines = createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY });
  signal.addEventListener('abort', () => lines.close(), { once: true });
  for await (const line of lines) {
    const text = line.trim();
    if (text !== '') yield { text };
  }
}
