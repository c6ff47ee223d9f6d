/** `voicectl mock exec -- CMD`: a command with a platform of its own, for as long as it runs. */
import type { JournalEntry } from '@voicectl/mock';
import type { Context } from '../../context';
import { Exit, exitCodes, KnownFailure, UsageError } from '../../failure';
import type { Verb } from '../verb';
import type { Ending } from './child';
import { JournalFile } from './journal-file';
import { journalLine } from './journal-line';
import { type Platform, startPlatform } from './platform';
import { addPlatformFlags, type PlatformFlags } from './platform-flags';

interface ExecFlags extends PlatformFlags {
  readonly journal?: string;
}

/** Requests that are shown of a command that failed. */
const shown = 50;

export function register(mock: Verb, context: Context): void {
  const exec = mock
    .command('exec')
    .examples(
      'voicectl mock exec -- npm test',
      'voicectl mock exec --seed-file world.yaml --journal requests.ndjson -- pytest -q',
    )
    .prints('Text')
    .description('Run a command with a mock of its own; its exit code is passed on')
    .argument('<command...>', 'after --, as in: voicectl mock exec -- npm test')
    .exitOverride((error) => {
      throw error.code === 'commander.unknownOption' ? unknownOption(error) : error;
    });
  addPlatformFlags(exec, { port: 0, firstTokenMs: 0, tokenMs: 0 })
    .option('--journal <file>', 'write each request to it, a line of JSON each')
    .addHelpText('after', help)
    .action(async (command: string[], flags: ExecFlags) => {
      const code = await lend(command, flags, context);
      if (code !== exitCodes.done) throw new Exit(code);
    });
}

function unknownOption({ message }: Error): UsageError {
  return new UsageError(
    message.replace(/^error: /, ''),
    'What belongs to the command comes after --, as in: voicectl mock exec -- ls -la',
  );
}

const help = `
The command finds the mock by VOICECTL_AGENTS_URL, VOICECTL_GOALS_URL, VOICECTL_AGENTS_API_KEY and
VOICECTL_GOALS_TOKEN. When it fails, the last ${shown} requests are printed on stderr.`;

async function lend(command: string[], flags: ExecFlags, context: Context): Promise<number> {
  const file = flags.journal === undefined ? undefined : await JournalFile.open(flags.journal);
  const code = await runReported(command, flags, context, file).catch(async (error: unknown) => {
    await file?.close();
    throw error;
  });
  const problem = await file?.close();
  if (problem === undefined) return code;
  if (code === exitCodes.done) throw new KnownFailure(problem, journalLost);
  context.out.warn(problem);
  return code;
}

const journalLost = {
  exit: exitCodes.failed,
  code: 'JOURNAL_INCOMPLETE',
  hint: 'The command itself has succeeded.',
};

async function runReported(
  command: string[],
  flags: ExecFlags,
  context: Context,
  file: JournalFile | undefined,
): Promise<number> {
  const requests: Requests = { count: 0, last: [] };
  const { code, stopped } = await runWithMock(command, flags, context, (entry) => {
    file?.add(entry);
    remember(requests, entry);
  });
  if (code !== exitCodes.done && !stopped) report(requests, context);
  return code;
}

async function runWithMock(
  command: string[],
  flags: ExecFlags,
  context: Context,
  listener: (entry: JournalEntry) => void,
): Promise<Ending> {
  const { runBeside } = await import('./child');
  await using platform = await startPlatform(flags, context);
  platform.mock.onCall(listener);
  return await runBeside(command, childEnv(platform, context), context);
}

interface Requests {
  count: number;
  readonly last: JournalEntry[];
}

function remember(requests: Requests, entry: JournalEntry): void {
  requests.count++;
  requests.last.push(entry);
  if (requests.last.length > shown) requests.last.shift();
}

function childEnv({ server, keys }: Platform, { streams }: Context): NodeJS.ProcessEnv {
  return {
    ...streams.env,
    VOICECTL_AGENTS_URL: server.agentsUrl,
    VOICECTL_GOALS_URL: server.goalsUrl,
    VOICECTL_AGENTS_API_KEY: keys.apiKey ?? 'mock-key',
    VOICECTL_GOALS_TOKEN: keys.token ?? keys.adminToken ?? 'mock-token',
  };
}

/** For whoever reads the log of a failed run: words, whatever the format. */
function report({ count, last }: Requests, { streams, out }: Context): void {
  const asked = count === 0 ? 'no request' : count === 1 ? 'one request' : `${count} requests`;
  const part = count > last.length ? `; the last ${last.length}` : '';
  const lines = last.map((entry) => journalLine(entry, out.errorPaint));
  streams.stderr.write(`${[`The mock had ${asked}${part}`, ...lines].join('\n')}\n`);
}
