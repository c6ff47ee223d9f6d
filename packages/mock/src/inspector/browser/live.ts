/** The journals of all worlds as they are written; finds its way back when the mock was gone. */
import type { JournalEntry } from './journal-entry';
import { root } from './server';

export interface Listener {
  heard(entry: JournalEntry): void;
  /** Heard again, after entries may have been missed. */
  missed(): void;
  state(state: 'live' | 'lost'): void;
}

const retryMs = 1000;

export function listen(listener: Listener): void {
  const source = new EventSource(`${root}/journal`);
  source.addEventListener('open', () => {
    listener.state('live');
    listener.missed();
  });
  source.addEventListener('call', ({ data }) => listener.heard(JSON.parse(data)));
  source.addEventListener('error', () => {
    listener.state('lost');
    // By itself it comes back within seconds, or not at all.
    source.close();
    setTimeout(() => listen(listener), retryMs);
  });
}
