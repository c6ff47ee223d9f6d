/** What is said of flags, as it is said of the commands that stand for them. */
import { UsageError } from '../../failure/errors';

/** @throws UsageError that speaks of `/mode` where it spoke of `--mode`. */
export function inCommands<T>(name: string, work: () => T): T {
  try {
    const made = work();
    return made instanceof Promise
      ? (made.catch((error: unknown) => {
          throw reworded(name, error);
        }) as T)
      : made;
  } catch (error) {
    throw reworded(name, error);
  }
}

function reworded(name: string, error: unknown): unknown {
  if (!(error instanceof UsageError)) return error;
  const said = (text: string) => text.replaceAll(`--${name}`, `/${name}`);
  return new UsageError(said(error.message), error.hint && said(error.hint), error.problems);
}
