/** What stands behind `/compare`. Pure. */
import { UsageError } from '../../failure/errors';
import { nearest } from '../../nearest';
import type { Mode } from '../../voice/pipeline';
import { modesOf } from '../flags';
import { inCommands } from './wording';

export interface Compared {
  readonly modes: readonly Mode[];
  readonly rounds: number;
  /** Undefined: what was said last. */
  readonly text: string | undefined;
}

/** Modes and rounds first, then what is to be said, in quotes: a mode that was mistyped is no message. @throws UsageError */
export function comparedIn(words: string): Compared {
  let rest = words.trim();
  const modes = new Set<Mode>();
  let rounds: number | undefined;
  for (;;) {
    const [whole = '', word = ''] = /^(batch|streaming|sts|\d+)(?:[\s,]+|$)/i.exec(rest) ?? [];
    if (word === '') break;
    if (/^\d/.test(word)) {
      if (rounds !== undefined) break;
      rounds = Number(word);
    } else {
      for (const mode of inCommands('mode', () => modesOf(word.toLowerCase()))) modes.add(mode);
    }
    rest = rest.slice(whole.length);
  }
  const text = quotedIn(rest);
  if (modes.size === 1) {
    throw new UsageError('There is only one side to compare', 'Name both modes, or none.');
  }
  if (rounds !== undefined && (rounds < 1 || rounds > most)) {
    throw new UsageError(`/compare runs 1 to ${most} rounds`, 'Each of them takes both answers.');
  }
  return {
    modes: modes.size === 0 ? ['batch', 'streaming'] : [...modes],
    rounds: rounds ?? 3,
    text,
  };
}

/** Undefined where nothing is there. */
function quotedIn(rest: string): string | undefined {
  if (rest === '') return undefined;
  const [, text = ''] = /^"([^"]*)"$/s.exec(rest) ?? [];
  if (text.trim() !== '') return text;
  const [word = ''] = /^[^\s,]+/.exec(rest) ?? [];
  const meant = nearest(word, ['batch', 'streaming']);
  const guess = meant === undefined ? '' : `Did you mean ${meant}? `;
  throw new UsageError(
    `/compare does not know ${JSON.stringify(rest)}`,
    `${guess}It takes modes, how many rounds, and what is to be said in quotes: /compare 3 "Where is my order?"`,
  );
}

const most = 20;
