/** Calls a watcher. What it throws, now or later, is dropped: watching a call must not change how it ends. */
export function notify<T>(watcher: ((notice: T) => unknown) | undefined, notice: T): void {
  try {
    Promise.resolve(watcher?.(notice)).catch(() => {});
  } catch {}
}
