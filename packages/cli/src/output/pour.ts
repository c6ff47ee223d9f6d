/** Text into a stream as it comes, no faster than it is read. */
import type { Writable } from 'node:stream';

/** Whether somebody still reads. Waits where the stream asks for it. */
export async function give(stream: Writable, text: string, signal?: AbortSignal): Promise<boolean> {
  if (stream.destroyed || stream.errored) return false;
  return stream.write(text) || drained(stream, signal);
}

/** Enough for one write to be worth it. */
const chunk = 64 * 1024;

/**
 * Writes a text for each row: at once where the next row has to be waited for, in larger pieces where it has not.
 * Ends quietly when the reader has gone; what came before a failure is written.
 */
export async function pour<T>(
  rows: AsyncIterable<T>,
  textOf: (row: T) => string,
  write: (text: string) => Promise<boolean>,
): Promise<void> {
  let pending = '';
  let soon: NodeJS.Immediate | undefined;
  let last: Promise<boolean> | undefined;
  const flush = () => {
    if (soon !== undefined) clearImmediate(soon);
    soon = undefined;
    if (pending !== '') last = write(pending);
    pending = '';
    return last ?? Promise.resolve(true);
  };
  try {
    for await (const row of rows) {
      if (last !== undefined && !(await last)) return;
      last = undefined;
      pending += textOf(row);
      if (pending.length >= chunk) void flush();
      else soon ??= setImmediate(flush);
    }
  } finally {
    await flush();
  }
}

function drained(stream: Writable, signal?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isRead: boolean) => {
      stream.off('drain', onDrain).off('close', onGone).off('error', onGone);
      signal?.removeEventListener('abort', onGone);
      resolve(isRead);
    };
    const onDrain = () => settle(true);
    const onGone = () => settle(false);
    stream.on('drain', onDrain).on('close', onGone).on('error', onGone);
    signal?.addEventListener('abort', onGone);
  });
}
