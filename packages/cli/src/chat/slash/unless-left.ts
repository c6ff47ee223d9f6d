/** Questions that a person may leave without an answer: the chat goes on. */
import type { Context } from '../../context';

/** Undefined where the person left, by Esc or Ctrl-C. */
export async function unlessLeft<T>(
  { signal }: Context,
  asking: Promise<T>,
): Promise<T | undefined> {
  try {
    return await asking;
  } catch (error) {
    const isLeft = error instanceof Error && leaving.has(error.name);
    if (isLeft && !signal.aborted) return undefined;
    throw error;
  }
}

const leaving = new Set(['Exit', 'ExitPromptError', 'AbortPromptError']);
