/** What stands behind `/compare`. Pure. */
import { UsageError } from '../../failure/errors';
import type { Mode } from '../../voice/pipeline';
import { modesOf } from '../flags';
import { inCommands } from './wording';
import { unquoted } from './words';

export interface Compared {
  readonly modes: readonly Mode[];
  readonly rounds: number;
  /** Undefined: what was said last. */
  readonly text: string | undefined;
}

/** Modes and rounds first; all else is what is to be said. @throws UsageError */
export function comparedIn(words: string): Compared {
  let rest = words.trim();
  const modes = new Set<Mode>();
  let rounds: number | undefined;
  for (;;) {
    const [whole = '', word = ''] = /^(batch|streaming|sts|\d+)(?:[\s,]+|$)/i.exec(rest) ?? [];
    if (word === '') break;
    if (/^\d/.test(word)) {
      // A second number begins the message, as in: 2 4 pieces of cake
      if (rounds !== undefined) break;
      rounds = Number(word);
    } else {
      for (const mode of inCommands('mode', () => modesOf(word.toLowerCase()))) modes.add(mode);
    }
    rest = rest.slice(whole.length);
  }
  if (modes.size === 1) {
    throw new UsageError('There is only one side to compare', 'Name both modes, or none.');
  }
  if (rounds !== undefined && (rounds < 1 || rounds > 100)) {
    throw new UsageError(
      '/compare runs 1 to 100 rounds',
      'Put a message that begins with a number in quotes.',
    );
  }
  const text = unquoted(rest);
  return {
    modes: modes.size === 0 ? ['batch', 'streaming'] : [...modes],
    rounds: rounds ?? 3,
    text: text === '' ? undefined : text,
  };
}
