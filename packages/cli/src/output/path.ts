/** Paths into a record, as `--columns` has them: `id,modelConfig.model,metadata."a.b"`. */
import { UsageError } from '../failure';
import { own } from './view';

export type Path = readonly string[];

/** A segment is bare, or a string of JSON where it holds a dot, a comma, a quote or spaces around it. */
const segment = /\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",.](?:[^",.]*[^\s",.])?))\s*/y;

/** @throws UsageError naming the flag and the character where it stops making sense. */
export function parsePaths(text: string, flag: string): Path[] {
  const paths: string[][] = [[]];
  let at = 0;
  for (;;) {
    segment.lastIndex = at;
    const found = segment.exec(text);
    if (found === null) throw nonsense(text, at, flag);
    const [whole, quoted, bare] = found;
    paths.at(-1)?.push(bare ?? unquoted(quoted ?? '', text, at, flag));
    at += whole.length;
    const between = text[at];
    if (between === undefined) return paths;
    if (between === ',') paths.push([]);
    else if (between !== '.') throw nonsense(text, at, flag);
    at += 1;
  }
}

export function columnPath(path: Path): string {
  return path
    .map((name) => (/^[^\s",.](?:[^",.]*[^\s",.])?$/.test(name) ? name : JSON.stringify(name)))
    .join('.');
}

export function follow(value: unknown, path: Path): unknown {
  return path.reduce(own, value);
}

function unquoted(inside: string, text: string, at: number, flag: string): string {
  try {
    return JSON.parse(`"${inside}"`) as string;
  } catch {
    throw nonsense(text, at, flag);
  }
}

function nonsense(text: string, at: number, flag: string): UsageError {
  const where = at >= text.length ? 'at its end' : `at character ${at + 1}`;
  return new UsageError(
    `${flag} ${JSON.stringify(text)} makes no sense ${where}: a name was expected there`,
    'As in: id,name,modelConfig.model or metadata."a.b"',
  );
}
