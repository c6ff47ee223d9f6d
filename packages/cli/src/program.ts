/** The command line from arguments to exit code: the only catch. */
import { CommanderError } from 'commander';
import { version } from '../package.json';
import { nouns } from './commands/index';
import { Verb } from './commands/verb';
import { type Context, createContext, outputOf } from './context';
import type { EventRecord } from './events/record';
import { Exit, exitCodes, type Failure } from './failure';
import { addGlobalFlags, type GlobalFlags } from './input/global-flags';
import { noticeUpdate } from './notice/gate';
import type { Output } from './output/index';
import { helpLayout } from './shell/help-layout';
import type { Streams } from './streams';

/** @returns the exit code. */
export async function run(
  typed: readonly string[],
  streams: Streams,
  signal: AbortSignal,
): Promise<number> {
  const args = asFlag(typed);
  const program = createProgram(streams);
  const record = await openedRecord(typed, streams);
  const context = createContext(streams, () => program.opts<GlobalFlags>(), signal, record);
  let acting: Verb | undefined;
  const end = async (exit: number, failure?: Failure) => {
    record?.ended(exit, failure);
    const trouble = record?.trouble();
    if (trouble !== undefined) (await outOf(context)).warn(trouble);
    return exit;
  };
  try {
    if (typed[0] === 'help' && (await isTopic(typed.slice(1), context))) return end(exitCodes.done);
    program.hook('preAction', (_, command) => {
      acting = command as Verb;
      record?.started(acting);
      return context.prepare();
    });
    program.hook('postAction', () => noticeUpdate(context));
    const all = nouns.some(({ name, ofAll }) => ofAll && args.includes(name));
    await addNouns(program, context, (name) => all || args.includes(name));
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync([...args], { from: 'user' });
    return end(exitCodes.done);
  } catch (error) {
    if (error instanceof Exit) return end(error.exit);
    if (error instanceof CommanderError && error.exitCode === 0) return end(exitCodes.done);
    if (error instanceof CommanderError && error.code === 'commander.help')
      return end(exitCodes.wrongUse);
    const { explain } = await import('./failure/explain');
    const failure = await explain(error, { typed, program, acting, context });
    (await outOf(context)).fail(failure);
    return end(failure.exit, failure);
  } finally {
    await context.close();
  }
}

/** The flags may be what is wrong; then the usual format has to do. */
async function outOf(context: Context): Promise<Output> {
  try {
    await context.prepare();
    return context.out;
  } catch {
    return outputOf(context.streams, { output: context.flags.output });
  }
}

async function openedRecord(
  typed: readonly string[],
  streams: Streams,
): Promise<EventRecord | undefined> {
  const file = streams.env.VOICECTL_EVENTS_FILE;
  if (!file) return undefined;
  const { openRecord } = await import('./events/record');
  return openRecord(file, typed, streams);
}

/** Every command with all its verbs, or with those of the nouns that are wanted: for who has to know the tree. */
export async function wholeProgram(
  context: Context,
  wanted: (noun: string) => boolean = () => true,
): Promise<Verb> {
  const program = createProgram(context.streams);
  await addNouns(program, context, wanted);
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
    .configureHelp(helpLayout)
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

/** `help environment`: shows the topic, if there is one of that name. */
async function isTopic(words: readonly string[], context: Context): Promise<boolean> {
  if (words.length === 0 || nouns.some(({ name }) => name === words[0])) return false;
  const { showTopic } = await import('./shell/topics/show');
  return showTopic(
    words,
    context,
    nouns.map(({ name }) => name),
  );
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
