/** `voicectl help names`. */
import type { Block } from './page';

export const names: readonly Block[] = [
  'Wherever an agent or a goal is asked for, these will do:',
  {
    terms: [
      ['its id', 'whole'],
      ['the beginning of its id', 'where only one begins so'],
      ['its exact name', 'where only one has it'],
      ['-', 'ids or names from standard input, one a line, or records as NDJSON'],
      ['nothing', 'on a terminal: a list to pick from; typing narrows it'],
    ],
  },
  'What could be more than one is refused, with what it could be; nothing is guessed.',
  {
    code: [
      'voicectl agents get "Customer Support Agent"',
      'voicectl agents list --status draft -o id | voicectl agents get -',
    ],
  },
];
