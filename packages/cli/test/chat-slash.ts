/** A chat's commands at work: a real room on a real platform, and a stage that remembers what it was told. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { PlayFlags } from '../src/chat/flags';
import { Room } from '../src/chat/room';
import { type SlashCommands, type Stage, slashCommands } from '../src/chat/slash/index';
import { type Context, createContext } from '../src/context';
import type { Streams } from '../src/streams';
import { newFolder, type startPlatform } from './voicectl';

export interface Chat {
  readonly room: Room;
  readonly context: Context;
  readonly commands: SlashCommands;
  /** What was said and printed since it was last asked for, a line each. */
  shown(): string;
  /** Words on stderr. */
  words(): string;
  /** The last that lived. */
  readonly lived: readonly (readonly string[])[];
  /** A line as it was typed. @throws what the command throws. */
  type(line: string): Promise<'quit' | undefined>;
  /** Stops the command that runs, as Esc does. */
  stop(): void;
  /** Stops the process, as a signal does. */
  interrupt(): void;
  /** The chat is over. */
  end(): Promise<void>;
}

export async function openChat(
  platform: Awaited<ReturnType<typeof startPlatform>>,
  agentId: string,
  {
    flags = {},
    env = {},
    cwd = newFolder(),
  }: { flags?: PlayFlags; env?: Record<string, string>; cwd?: string } = {},
): Promise<Chat> {
  const stderr = new PassThrough();
  let words = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  const streams = {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr,
    env: { PATH: process.env.PATH, ...platform.env, ...env },
    cwd,
    keepGoing: () => ({ [Symbol.dispose]: () => {} }),
  } as unknown as Streams;
  const stop = new AbortController();
  const context = createContext(streams, () => ({ output: 'table' }), stop.signal);
  await context.prepare();
  const client = await context.client();
  const room = await Room.open(context, client, agentId, { flags, listens: false });
  const commands = slashCommands([], streams.env);
  const shown: string[] = [];
  const lived: (readonly string[])[] = [];
  let asked: string | undefined;
  let command = new AbortController();
  const stage = (): Stage => ({
    context,
    room,
    signal: AbortSignal.any([command.signal, stop.signal]),
    asked,
    say: (text) => shown.push(text),
    print: (text) => shown.push(text),
    live: (lines) => lived.push(lines),
    async ask(said) {
      if ('text' in said) asked = said.text;
      return room.turn(said, stop.signal, () => {});
    },
    aside: (work) => work(),
  });
  return {
    room,
    context,
    commands,
    lived,
    shown: () => shown.splice(0).join('\n'),
    words: () => words,
    async type(line) {
      command = new AbortController();
      const meant = commands.named(line);
      if (meant.type === 'unknown') throw meant.error;
      if (meant.type === 'command') return meant.command.run(meant.words, stage());
      await stage().ask({ text: meant.text });
      return undefined;
    },
    stop: () => command.abort(),
    interrupt: () => stop.abort(),
    async end() {
      await commands.end(context, room);
      await room.close();
      await context.close();
    },
  };
}

/** An editor that is a script; `$1` is the file. */
export function editor(script: string): Record<string, string> {
  const folder = newFolder();
  const file = join(folder, 'editor.sh');
  writeFileSync(file, `cp "$1" "${folder}/seen"\n${script}\n`);
  chmodSync(file, 0o755);
  return { TMPDIR: folder, EDITOR: `sh '${file}'` };
}

/** What the editor was given last. */
export const seenBy = ({ TMPDIR = '' }: Record<string, string>) =>
  readFileSync(join(TMPDIR, 'seen'), 'utf8');
