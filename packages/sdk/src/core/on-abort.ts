/** One listener on a signal, however many calls share it: a signal warns of a leak when more than ten listen to it. */

interface Audience {
  readonly waiting: Set<() => void>;
  readonly fire: () => void;
}

const audiences = new WeakMap<AbortSignal, Audience>();

/**
 * Calls `listener` once, when the signal fires.
 * @returns what takes the listener off again; the last one leaves nothing on the signal.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  const audience = audiences.get(signal) ?? gather(signal);
  const { waiting, fire } = audience;
  if (waiting.size === 0) signal.addEventListener('abort', fire, { once: true });
  waiting.add(listener);
  return () => {
    waiting.delete(listener);
    if (waiting.size === 0) signal.removeEventListener('abort', fire);
  };
}

function gather(signal: AbortSignal): Audience {
  const waiting = new Set<() => void>();
  const fire = () => {
    for (const listener of waiting) {
      // One that fails must not keep the others from hearing it.
      try {
        listener();
      } catch {}
    }
    waiting.clear();
  };
  const audience = { waiting, fire };
  audiences.set(signal, audience);
  return audience;
}
