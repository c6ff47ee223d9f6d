/** The agent's resolution criteria, and which of them are met. Pure. */

import { cleanLine } from '../../output/clean';
import type { Paint } from '../../output/paint';
import type { Verdict } from '../judge/verdict';
import { linesOf } from './line-breaker';
import type { Look } from './look';

/** A criterion a line, or a few of them: its state, its label, and why the judge thinks so, else what it means. */
export function criteriaLines(verdicts: readonly Verdict[], { columns, paint }: Look): string[] {
  return verdicts.flatMap(({ label, description, met, reason = description }) => {
    const name = cleanLine(label);
    const why = cleanLine(reason);
    const text = why === '' ? name : `${name} · ${why}`;
    const lines = linesOf(text, { width: columns - 2 });
    return lines.map(({ start, end }, at) => {
      const middle = Math.min(end, Math.max(start, name.length));
      const line = text.slice(start, middle) + dim(text.slice(middle, end), paint);
      return `${at === 0 ? boxOf(met, paint) : ' '} ${line}`;
    });
  });
}

/** `criteria 2 of 3 met`. Empty where there are none. */
export function criteriaInShort(verdicts: readonly Verdict[]): string {
  const met = verdicts.filter((verdict) => verdict.met).length;
  return verdicts.length === 0 ? '' : `criteria ${met} of ${verdicts.length} met`;
}

function boxOf(met: boolean | undefined, paint: Paint): string {
  if (met === undefined) return paint.yellow('?');
  return met ? paint.green('☑') : '☐';
}

const dim = (text: string, paint: Paint) => (text === '' ? '' : paint.dim(text));
