/** The first Ctrl-C of a bulk run: nothing new begins, and what is in flight may finish, within the time of a call. */
import type { Context } from '../context';

export interface Interruption extends Disposable {
  readonly happened: boolean;
  /** For the calls: aborts only when they have had their time. */
  readonly signal: AbortSignal;
}

/** The SDK's own, where nothing else is set. */
const usualTimeout = 60_000;

/** @param onFirst is told at once. */
export async function awaitInterruption(
  context: Context,
  onFirst: () => void,
): Promise<Interruption> {
  const { timeout } = await context.settings();
  const calls = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    timer = setTimeout(() => calls.abort(), timeout.value ?? usualTimeout);
    onFirst();
  };
  context.signal.throwIfAborted();
  context.signal.addEventListener('abort', begin, { once: true });
  return {
    get happened() {
      return context.signal.aborted;
    },
    signal: calls.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      context.signal.removeEventListener('abort', begin);
    },
  };
}
