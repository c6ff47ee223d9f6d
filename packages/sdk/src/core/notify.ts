/** Calls a watcher. What it throws is dropped: watching a call must not change how it ends. */
export function notify<T>(watcher: ((notice: T) => void) | undefined, notice: T): void {
  try {
    watcher?.(notice);
  } catch {}
}
