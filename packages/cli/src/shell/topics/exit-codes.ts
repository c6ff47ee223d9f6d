/** `voicectl help exit-codes`. */
import { exitMeanings } from '../exit-meanings';
import type { Block } from './page';

export const exitCodesPage: readonly Block[] = [
  'A script needs no more than the exit code to know what to do next.',
  { terms: exitMeanings.map(({ code, meaning }) => [String(code), meaning] as const) },
  'Of several items, one that failed is enough: such a command never exits 0. mock exec passes on the code of the command that it runs.',
  'With -o json, what went wrong is JSON on stderr, too:',
  { code: ['{"error": {"code": "NOT_FOUND", "message": "...", "hint": "..."}}'] },
];
