/** A request in one line, for a terminal. All of it came from somebody else. */
import type { JournalEntry } from '@voicectl/mock';
import { cleanLine } from '../../output/clean';
import type { Output } from '../../output/index';

type Paint = Output['paint'];

/** `07:30:14 201    1.2 ms POST   /api/agents  agents.create`, and what was out of the ordinary. */
export function journalLine(entry: JournalEntry, paint: Paint): string {
  const { at, status, ms, method, path, operation, world, fault, error, unfinished } = entry;
  const notes = [
    operation && paint.cyan(shown(operation)),
    world !== 'default' && paint.magenta(`world ${shown(world)}`),
    fault && paint.yellow(`fault ${shown(fault)}`),
    unfinished && paint.yellow('not heard to its end'),
    error && paint.dim(shown(error)),
  ];
  return [
    paint.dim(timeOf(at)),
    statusOf(status, paint),
    paint.dim(`${lengthOf(ms)} ms`.padStart(9)),
    shown(method).padEnd(6),
    [shown(path), ...notes.filter(Boolean)].join('  '),
  ].join(' ');
}

/** On the clock of whoever looks. */
function timeOf(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? '??:??:??' : time.toTimeString().slice(0, 8);
}

function statusOf(status: number, paint: Paint): string {
  const text = shown(status).padStart(3);
  // The connection broke before there was one.
  if (status === 0) return paint.red('cut');
  if (status >= 500) return paint.red(text);
  return status >= 400 ? paint.yellow(text) : paint.green(text);
}

function lengthOf(ms: number): string {
  return Number(ms).toFixed(ms < 10 ? 1 : 0);
}

/** Long enough for every address of the contract and every sentence of the mock. */
const longest = 160;

function shown(value: unknown): string {
  const text = cleanLine(String(value));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
