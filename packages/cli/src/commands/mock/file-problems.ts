/** A file that can be read, but not be used: each problem by its place. */
import { type Failure, UsageError } from '../../failure';

/** @throws UsageError in place of an error that lists problems. */
export async function fitting<T>(
  file: string,
  purpose: string,
  make: () => T | Promise<T>,
): Promise<T> {
  try {
    return await make();
  } catch (error) {
    const { problems } = Object(error) as { problems?: unknown };
    if (!Array.isArray(problems)) throw error;
    throw new UsageError(`${file} can't be used as ${purpose}`, undefined, problems.map(problemOf));
  }
}

type Problem = NonNullable<Failure['problems']>[number];

/** `agents[0].name: is missing`, or the two apart. */
export function problemOf(problem: unknown): Problem {
  if (typeof problem !== 'string') {
    const { path, message } = Object(problem) as Partial<Problem>;
    return { path: String(path ?? ''), message: String(message) };
  }
  const [, path = '', message = problem] = /^(\S+): (.*)$/s.exec(problem) ?? [];
  return { path, message };
}
