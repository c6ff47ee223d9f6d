/** Which engine is meant. */
import { UsageError } from '../../failure';
import { type Engine, engines } from '../../voice/install/engines';

/** @throws UsageError for one that there isn't. */
export function engineNamed(word: string): Engine {
  const found = engines.find(({ name }) => name === word.toLowerCase());
  if (found) return found;
  throw new UsageError(
    `There is no engine ${JSON.stringify(word)}`,
    `There are: ${engines.map(({ name }) => name).join(', ')}.`,
  );
}
