/** The journals of all worlds as they are written, as server-sent events. */
import type { MockRequest, MockResponse } from '../exchange';
import type { JournalEntry, JournalListener } from '../journal';

export function liveJournal(
  listeners: Set<JournalListener>,
  { query, signal }: MockRequest,
): MockResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' },
    body: entries(listeners, query.get('world') ?? undefined, signal),
  };
}

// A reader that is slower than the mock misses entries, which it can read again from the journal.
const mostWaiting = 10_000;

async function* entries(
  listeners: Set<JournalListener>,
  world: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  const waiting: JournalEntry[] = [];
  let wake = () => {};
  const hear = (entry: JournalEntry) => {
    if (world !== undefined && entry.world !== world) return;
    if (waiting.length < mostWaiting) waiting.push(entry);
    wake();
  };
  const leave = () => wake();
  listeners.add(hear);
  signal?.addEventListener('abort', leave, { once: true });
  try {
    // Something at once, so that the reader knows that it is being heard.
    yield ': the journal, live\n\n';
    while (!signal?.aborted) {
      const entry = waiting.shift();
      if (entry) yield `event: call\ndata: ${JSON.stringify(entry)}\n\n`;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    listeners.delete(hear);
    signal?.removeEventListener('abort', leave);
  }
}
