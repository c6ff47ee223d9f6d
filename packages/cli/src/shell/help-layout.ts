/** How help is laid out: beside each other where there is room, below each other in a narrow terminal. */
import type { Verb } from '../commands/verb';
import { wrapped } from './topics/page';

type Layout = Partial<ReturnType<Verb['createHelp']>>;

export const helpLayout: Layout = {
  minWidthToWrap: 20,
  formatItem(term, termWidth, description, helper) {
    const width = Math.min(helper.helpWidth ?? 80, 100);
    const beside = width - termWidth - 4 >= 30;
    if (!description) return `  ${term}`;
    const indent = ' '.repeat(beside ? termWidth + 4 : 6);
    const lines = wrapped(description, Math.max(20, width - indent.length));
    if (!beside) return [`  ${term}`, ...lines.map((line) => indent + line)].join('\n');
    return `  ${term.padEnd(termWidth)}  ${lines.join(`\n${indent}`)}`;
  },
};
