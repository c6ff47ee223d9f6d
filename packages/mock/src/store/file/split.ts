/** Bytes of a file cut into lines, and what is left at the end. */
import { isUtf8 } from 'node:buffer';
import { type Line, read } from './lines';

/** What there is to read in a piece of a file. */
export interface Piece {
  readonly lines: readonly Line[];
  /** How many lines that makes, the heading included. */
  readonly count: number;
  /** How many bytes that is: after them comes nothing, or what a writer left half done. */
  readonly end: number;
  /** The last line is whole, but for the end of the line. */
  readonly isOpen: boolean;
}

/** A line that can't be understood, and which. */
export class DamagedLineError extends Error {
  override readonly name = 'DamagedLineError';
}

const lineFeed = 10;

/**
 * Reads lines; `before` is how many there have been. A last one that was never finished is left out: nobody has been
 * told that it was kept. The first line of all is never half done, for a file comes into being whole.
 * @throws DamagedLineError
 */
export function split(bytes: Buffer, before: number): Piece {
  const lines: Line[] = [];
  let count = 0;
  let end = 0;
  const add = (to: number) => {
    const line = lineAt(bytes.subarray(end, to), before + count + 1);
    count++;
    if (line) lines.push(line);
  };
  for (let to = bytes.indexOf(lineFeed); to !== -1; to = bytes.indexOf(lineFeed, end)) {
    add(to);
    end = to + 1;
  }
  if (end === bytes.length && before + count > 0) return { lines, count, end, isOpen: false };
  try {
    add(bytes.length);
    return { lines, count, end: bytes.length, isOpen: true };
  } catch (error) {
    if (before + count === 0 || isJson(bytes.subarray(end))) throw error;
    return { lines, count, end, isOpen: false };
  }
}

/** Whole, then, and wrong for another reason than being half done. */
function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

function lineAt(bytes: Buffer, number: number): Line | undefined {
  try {
    if (!isUtf8(bytes)) throw new Error('it is no UTF-8 text');
    return read(bytes.toString('utf8'), number);
  } catch (cause) {
    throw new DamagedLineError(`line ${number}: ${(cause as Error).message}`, { cause });
  }
}
