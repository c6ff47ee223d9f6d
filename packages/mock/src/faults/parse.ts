/** Faults out of data that nobody has looked at: a file, an option, a request. */
import { type Problem, problemsOf } from '@voicectl/sdk/contract';
import type * as z from 'zod';
import { Effects, Fault } from './fault';

/** Thrown for what is no fault; changes nothing. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
  /** As in `faults[2].status: must be at most 599, is 700`. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.problems = problems;
  }
}

/** @throws FaultError that names each problem by its path; `place` is where the data stands. */
export function parseFault(data: unknown, place = 'fault'): Fault {
  return parsed(Fault, data, place);
}

/** A fault of one request: it has neither whom nor how often. @throws FaultError */
export function parseEffects(data: unknown, place: string): Effects {
  return parsed(Effects, data, place);
}

/** A list, or `{faults: [...]}`. @throws FaultError that names each problem as `faults[2].status: ...`. */
export function parseFaults(data: unknown): Fault[] {
  const given = plain(data, 'faults');
  const list = isWrapped(given) ? given.faults : given;
  if (!Array.isArray(list)) {
    throw new FaultError([
      'faults: must be a list of faults, or {"faults": [...]} and nothing else',
    ]);
  }
  const problems = list.flatMap((item, index) => linesOf(Fault, item, `faults[${index}]`));
  if (problems.length > 0) throw new FaultError(problems);
  return list.map((item) => Fault.parse(item));
}

function isWrapped(data: unknown): data is { faults: unknown } {
  return typeof data === 'object' && data !== null && Object.keys(data).join() === 'faults';
}

export function parsed<S extends z.ZodType>(schema: S, given: unknown, place: string): z.output<S> {
  const data = plain(given, place);
  const problems = linesOf(schema, data, place);
  if (problems.length > 0) throw new FaultError(problems);
  return schema.parse(data);
}

function linesOf(schema: z.ZodType, data: unknown, place: string): string[] {
  const line = ({ path, message }: Problem) =>
    `${[place, path].filter(Boolean).join('.')}: ${message}`;
  return (problemsOf(schema, data) ?? []).map(line);
}

/** A copy of its own, and surely JSON: YAML can hold circles, and options anything at all. */
function plain(data: unknown, place: string): unknown {
  try {
    return JSON.parse(JSON.stringify(data) ?? 'null');
  } catch {
    throw new FaultError([`${place}: can't be written as JSON`]);
  }
}
