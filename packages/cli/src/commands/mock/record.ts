/** `voicectl mock record`: a proxy that writes down what passes, without secrets. */
import { resolve } from 'node:path';
import type { CassetteFile, Recorder, WhenThere } from '@voicectl/mock/recorder';
import type { Command } from 'commander';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import type { GlobalFlags } from '../../input/global-flags';
import type { Output } from '../../output/index';
import type { Verb } from '../verb';
import { fileError } from './cassette';
import { addListenFlags, type ListenFlags, listening, logLive, untilStopped } from './listening';

interface RecordFlags extends ListenFlags, GlobalFlags {
  readonly to?: string;
  readonly goalsTo?: string;
  readonly append?: true;
  readonly force?: true;
}

export function register(mock: Verb, context: Context): void {
  const record = mock
    .command('record <file>')
    .examples('voicectl mock record recording.ndjson --to https://api.example.com/api')
    .prints('Any')
    .description('Record a real server: a proxy that writes what passes into a file')
    .option('--to <url>', 'base URL of its agents API (default: VOICECTL_AGENTS_URL)')
    .option('--goals-to <url>', 'URL of its goals API (default: VOICECTL_GOALS_URL)')
    .option('--append', 'go on with a file that is there')
    .option('--force', 'replace a file that is there');
  addListenFlags(record)
    .addHelpText('after', secretsHelp)
    .action((file: string, _, command: Command) =>
      run(file, command.optsWithGlobals<RecordFlags>(), context),
    );
}

const secretsHelp = `
Credentials pass on to the server and are not written down, nor is what is a secret by its name or its look. A caller
that sends none is lent VOICECTL_AGENTS_API_KEY or VOICECTL_GOALS_TOKEN, where they are set.`;

async function run(file: string, flags: RecordFlags, context: Context): Promise<void> {
  const { out, streams } = context;
  const { env } = streams;
  const targets = {
    agents: flags.to ?? flags.agentsUrl ?? (env.VOICECTL_AGENTS_URL || undefined),
    goals: flags.goalsTo ?? flags.goalsUrl ?? (env.VOICECTL_GOALS_URL || undefined),
  };
  if (targets.agents === undefined && targets.goals === undefined) {
    throw new UsageError(
      'There is no server to record',
      'Name it by --to URL, --goals-to URL or both.',
    );
  }
  const whenThere = whenThereOf(flags);
  const { createCassette, record } = await import('@voicectl/mock/recorder');
  let cassette: CassetteFile | undefined;
  const recorder = await listening(flags, (address) =>
    record({
      ...address,
      ...targets,
      apiKey: env.VOICECTL_AGENTS_API_KEY || undefined,
      token: env.VOICECTL_GOALS_TOKEN || undefined,
      add: async (exchange) => {
        await cassette?.add(exchange);
        const { at, ms, request, response } = exchange;
        logLive({ at, ms, ...request, status: response.status }, context);
      },
      onTrouble: (words) => out.warn(words),
    }),
  ).catch((error: unknown) => {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  });
  try {
    cassette = await createCassette(resolve(streams.cwd, file), recorder.targets, whenThere).catch(
      (error: unknown) => {
        throw openError(file, error);
      },
    );
    tellTargets(recorder.targets, out);
    await untilStopped(recorder, `what passes is written into ${file}.`, context);
  } finally {
    await recorder.close();
    await cassette?.close();
  }
  const { recorded } = recorder;
  if (out.format === 'json') out.jsonLine({ recorded, file });
  else out.say(`Recorded ${recorded} exchanges in ${file}. Next: voicectl mock verify ${file}`);
}

function tellTargets({ agents, goals }: Recorder['targets'], out: Output): void {
  for (const [api, target, flag] of [
    ['agents', agents, '--to'],
    ['goals', goals, '--goals-to'],
  ]) {
    out.say(
      target
        ? `Records the ${api} API at ${target}`
        : `No server for the ${api} API: ${flag} names one.`,
    );
  }
}

function whenThereOf({ append, force }: RecordFlags): WhenThere {
  if (append && force) {
    throw new UsageError('--append and --force exclude each other', 'Leave one of them out.');
  }
  if (append) return 'append';
  return force ? 'replace' : 'refuse';
}

function openError(file: string, error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code === 'EEXIST'
    ? new UsageError(
        `${file} is there already`,
        'Add --append to go on with it, --force to replace it.',
      )
    : fileError(file, error);
}
