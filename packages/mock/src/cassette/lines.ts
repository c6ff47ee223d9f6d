/** A cassette as text, a line of JSON an exchange, so that what is recorded is safe as soon as its line is written. */
import { problemsOf } from '@voicectl/sdk/contract';
import type * as z from 'zod';
import { type Cassette, CassetteHeader, cassetteVersion, Exchange } from './cassette';

/** A text that is no cassette, or a damaged one. */
export class CassetteError extends Error {
  override readonly name = 'CassetteError';
  /** Counted from 1. */
  readonly line: number;

  constructor(line: number, problem: string, source?: string | undefined) {
    super(`${source === undefined ? '' : `${source}, `}line ${line}: ${problem}`);
    this.line = line;
  }
}

/** A header or an exchange as its line of the file, line break included. */
export function writeLine(value: CassetteHeader | Exchange): string {
  return `${JSON.stringify(value)}\n`;
}

/**
 * Reads what {@link writeLine} wrote. A last line that is only the beginning of one is left out and reported as `torn`,
 * also where an editor has ended it with a line break.
 * @param source a name for messages, such as that of the file.
 * @throws CassetteError naming the line and what is wrong with it.
 */
export function readCassette(text: string, source?: string | undefined): Cassette {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const fail = (line: number, problem: string) => new CassetteError(line, problem, source);
  if (lines.every(isBlank)) throw fail(1, 'is empty, where a cassette has its header');
  const header = readHeader(lines[0] ?? '', fail);
  const exchanges: Exchange[] = [];
  const last = lines.findLastIndex((line) => !isBlank(line));
  for (const [index, line] of lines.entries()) {
    if (index === 0 || isBlank(line)) continue;
    const value = tryJson(line);
    if (value === undefined && index === last && line.startsWith('{')) {
      return { header, exchanges, torn: index + 1 };
    }
    exchanges.push(fitting(Exchange, value, (problem) => fail(index + 1, problem)));
  }
  return { header, exchanges };
}

function readHeader(line: string, fail: (line: number, problem: string) => Error): CassetteHeader {
  const value = tryJson(line);
  const { voicectl, version } = Object(value) as Record<string, unknown>;
  if (voicectl !== 'cassette') {
    throw fail(1, 'is no header of a cassette ({"voicectl":"cassette","version":1,…})');
  }
  if (typeof version === 'number' && version > cassetteVersion) {
    throw fail(
      1,
      `version is ${version}, and only ${cassetteVersion} is known here: update voicectl, or record anew`,
    );
  }
  return fitting(CassetteHeader, value, (problem) => fail(1, problem));
}

function fitting<T extends z.ZodType>(
  schema: T,
  value: unknown,
  fail: (problem: string) => Error,
): z.output<T> {
  if (value === undefined) throw fail('is not valid JSON');
  const problems = problemsOf(schema, value);
  if (problems === undefined) return value as z.output<T>;
  throw fail(
    problems.map(({ path, message }) => `${path || 'the line'} ${sentence(message)}`).join('; '),
  );
}

function sentence(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

function tryJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}
