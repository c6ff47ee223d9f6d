/** An answer that has departed from the contract: fields gone, changed or added. */
import type { Fault } from './fault';
import { type Change, changed, isFromRoot, removed, stepsOf } from './path';

type Drift = NonNullable<Fault['drift']>;

/** @returns the text as it was where it is no JSON. */
export function drifted(text: string, { remove = [], set = {} }: Drift): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  const top = isEnvelope(value) ? ['data'] : [];
  const changeAt = (path: string, change: Change) => {
    value = changed(value, isFromRoot(path) ? stepsOf(path) : [...top, ...stepsOf(path)], change);
  };
  for (const path of remove) changeAt(path, () => removed);
  for (const [path, item] of Object.entries(set)) changeAt(path, () => item);
  return value === removed ? '' : JSON.stringify(value);
}

/** What the goals API wraps its answers in. */
function isEnvelope(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'success' in body && 'data' in body;
}
