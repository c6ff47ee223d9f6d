/** A server of a recording: where it listens, what it says when it does, and what when it can't. */
import { once } from 'node:events';
import type { JournalEntry } from '@voicectl/mock';
import type { Command } from 'commander';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { number } from '../../input/number';
import { journalLine } from './journal-line';

export interface ListenFlags {
  readonly port: number;
  readonly host: string;
}

export function addListenFlags(command: Command): Command {
  return command
    .option('--port <number>', '0 takes a free one', number, 4010)
    .option('--host <address>', 'address to listen on', '127.0.0.1');
}

/** Starts it. @throws UsageError when it can't have this address. */
export async function listening<Server>(
  { port, host }: ListenFlags,
  start: (address: ListenFlags) => Promise<Server>,
): Promise<Server> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port must be a whole number from 0 to 65535, is ${port}`);
  }
  if (host === '') throw new UsageError('--host must not be empty');
  try {
    return await start({ port, host });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') {
      throw new UsageError(`${host} is no address of this machine`);
    }
    const another = 'Name another one; --port 0 takes a free one.';
    if (code === 'EADDRINUSE') throw new UsageError(`Port ${port} is taken`, another);
    if (code === 'EACCES') throw new UsageError(`Port ${port} may not be used by you`, another);
    throw error;
  }
}

/** A request's line, for a person who watches; no program reads on after the first line. */
export function logLive(
  entry: Pick<JournalEntry, 'at' | 'ms' | 'method' | 'path' | 'status'>,
  { streams, out }: Context,
): void {
  if (!streams.stdout.isTTY || out.format === 'json') return;
  out.write(`${journalLine({ seq: 0, world: 'default', ...entry }, out.paint)}\n`);
}

/** Says where it is, and waits until it is told to stop. */
export async function untilStopped(
  { port, agentsUrl, goalsUrl }: { port: number; agentsUrl: string; goalsUrl: string },
  words: string,
  { out, signal }: Context,
): Promise<void> {
  if (out.format === 'json') out.jsonLine({ port, agentsUrl, goalsUrl });
  else {
    out.text(`export VOICECTL_AGENTS_URL=${agentsUrl}\nexport VOICECTL_GOALS_URL=${goalsUrl}\n`);
    out.say(`Listening on port ${port}; ${words} Ctrl-C stops it.`);
  }
  if (!signal.aborted) await once(signal, 'abort');
}
