/** How wide may be what a command prints. */
import type { Context } from '../../context';

/** The last column stays free: some terminals break the line there. */
export function printWidth({ out }: Pick<Context, 'out'>): number {
  return Math.max(1, (out.screen?.columns ?? 81) - 1);
}
