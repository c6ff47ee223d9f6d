/** `voicectl help output`. */
import type { Format } from '../../output/formats';
import type { Block } from './page';

const formats: Readonly<Record<Format, string>> = {
  table:
    'to read: fitted to the terminal, with colours and times as "2 h ago"; usual on a terminal',
  json: 'whole, as the platform has it; usual in a pipe, and then errors are JSON on stderr, too',
  yaml: 'the same as YAML, as -f reads it',
  ndjson: 'a record a line, while pages still arrive',
  csv: 'the columns of the table, for a spreadsheet',
  name: 'names alone, one a line',
  id: 'ids alone, one a line, as - reads them',
};

export const output: readonly Block[] = [
  'Data goes to standard output, words go to standard error, always. -o says how data looks:',
  { terms: Object.entries(formats) },
  {
    terms: [
      ['--columns', 'which: titles or paths, as in id,modelConfig.model'],
      ['--sort', 'by one of them; -COLUMN turns it round'],
      ['--query', 'only this part of the data, by a JMESPath expression'],
      ['--wide', 'more columns, and nothing cut'],
      ['--no-headers', 'rows alone'],
    ],
  },
  {
    code: [
      'voicectl agents list --columns name,status --sort name',
      'voicectl agents get ID --query modelConfig.model',
      'voicectl agents list --all -o ndjson > agents.ndjson',
    ],
  },
];
