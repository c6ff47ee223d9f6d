/** What of an answer is not as expected, in sentences. Pure. */
import type { TurnEnded } from '../../voice/session-events';
import type { Expect } from './check';
import { expressionOf, listOf } from './expression';

export type Answer = Pick<TurnEnded, 'response' | 'firstTokenMs' | 'totalMs'>;

/** None where all is well. An answer that says nothing is never well. */
export function unmet({ response, firstTokenMs, totalMs }: Answer, expect: Expect = {}): string[] {
  if (response.trim() === '') return ['the answer is empty'];
  const said = alike(response);
  const says = (text: string) => said.includes(alike(text));
  return [
    ...listOf(expect.includes).flatMap((text) => (says(text) ? [] : `does not say "${text}"`)),
    ...listOf(expect.excludes).flatMap((text) => (says(text) ? `says "${text}"` : [])),
    ...listOf(expect.matches).flatMap((source) =>
      expressionOf(source).test(response) ? [] : `does not match ${source}`,
    ),
    ...late('the first token came', firstTokenMs, expect.firstTokenMs),
    ...late('the answer was done', totalMs, expect.totalMs),
  ];
}

function late(what: string, ms: number, most: number | undefined): string[] {
  return most !== undefined && ms > most ? [`${what} after ${ms} ms, more than ${most} ms`] : [];
}

/** Models differ in these from one answer to the next. */
function alike(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u201c\u201d\u00ab\u00bb]/g, '"')
    .replace(/\s+/g, ' ')
    .trim();
}
