/** A command beside us: it has our terminal, it gets our signals with all that it has started, and its end is ours. */
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import spawn from 'cross-spawn';
import type { Context } from '../../context';
import { exitCodes, KnownFailure } from '../../failure';
import type { Streams } from '../../streams';

export interface Ending {
  /** As a shell has it: 128 and the number of the signal that ended the command. */
  readonly code: number;
  /** We were told to stop meanwhile. */
  readonly stopped: boolean;
}

/** @throws KnownFailure when it can't be started. */
export async function runBeside(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  { streams, signal }: Context,
): Promise<Ending> {
  signal.throwIfAborted();
  const [name = '', ...args] = command;
  const onTerminal = isOnTerminal(streams);
  // A terminal sends its signals to a whole group, ours; elsewhere the command has to have one to be reached whole.
  const detached = !onTerminal && !isWindows;
  let stopped = false;
  // Before the command is there: it may be told to stop as soon as it is.
  const release = catchSignals((caught) => {
    stopped = true;
    // At a terminal, Ctrl-C has reached the command already, and a second one means something else to many.
    if (caught !== 'SIGINT' || !onTerminal) tell(child, caught, detached);
  });
  const child = spawn(name, args, { env, cwd: streams.cwd, stdio: 'inherit', detached });
  const end = () => tell(child, 'SIGTERM', detached);
  process.once('exit', end);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) => reject(startError(name, error)));
      child.once('exit', (exit, by) => resolve(exit ?? 128 + (by ? constants.signals[by] : 0)));
    });
    return { code, stopped };
  } finally {
    process.off('exit', end);
    release();
  }
}

const isWindows = process.platform === 'win32';

function isOnTerminal({ stdin, stdout, stderr }: Streams): boolean {
  return [stdin, stdout, stderr].some(({ isTTY }) => isTTY);
}

function tell(child: ChildProcess, signal: Caught, group: boolean): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (isWindows) spawn.sync('taskkill', ['/pid', String(pid), '/t', '/f']);
  else if (group) {
    try {
      process.kill(-pid, signal);
    } catch {
      // Nobody of the group is left.
    }
  } else child.kill(signal);
}

const caughtSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Caught = (typeof caughtSignals)[number];

/** We end when the command does: whoever else would end us at a signal is not asked until then. */
function catchSignals(handle: (name: Caught) => void): () => void {
  const before = caughtSignals.map((name) => [name, process.listeners(name)] as const);
  for (const [name, listeners] of before) {
    // First ours, then not theirs: a signal that nobody listens to would end us.
    process.on(name, handle);
    for (const listener of listeners) process.off(name, listener);
  }
  return () => {
    for (const [name, listeners] of before) {
      for (const listener of listeners) process.on(name, listener);
      process.off(name, handle);
    }
  };
}

function startError(name: string, error: NodeJS.ErrnoException): KnownFailure {
  return error.code === 'ENOENT'
    ? new KnownFailure(`There is no command ${JSON.stringify(name)}`, {
        exit: exitCodes.noSuchCommand,
        code: 'NO_SUCH_COMMAND',
        hint: 'It is no shell: builtins, variables and && need sh -c "...".',
      })
    : new KnownFailure(`${name} can't be started: ${error.message}`, {
        exit: exitCodes.cannotStart,
        code: error.code ?? 'CANNOT_START',
      });
}
