/** Whether something is at a path. */
import { statSync } from 'node:fs';

export function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
