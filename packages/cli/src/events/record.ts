/** `VOICECTL_EVENTS_FILE`: what a command does, written down while it is done. Loaded only where it is set. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { VoicectlError } from '@voicectl/sdk';
import { version } from '../../package.json';
import type { Verb } from '../commands/verb';
import type { Exchange, Watcher } from '../connection/watching';
import type { Failure } from '../failure';
import type { Streams } from '../streams';
import { changeOf } from './change';
import { openLines } from './lines';
import type { Event } from './schema';
import { actingOf, type Tellable, tellableArguments } from './tellable';

export interface EventRecord {
  readonly watcher: Watcher;
  /** A command runs; or, without one, none was found. */
  started(acting: Verb | undefined): void;
  ended(exit: number, failure: Failure | undefined): void;
  /** Why the file can't be written, the first time that somebody asks. */
  trouble(): string | undefined;
}

type Told<E> = E extends Event ? Omit<E, 'v' | 'time' | 'run'> : never;

export function openRecord(file: string, typed: readonly string[], streams: Streams): EventRecord {
  const lines = openLines(resolve(streams.cwd, file));
  const run = randomBytes(8).toString('hex');
  const startedAt = performance.now();
  let told: Tellable | undefined;
  const tell = (event: Told<Event>) =>
    lines.write({ v: 1, time: new Date().toISOString(), run, ...event } as Event);
  const started = (acting: Verb | undefined) => {
    if (told !== undefined) return;
    told = tellableArguments(typed, acting && actingOf(acting), streams.env);
    const { command, args } = told;
    tell({ type: 'command.started', version, pid: process.pid, command, args: [...args] });
  };
  const hide = (words: string) => told?.hide(words) ?? words;
  return {
    watcher: watcherOf(tell, hide),
    started,
    ended(exit, failure) {
      started(undefined);
      const ms = Math.round(performance.now() - startedAt);
      tell({
        type: 'command.ended',
        exit,
        ms,
        error: failure && {
          ...errorOf(failure, hide),
          hint: failure.hint === undefined ? undefined : hide(failure.hint),
          // These are whole command lines: they would repeat what was left out of this one.
          next: told?.isCut ? undefined : [...(failure.next ?? [])],
        },
      });
      lines.close();
    },
    trouble: () => lines.trouble(),
  };
}

type Hide = (words: string) => string;

function watcherOf(tell: (event: Told<Event>) => void, hide: Hide): Watcher {
  const bodies = new Map<Exchange, string>();
  return {
    sent({ call, operation, attempt, method, path }) {
      tell({ type: 'call.sent', call, operation, attempt, method, path });
    },
    read(exchange, piece) {
      // Only what is made says its id in the answer alone.
      if (!exchange.operation.endsWith('.create')) return;
      bodies.set(exchange, (bodies.get(exchange) ?? '') + piece);
    },
    ended(exchange, { call, operation, attempt, ms, status, requestId, error }) {
      const failure = error && errorOf(error, hide);
      tell({
        type: 'call.answered',
        call,
        operation,
        attempt,
        ms,
        status,
        requestId,
        error: failure,
      });
      const change = error ? undefined : changeOf(exchange, bodies.get(exchange));
      bodies.delete(exchange);
      if (change) tell({ type: 'changed', operation, ...change, requestId });
    },
    retried({ call, operation, attempt, wait, error }) {
      const { code, status } = error;
      tell({ type: 'call.retried', call, operation, attempt, wait, code, status });
    },
  };
}

function errorOf({ code, message, status, requestId }: Failure | VoicectlError, hide: Hide) {
  // Further lines quote the document that was read.
  const [first = ''] = hide(message).split('\n');
  return { code, message: first.slice(0, 2_000), status, requestId };
}
