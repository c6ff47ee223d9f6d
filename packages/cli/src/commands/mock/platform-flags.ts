/** What a mock is made of, as flags: `serve` and `exec` share them. */
import { type Command, Option } from 'commander';
import { UsageError } from '../../failure';
import { number } from '../../input/number';

export interface PlatformFlags {
  readonly port: number;
  readonly host: string;
  readonly firstTokenMs: number;
  readonly tokenMs: number;
  readonly seed?: string;
  readonly seedAgents?: number;
  readonly seedFile?: string;
  readonly faults?: string;
  readonly strict?: true;
  readonly goalsPerMinute?: number;
  readonly data?: string;
  readonly brain?: BrainName;
  readonly rules?: string;
  readonly recordings?: string;
  readonly knowledge?: string;
  readonly cors?: readonly string[];
  readonly hosts?: readonly string[];
}

const brains = ['scripted', 'model', 'recorded'] as const;
export type BrainName = (typeof brains)[number];

/** What a flag is when it is left out; a person likes to see an answer being made, a test does not. */
export interface Defaults {
  readonly port: number;
  readonly firstTokenMs: number;
  readonly tokenMs: number;
}

export function addPlatformFlags(command: Command, defaults: Defaults): Command {
  const { port, firstTokenMs, tokenMs } = defaults;
  return command
    .option('--port <number>', '0 takes a free one', number, port)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--seed-file <file>', 'agents and goals to begin with, or a snapshot; JSON or YAML')
    .option('--seed-agents <number>', 'so many made-up agents to begin with', number)
    .option(
      '--seed <text>',
      'repeatable ids, times and made-up agents: it is 2026-01-01, and a second later by each change',
    )
    .option('--faults <file>', 'what goes wrong, and when; JSON or YAML')
    .option('--strict', 'refuse keys that the contract does not know')
    .option('--goals-per-minute <number>', 'calls of the goals API before 429', number)
    .option('--first-token-ms <number>', 'time until the first token', number, firstTokenMs)
    .option('--token-ms <number>', 'time between two tokens', number, tokenMs)
    .option('--data <place>', 'keep everything in this file, or on redis://HOST')
    .addOption(
      new Option(
        '--brain <kind>',
        'what answers (default: scripted; recorded with --recordings)',
      ).choices(brains),
    )
    .option('--rules <file>', 'patterns and replies, asked before the brain; JSON or YAML')
    .option('--recordings <file>', 'answers heard before; JSON or YAML')
    .option('--knowledge <folder>', 'documents to look things up in; a subfolder is a group')
    .option('--cors <origin...>', "web pages that may call besides this machine's; '*' for all")
    .option('--hosts <name...>', "names to be called by besides localhost; '*' for all");
}

/** All but the address. @throws UsageError for a number that is out of bounds, or flags that exclude each other. */
export function checkPlatformFlags(flags: PlatformFlags): void {
  wholeNumber('--first-token-ms', flags.firstTokenMs, 0, 60_000);
  wholeNumber('--token-ms', flags.tokenMs, 0, 60_000);
  wholeNumber('--seed-agents', flags.seedAgents, 0, 1_000_000);
  wholeNumber('--goals-per-minute', flags.goalsPerMinute, 1, 1_000_000);
  if (flags.data === '') throw new UsageError('--data must not be empty');
  if (flags.seed === '') throw new UsageError('--seed must not be empty');
  if (flags.brain === 'recorded' && flags.recordings === undefined) {
    throw new UsageError('--brain recorded has nothing to say', 'Name a file by --recordings.');
  }
}

function wholeNumber(flag: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined) return;
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new UsageError(`${flag} must be a whole number from ${least} to ${most}, is ${value}`);
}
