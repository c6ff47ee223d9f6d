/** Whether a sentence is over: what was said until now, and the little that followed. */
import { opensSentence, stopAfter } from './abbreviations';
import { closing, marks, surely } from './characters';

/** `open`: that depends on what follows. */
export type Verdict = 'end' | 'goes on' | 'open';

const tail = new RegExp(`([${marks}]+)((?:${closing.source}|\\s»)*)$`, 'u');
/** Of the marks at a sentence's end; nobody writes more. */
const longest = 40;
const letter = /^[\p{Lu}\p{Lt}\p{Lo}"“«‘'(¿¡]/u;
const begins = /^[\p{Lu}\p{Lt}\p{Lo}\p{N}"“«‘'(¿¡]/u;

/** Whether a sentence could end with the last character of this. */
export function mayEnd(text: string): boolean {
  return tail.test(text.slice(-longest));
}

/**
 * @param text up to a mark and what closes after it.
 * @param next all that followed; not empty.
 * @param quoted whether « is open: a space may stand before its »
 */
export function judge(text: string, next: string, quoted: boolean): Verdict {
  const [, mark = '', closed = ''] = tail.exec(text) ?? [];
  const spaced = /^\s/u.test(next);
  const word = next.trimStart();
  if (!spaced) return surely.test(mark) ? 'end' : 'goes on';
  if (quoted && word === '') return 'open';
  if (surely.test(mark)) return 'end';
  // "Stop!" she said.
  if (closed !== '') return word === '' ? 'open' : verdict(begins.test(word));
  if (/[!?]/u.test(mark)) return 'end';
  // Well... maybe.
  if (mark !== '.') return word === '' ? 'open' : verdict(begins.test(word));
  return afterStop(text.slice(0, -1), word);
}

function afterStop(text: string, next: string): Verdict {
  const stop = stopAfter(text);
  if (stop === 'end') return 'end';
  if (stop === 'never') return 'goes on';
  if (next === '') return 'open';
  if (!letter.test(next)) return 'goes on';
  if (stop !== 'opener' || !/^[\p{Lu}\p{Lt}]/u.test(next)) return 'end';
  const opens = opensSentence(next);
  return opens === undefined ? 'open' : verdict(opens);
}

function verdict(end: boolean): Verdict {
  return end ? 'end' : 'goes on';
}
