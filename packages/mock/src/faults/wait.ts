/** Waits that end when the caller leaves. */
import type { Random } from '../random';
import type { Fault } from './fault';

type Latency = NonNullable<Fault['latency']>;

/** Milliseconds, of those that a latency allows. */
export function drawn(latency: Latency, random: Pick<Random, 'next'>): number {
  if (typeof latency === 'number') return latency;
  if ('min' in latency) return latency.min + random.next() * (latency.max - latency.min);
  return quantile(latency, random.next());
}

/**
 * What a part of all requests is not slower than: straight lines through the three, from half the median on. The last
 * hundredth takes p99: nothing is slower.
 */
function quantile({ p50, p95, p99 }: { p50: number; p95: number; p99: number }, part: number) {
  const between = (from: number, to: number, low: number, high: number) =>
    low + ((part - from) / (to - from)) * (high - low);
  if (part < 0.5) return between(0, 0.5, p50 / 2, p50);
  if (part < 0.95) return between(0.5, 0.95, p50, p95);
  if (part < 0.99) return between(0.95, 0.99, p95, p99);
  return p99;
}

/** Ends after so many milliseconds, or as soon as the signal fires. */
export function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal?.addEventListener('abort', finish, { once: true });
  });
}

/** Ends when the signal fires; never without one. */
export function untilLeft(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}
