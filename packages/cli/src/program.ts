/** The command line from arguments to exit code: the only catch. */
import { type Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { nouns } from './commands/index';
import { Verb } from './commands/verb';
import { type Context, createContext, outputOf } from './context';
import type { EventRecord } from './events/record';
import { Exit, exitCodes, type Failure } from './failure';
import type { Scene } from './failure/scene';
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
  const program = createProgram(streams);
  const record = await openedRecord(typed, streams);
  const context = createContext(streams, () => program.opts<GlobalFlags>(), signal, record);
  const scene: Running = { typed, program, context, acting: undefined };
  try {
    const { exit, failure } = await endOf(act(scene, record), scene);
    if (failure) (await outOf(context)).fail(failure);
    record?.ended(exit, failure);
    const trouble = record?.trouble();
    if (trouble !== undefined) (await outOf(context)).warn(trouble);
    return exit;
  } finally {
    await context.close();
  }
}

/** What a failure is explained by; the verb is known once it begins. */
interface Running extends Scene {
  readonly program: Verb;
  acting: Verb | undefined;
}

/** Finds what the words lead to, and does it. */
async function act(scene: Running, record: EventRecord | undefined): Promise<void> {
  const { typed, program, context } = scene;
  if (typed[0] === 'help' && (await isTopic(typed.slice(1), context))) return;
  program.hook('preAction', async (_, command) => {
    const verb = command as Verb;
    scene.acting = verb;
    record?.started(verb);
    await begin(verb, context);
  });
  program.hook('postAction', () => noticeUpdate(context));
  const args = asFlag(typed);
  const all = nouns.some(({ name, ofAll }) => ofAll && args.includes(name));
  await addNouns(program, context, (name) => all || args.includes(name));
  if (args.length === 0) program.outputHelp();
  else await program.parseAsync([...withoutVainHelp(program, args)], { from: 'user' });
}

/** What holds for every verb, before it acts. */
async function begin(verb: Verb, context: Context): Promise<void> {
  if (context.flags.dryRun) {
    const { refuseWithoutPreview } = await import('./dry-run');
    refuseWithoutPreview(verb);
  }
  if (!verb.isCutShort) context.streams.keepGoing();
  await context.prepare();
}

/** The one catch: an exit code for however it ends, and the failure where there is one to tell of. */
async function endOf(
  acting: Promise<void>,
  scene: Scene,
): Promise<{ readonly exit: number; readonly failure?: Failure }> {
  try {
    await acting;
    return { exit: exitCodes.done };
  } catch (error) {
    if (error instanceof Exit) return { exit: error.exit };
    if (error instanceof CommanderError && error.exitCode === 0) return { exit: exitCodes.done };
    if (error instanceof CommanderError && error.code === 'commander.help')
      return { exit: exitCodes.wrongUse };
    const { explain } = await import('./failure/explain');
    const failure = await explain(error, scene);
    return { exit: failure.exit, failure };
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
      'voicectl agents create --name Support --instructions "Be brief." --mock',
      'voicectl agents activate Support --mock',
      'voicectl play Support --mock',
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

/** `help agents create` as `agents create --help`. */
function asFlag(args: readonly string[]): readonly string[] {
  return args[0] === 'help' && args.length > 1 ? [...args.slice(1), '--help'] : args;
}

/** No help for what does not exist: without the flag, such words are refused. */
function withoutVainHelp(program: Verb, args: readonly string[]): readonly string[] {
  let command: Command = program;
  for (const word of args) {
    const isChosen = command.commands.length > 0 && command.registeredArguments.length === 0;
    if (!isChosen || word.startsWith('-') || word === 'help') return args;
    const next = command.commands.find((each) => each.name() === word);
    if (next === undefined) return args.filter((arg) => arg !== '--help' && arg !== '-h');
    command = next;
  }
  return args;
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
