/** How long the doctor waits for an answer. */
import type { Settings } from '../../config/settings';

/** Milliseconds: as somebody says, else less than a command would wait; to hang is what a doctor is not for. */
export function patienceOf({ timeout }: Settings): number {
  return timeout.source.kind === 'default' ? 3000 : (timeout.value ?? 3000);
}
