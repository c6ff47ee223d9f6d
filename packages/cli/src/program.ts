/** The command line from arguments to exit code: the only catch. */
import { CommanderError } from 'commander';
import { version } from '../package.json';
import { nouns } from './commands/index';
import { Verb } from './commands/verb';
import { type Context, createContext, outputOf } from './context';
import { Exit, exitCodes, failureOf } from './failure';
import { addGlobalFlags, type GlobalFlags } from './input/global-flags';
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
    program.hook('preAction', () => context.prepare());
    await addNouns(program, context, (name) => args.includes(name));
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync([...args], { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof Exit) return error.exit;
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    if (error instanceof CommanderError && error.code === 'commander.help')
      return exitCodes.wrongUse;
    const failure = failureOf(error);
    // The flags may be what is wrong; then the usual format has to do.
    const { output } = program.opts<GlobalFlags>();
    (await outputOf(streams, { output })).fail(failure);
    return failure.exit;
  } finally {
    await context.close();
  }
}

/** Every command with all its verbs: for who has to know the whole tree. */
export async function wholeProgram(context: Context): Promise<Verb> {
  const program = createProgram(context.streams);
  await addNouns(program, context, () => true);
  return program;
}

function createProgram({ stdout, stderr }: Streams): Verb {
  const program = new Verb('voicectl')
    .description(
      'Voice agents and their goals: from a file to a draft, to active, to a conversation.',
    )
    .version(version, '-V, --version')
    .helpCommand(
      'help [command]',
      'the same as --help; help topics lists what else there is to read',
    )
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: () => {},
    })
    .exitOverride()
    .examples(
      'voicectl agents create -f agent.json --mock',
      'voicectl agents activate "Customer Support Agent" --mock',
      'voicectl play "Customer Support Agent" --mock',
    )
    .addHelpText('after', ({ command }) =>
      command.parent === null
        ? `
Keys come from voicectl login, or from VOICECTL_AGENTS_API_KEY and VOICECTL_GOALS_TOKEN.
Exit codes: 0 done, 1 failed, 2 wrong use, 3 not found, 4 not allowed, 5 conflict, 6 a check failed, 7 try again, 130 interrupted.`
        : '',
    )
    .addHelpText('afterAll', ({ command }) =>
      command.parent === null ? '' : '\nFlags of every command: voicectl --help',
    );
  addGlobalFlags(program);
  return program;
}

/** `help agents create` as `agents create --help`; and no help for what does not exist. */
function asFlag(args: readonly string[]): readonly string[] {
  const [first = '', ...rest] = args;
  if (first === 'help' && rest.length > 0) return asFlag([...rest, '--help']);
  const exists =
    first === 'help' || first.startsWith('-') || nouns.some(({ name }) => name === first);
  return exists ? args : args.filter((arg) => arg !== '--help' && arg !== '-h');
}

/** Registers every noun, but loads only those that are wanted. */
async function addNouns(
  program: Verb,
  context: Context,
  wanted: (name: string) => boolean,
): Promise<void> {
  for (const noun of nouns) {
    const command = program
      .command(noun.name)
      .description(noun.summary)
      .examples(...noun.examples);
    if (wanted(noun.name)) (await noun.load()).register(command, context);
  }
}
