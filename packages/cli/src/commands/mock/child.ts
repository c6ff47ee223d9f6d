/** A command beside us: it has our terminal, it gets our signals, and its end is ours. */
import { constants } from 'node:os';
import spawn from 'cross-spawn';
import type { Context } from '../../context';
import { exitCodes, MockError } from '../../failure';

export interface Ending {
  /** As a shell has it: 128 and the number of the signal that ended the command. */
  readonly code: number;
  /** We were told to stop meanwhile. */
  readonly stopped: boolean;
}

/** @throws MockError when it can't be started. */
export async function runBeside(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  { streams, signal }: Context,
): Promise<Ending> {
  signal.throwIfAborted();
  const [name = '', ...args] = command;
  const child = spawn(name, args, { env, cwd: streams.cwd, stdio: 'inherit' });
  let stopped = false;
  const release = catchSignals((caught) => {
    stopped = true;
    // At a terminal, Ctrl-C has reached the command already, and a second one means something else to many.
    if (caught !== 'SIGINT' || !streams.stdin.isTTY) child.kill(caught);
  });
  const end = () => child.kill();
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

const caughtSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Caught = (typeof caughtSignals)[number];

/** We end when the command does: whoever else would end us at a signal is not asked until then. */
function catchSignals(handle: (name: Caught) => void): () => void {
  const before = caughtSignals.map((name) => [name, process.listeners(name)] as const);
  for (const name of caughtSignals) {
    process.removeAllListeners(name);
    process.on(name, handle);
  }
  return () => {
    for (const [name, listeners] of before) {
      process.off(name, handle);
      for (const listener of listeners) process.on(name, listener);
    }
  };
}

function startError(name: string, error: NodeJS.ErrnoException): MockError {
  return error.code === 'ENOENT'
    ? new MockError(`There is no command ${JSON.stringify(name)}`, {
        exit: exitCodes.noSuchCommand,
        code: 'NO_SUCH_COMMAND',
        hint: 'It is no shell: builtins, variables and && need sh -c "...".',
      })
    : new MockError(`${name} can't be started: ${error.message}`, {
        exit: exitCodes.cannotStart,
        code: error.code ?? 'CANNOT_START',
      });
}
