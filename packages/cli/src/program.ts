/** The command line from arguments to exit code: the only catch. */
import { Command, CommanderError, Option } from 'commander';
import { version } from '../package.json';
import { type Noun, nouns } from './commands/index';
import { type Context, createContext, type GlobalFlags } from './context';
import { Exit, exitCodes, failureOf } from './failure';
import { number } from './input/number';
import { Output } from './output/index';
import type { Streams } from './streams';

/** @returns the exit code. */
export async function run(
  typed: readonly string[],
  streams: Streams,
  signal: AbortSignal,
): Promise<number> {
  const args = asFlag(typed);
  const program = createProgram(streams);
  const context = createContext(streams, () => program.opts<GlobalFlags>(), signal);
  try {
    await addNouns(program, context, args);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync([...args], { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof Exit) return error.exit;
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    if (error instanceof CommanderError && error.code === 'commander.help')
      return exitCodes.wrongUse;
    const failure = failureOf(error);
    outputFor(program, streams).fail(failure);
    return failure.exit;
  } finally {
    await context.close();
  }
}

function createProgram({ stdout, stderr }: Streams): Command {
  return new Command('voicectl')
    .description(
      'Voice agents and their goals: from a file to a draft, to active, to a conversation.',
    )
    .version(version, '-V, --version')
    .addOption(
      new Option('-o, --output <format>', 'table on a terminal, json elsewhere').choices([
        'table',
        'json',
      ]),
    )
    .option(
      '--mock',
      'use an embedded platform, kept in .voicectl/mock.json: no account, no server',
    )
    .option('--agents-url <url>', 'base URL of the agents API (VOICECTL_AGENTS_URL)')
    .option('--goals-url <url>', 'URL of the goals API (VOICECTL_GOALS_URL)')
    .option('--timeout <ms>', 'for one attempt of a call, answer included', number)
    .option('--no-input', 'never ask, even on a terminal')
    .helpCommand('help [command]', 'the same as --help')
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: () => {},
    })
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  voicectl agents create -f agent.json --mock
  voicectl agents activate "Customer Support Agent" --mock
  voicectl play "Customer Support Agent" --mock

Keys come from the environment: VOICECTL_AGENTS_API_KEY, VOICECTL_GOALS_TOKEN.
Exit codes: 0 done, 1 failed, 2 wrong use, 3 not found, 4 not allowed, 5 conflict, 6 a check failed, 7 try again, 130 interrupted.`,
    );
}

/** `help agents create` as `agents create --help`; and no help for what does not exist. */
function asFlag(args: readonly string[]): readonly string[] {
  const [first = '', ...rest] = args;
  if (first === 'help' && rest.length > 0) return asFlag([...rest, '--help']);
  const exists =
    first === 'help' || first.startsWith('-') || nouns.some(({ name }) => name === first);
  return exists ? args : args.filter((arg) => arg !== '--help' && arg !== '-h');
}

/** Registers every noun, but loads only those that the arguments name. */
async function addNouns(
  program: Command,
  context: Context,
  args: readonly string[],
): Promise<void> {
  for (const noun of nouns) {
    const command = program.command(noun.name).description(noun.summary);
    command.addHelpText('before', examplesOf(noun));
    if (args.includes(noun.name)) (await noun.load()).register(command, context);
  }
}

function examplesOf({ examples }: Noun): string {
  return `Examples:\n${examples.map((example) => `  ${example}`).join('\n')}\n`;
}

/** The flags may be what is wrong; then the default format has to do. */
function outputFor(program: Command, streams: Streams): Output {
  return new Output(streams, program.opts<GlobalFlags>().output);
}
