/** The person's own editor, at work on a file. */
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import spawn from 'cross-spawn';
import type { Context } from '../context';
import { UsageError } from '../failure';
import { EditorError } from './errors';

/** Waits until the editor is closed. @throws EditorError | DOMException when it can't be started or says that it failed; when it was interrupted. */
export async function runEditor(
  { streams, signal, interactive, out }: Context,
  file: string,
): Promise<void> {
  const { env, stdin, stdout, stderr } = streams;
  const editor = chosenEditor(env) ?? usualEditor(process.platform);
  if (!(stdin.isTTY && interactive) && needsTerminal(editor)) {
    throw new UsageError(
      'There is no terminal for an editor',
      'Set EDITOR to a program that needs none, or use update in place of edit.',
    );
  }
  const resume = ignoreInterrupts();
  try {
    await new Promise<void>((resolve, reject) => {
      const { command, args } = commandLine(editor, file, process.platform, existsSync);
      // A program that reads stdout gets data alone, and one that reads stderr our words alone.
      const words = out.isForMachines && !stderr.isTTY ? 'pipe' : 2;
      const output = stdout.isTTY ? 'inherit' : words;
      const child = spawn(command, args, { stdio: ['inherit', output, words], env, signal });
      const said = lastLineOf(child.stderr);
      child.stdout?.resume();
      child.once('error', (cause) => reject(signal.aborted ? cause : failed(editor, cause)));
      child.once('close', (code, killed) => {
        const how = code === null ? String(killed) : `exit code ${code}`;
        if (code === 0) resolve();
        else if (signal.aborted || isInterrupted(code, killed)) reject(interrupted());
        else reject(failed(editor, undefined, [how, ...said()].join(': ')));
      });
    });
  } finally {
    resume();
  }
}

/** Whoever ends a group of processes may reach the editor, or the shell around it, before us. */
function isInterrupted(code: number | null, killed: NodeJS.Signals | null): boolean {
  const name = killed ?? signalNames.find((each) => code === 128 + constants.signals[each]);
  return name !== undefined && signalNames.includes(name);
}

const signalNames: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function interrupted(): Error {
  return new DOMException('The editor was told to end', 'AbortError');
}

/** What a program says last is why it ends. */
function lastLineOf(words: NodeJS.ReadableStream | null): () => string[] {
  let tail = '';
  words?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-1_000);
  });
  return () => tail.trim().split('\n').slice(-1).filter(Boolean);
}

export function chosenEditor({ VISUAL, EDITOR }: NodeJS.ProcessEnv): string | undefined {
  return VISUAL?.trim() || EDITOR?.trim() || undefined;
}

/** It would wait for a person for ever. npm says `EDITOR=vi` to whatever it starts, where nobody has chosen one. */
export function needsTerminal(editor: string): boolean {
  const [program = ''] = editor.split(/\s/);
  return /(^|[\\/])(vi|n?vim|nano|pico|micro|hx|helix|joe|emacs|notepad)(\.exe)?$/i.test(program);
}

function usualEditor(platform: NodeJS.Platform): string {
  return platform === 'win32' ? 'notepad' : 'vi';
}

/**
 * By a shell where there is one, as git does it, so that arguments, quotes and `~` mean what they always do. On Windows
 * a path with spaces may stand without quotes, as long as it is a file.
 */
export function commandLine(
  editor: string,
  file: string,
  platform: NodeJS.Platform,
  isFile: (path: string) => boolean,
): { command: string; args: string[] } {
  if (platform !== 'win32') {
    // Ctrl-C reaches the shell, too, and must not end it: the trap, unlike an ignored signal, is not passed on.
    return { command: 'sh', args: ['-c', `trap : INT; ${editor} "$@"`, editor, file] };
  }
  if (isFile(editor)) return { command: editor, args: [file] };
  const words = [...editor.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
  return { command: words[0] ?? editor, args: [...words.slice(1), file] };
}

/** Ctrl-C belongs to the editor while it runs, as it does under git. */
function ignoreInterrupts(): () => void {
  const listeners = process.listeners('SIGINT');
  const ignore = () => {};
  process.removeAllListeners('SIGINT').on('SIGINT', ignore);
  return () => {
    process.off('SIGINT', ignore);
    for (const listener of listeners) process.on('SIGINT', listener);
  };
}

function failed(editor: string, cause: unknown, how?: string): EditorError {
  const reason = how ?? (cause as NodeJS.ErrnoException).code ?? 'it could not be started';
  return new EditorError(
    `The editor ${JSON.stringify(editor)} failed (${reason}); nothing was sent`,
    {
      cause,
    },
  );
}
