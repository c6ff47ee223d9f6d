/** What a run has left: an id a line, the name behind it. Another run can be given it. */
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../failure';
import { linesOf } from '../input/lines';
import { cleanJson, cleanLine } from '../output/clean';
import type { Target } from './work';

/** Below `.voicectl`; no two runs have the same. */
export function usualFile(verb: string, kind: string, now: Date, run: number): string {
  const time = now.toISOString().replace(/[-:.]/g, '');
  return join('.voicectl', `resume-${kind}s-${verb}-${time}-${run}.txt`);
}

export function resumeText(targets: readonly Target[]): string {
  return targets.map(lineOf).join('');
}

/**
 * Whole or not at all. Where the wanted place can't be written to, the folder for temporary files has to do: what is
 * left is known nowhere else.
 * @returns the path where it is.
 */
export async function writeResumeFile(
  file: string,
  cwd: string,
  targets: readonly Target[],
): Promise<string> {
  const text = resumeText(targets);
  try {
    await replace(resolve(cwd, file), text);
    return file;
  } catch {
    const elsewhere = join(tmpdir(), basename(file));
    await replace(elsewhere, text);
    return elsewhere;
  }
}

export async function removeResumeFile(file: string, cwd: string): Promise<void> {
  await rm(resolve(cwd, file), { force: true });
}

/**
 * Out of the way of whoever would go on with it again. Kept all the same: a person may have written it.
 * @returns its new path; undefined where it was no file, such as a pipe.
 */
export async function putAway(file: string, cwd: string): Promise<string | undefined> {
  const place = resolve(cwd, file);
  if (!(await stat(place)).isFile()) return undefined;
  await rename(place, finished(place));
  return finished(file);
}

function finished(file: string): string {
  return `${file}.done`;
}

/** @throws UsageError when it can't be read, or is empty. */
export async function readResumeFile(file: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw new UsageError(`--resume: can't read ${file}: ${code}`);
    const was = await stat(finished(file)).catch(() => undefined);
    throw new UsageError(
      `--resume: can't read ${file}: there is no such file`,
      was && `It was finished: ${finished(file)} holds what it held.`,
    );
  }
  const ids = [...new Set(linesOf(text))];
  if (ids.length > 0) return ids;
  throw new UsageError(`--resume: ${file} is empty`, 'It should hold an id a line.');
}

// Only an id that can be nothing but one word of a line is written as such: a server may send any.
function lineOf({ id, name }: Target): string {
  if (!/^[\w][\w.:~-]*$/.test(id)) return `${cleanJson({ id, name })}\n`;
  return name === undefined ? `${id}\n` : `${id}\t# ${cleanLine(name)}\n`;
}

async function replace(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(draft, text);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw error;
  }
}
