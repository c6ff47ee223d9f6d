/** What tests of checks share: a context on streams that are read back, rooms on a mock, files. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Room } from '../src/chat/room';
import { type Context, createContext } from '../src/context';
import type { GlobalFlags } from '../src/input/global-flags';
import { newFolder } from './voicectl';

export interface Stand {
  readonly context: Context;
  readonly folder: string;
  readonly abort: (reason?: unknown) => void;
  stdout(): string;
  stderr(): string;
}

export async function stand(
  env: Record<string, string>,
  flags: GlobalFlags = { output: 'json' },
): Promise<Stand> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const written = { stdout: '', stderr: '' };
  stdout.setEncoding('utf8').on('data', (text: string) => {
    written.stdout += text;
  });
  stderr.setEncoding('utf8').on('data', (text: string) => {
    written.stderr += text;
  });
  const folder = newFolder();
  const stop = new AbortController();
  const streams = {
    ...{ stdin: new PassThrough().end(), stdout, stderr, env: { ...env }, cwd: folder },
    keepGoing: () => ({ [Symbol.dispose]() {} }),
  };
  const context = createContext(
    streams as unknown as Parameters<typeof createContext>[0],
    () => flags,
    stop.signal,
  );
  await context.prepare();
  return {
    context,
    folder,
    abort: (reason) => stop.abort(reason),
    stdout: () => written.stdout,
    stderr: () => written.stderr,
  };
}

export const roomOn = async (context: Context, id: string): Promise<Room> =>
  Room.open(context, await context.client(), id, { flags: {}, listens: false });

export function fileWith(value: unknown, name = 'a.check.yaml', folder = newFolder()): string {
  const file = join(folder, name);
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}
