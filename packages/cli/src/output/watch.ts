/** `--watch`: a value again and again. On a terminal drawn in place, in a pipe printed when it has changed. */
import { setTimeout as after } from 'node:timers/promises';
import { Exit, exitCodes, failureOf } from '../failure';
import { cleanJson, cleanLine } from './clean';
import type { Held, Output } from './index';
import { screenful } from './screenful';

interface Watched {
  readonly signal: AbortSignal;
  readonly out: Output;
}

/**
 * Draws every so many seconds until it is interrupted. What is worth another try is said and tried again.
 * @throws Exit with the code of an interruption, or whatever else a drawing fails by.
 */
export async function watch(
  { signal, out }: Watched,
  seconds: number,
  draw: () => Promise<void>,
): Promise<never> {
  await out.prepare();
  const place = out.screen === undefined ? ontoPipe(out) : ontoScreen(out, seconds);
  try {
    for (;;) {
      place.show(await attempt(out, draw, signal));
      await after(Math.max(seconds, shortest) * 1000, undefined, { signal });
    }
  } catch (error) {
    throw signal.aborted ? new Exit(exitCodes.interrupted) : error;
  } finally {
    place.leave(signal.aborted);
  }
}

/** Seconds: faster than this nobody can read, and a server should not be asked. */
const shortest = 0.1;

/** A drawing, or why there is none for now. */
type Seen = Held | { readonly problem: string };

async function attempt(out: Output, draw: () => Promise<void>, signal: AbortSignal): Promise<Seen> {
  try {
    return await out.hold(draw, signal);
  } catch (error) {
    const failure = failureOf(error);
    if (signal.aborted || failure.exit !== exitCodes.tryAgain) throw error;
    return { problem: cleanLine(failure.message) };
  }
}

interface Place {
  show(seen: Seen): void;
  leave(isInterrupted: boolean): void;
}

function ontoPipe(out: Output): Place {
  let before: { readonly key: string; readonly lines: ReadonlySet<string> } | undefined;
  let problemBefore: string | undefined;
  return {
    show(seen) {
      if ('problem' in seen) {
        if (seen.problem !== problemBefore) out.warn(`${seen.problem}; trying again`);
        problemBefore = seen.problem;
        return;
      }
      problemBefore = undefined;
      const key = seen.values.length > 0 ? cleanJson(seen.values) : seen.data;
      if (key === before?.key) return;
      const lines = seen.data.split(/(?<=\n)/);
      // Of a list, what is new or other than it was.
      const known = out.format === 'ndjson' ? before?.lines : undefined;
      out.write(lines.filter((line) => !known?.has(line)).join(''));
      if (seen.words !== '') out.words(seen.words);
      before = { key, lines: new Set(lines) };
    },
    leave() {},
  };
}

const csi = '\u001b[';
const home = `${csi}H`;
const clearBelow = `${csi}J`;
const clearLine = `${csi}K`;
const hideCursor = `${csi}?25l`;
const showCursor = `${csi}?25h`;

function ontoScreen(out: Output, seconds: number): Place {
  let last = '';
  let isFirst = true;
  return {
    show(seen) {
      const problem = 'problem' in seen;
      if (!problem) last = seen.data + seen.words;
      const time = new Date().toTimeString().slice(0, 8);
      const foot = problem
        ? `${out.paint.yellow('warning:')} ${seen.problem}; trying again`
        : out.paint.dim(`${time}, every ${seconds} s. Ctrl-C ends it.`);
      const screen = out.screen ?? { columns: 80, rows: 24 };
      const lines = screenful(last, foot, screen).map((line) => `${line}${clearLine}\n`);
      const start = isFirst ? `${hideCursor}${home}${clearBelow}` : home;
      out.write(start + lines.join('') + clearBelow);
      isFirst = false;
    },
    leave(isInterrupted) {
      // Terminals show ^C where the cursor is.
      if (!isFirst) out.write(isInterrupted ? `${showCursor}\n` : showCursor);
    },
  };
}
