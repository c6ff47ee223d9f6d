/** How a line begins: headings, lists, quotations, rules, fences of code. */
import { type Part, silentBetweenSpaces, solid, space } from './unit';

const digit = '[\\d٠-٩۰-۹]';
const quoting = '[ \\t]*(?:>[ \\t]*)*';
const item = `(?:[-*+•▪‣●]|${digit}{1,3}[.)])`;

// All that a line may still become one of these with.
const undecided = new RegExp(
  `^${quoting}(?:#{1,6}|${item}(?:[ \\t]+(?:\\[[ xX]?\\]?)?)?|${digit}{1,3}|\`{1,2}|\`{3,}[^\`]*|~{1,2}|~{3,}.*|[-=*_|: \\t]+)?$`,
);
const opened = new RegExp(
  `^(${quoting})(?:(#{1,6}[ \\t]+)|(?:[-*+•▪‣●]|(${digit}{1,3})[.)])([ \\t]+(?:\\[[ xX]\\][ \\t]+)?))?`,
);
/** What is longer is no opening, whatever it looks like, unless of a block of code. */
export const longestOpening = 300;
const fence = /^[ \t>]*(`{3,}|~{3,})/;
/** Rules, the line under a heading, the second line of a table. */
const marksOnly = /^[\s>]*[-=*_|:#+•▪‣●\s]*$/;

/** What a line begins with, once that is known. `whole`: the line goes no further. */
export function opening(line: string, whole: boolean): readonly Part[] | undefined {
  if (whole) return marksOnly.test(line) ? silentBetweenSpaces(line) : [];
  if (isUndecided(line)) return undefined;
  const [all = '', quotes = '', , number, gap = ''] = opened.exec(line) ?? [];
  if (number === undefined) return silentBetweenSpaces(all);
  // The number of an item is said, and its stop is none.
  const rest = silentBetweenSpaces(gap);
  return [
    ...silentBetweenSpaces(quotes),
    ...solid(number),
    { kind: 'solid', text: '.', length: 1 },
    space(0),
    ...rest,
  ];
}

/** The marks that a line opens a block of code with. */
export function opensCode(line: string): string | undefined {
  return undecided.test(line) ? fence.exec(line)?.[1] : undefined;
}

function isUndecided(line: string): boolean {
  return undecided.test(line) && (line.length < longestOpening || fence.test(line));
}

export function closesCode(line: string, marks: string): boolean {
  const found = fence.exec(line);
  if (!found?.[1]?.startsWith(marks)) return false;
  return line.slice(found[0].length).trim() === '';
}
