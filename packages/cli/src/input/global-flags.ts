/** The flags that every command takes. */
import { type Command, Option } from 'commander';
import { type Format, formats } from '../output/formats';
import { number } from './number';

export interface GlobalFlags {
  readonly output?: Format | undefined;
  readonly columns?: string | undefined;
  readonly sort?: string | undefined;
  readonly query?: string | undefined;
  readonly wide?: boolean | undefined;
  /** False by `--no-headers`. */
  readonly headers?: boolean | undefined;
  readonly profile?: string | undefined;
  readonly mock?: boolean | undefined;
  readonly agentsUrl?: string | undefined;
  readonly goalsUrl?: string | undefined;
  readonly timeout?: number | undefined;
  readonly dryRun?: boolean | undefined;
  readonly debug?: boolean | undefined;
  /** False by `--no-input`. */
  readonly input?: boolean | undefined;
}

const groups: Readonly<Record<string, readonly Option[]>> = {
  'Output:': [
    new Option('-o, --output <format>', 'table on a terminal, json elsewhere').choices(formats),
    new Option(
      '--columns <list>',
      'of a table or csv: titles or paths, as in id,modelConfig.model',
    ),
    new Option('--sort <column>', 'of what is printed; -COLUMN or COLUMN:desc turns it round'),
    new Option('--query <jmespath>', 'print only this part'),
    new Option('--wide', 'more columns, and nothing cut'),
    new Option('--no-headers', 'rows alone'),
  ],
  'Platform:': [
    new Option('--profile <name>', 'settings that were saved by login (VOICECTL_PROFILE)'),
    new Option(
      '--mock',
      'an embedded platform, kept in .voicectl/mock.json: no account, no server',
    ),
    new Option('--agents-url <url>', 'base URL of the agents API (VOICECTL_AGENTS_URL)'),
    new Option('--goals-url <url>', 'URL of the goals API (VOICECTL_GOALS_URL)'),
    new Option('--timeout <ms>', 'for one attempt of a call, answer included').argParser(number),
  ],
  'Behaviour:': [
    new Option('--dry-run', 'show the request and its curl line, and send nothing'),
    new Option('--no-input', 'never ask, even on a terminal'),
    new Option('--debug', 'show each exchange on stderr, without secrets'),
  ],
};

export function addGlobalFlags(program: Command): void {
  for (const [group, options] of Object.entries(groups)) {
    for (const option of options) program.addOption(option.helpGroup(group));
  }
}
